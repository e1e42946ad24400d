"""Plans and memberships to look at; what changes them stands in the console."""

from __future__ import annotations

from django.contrib import admin

from huopan.domains.membership.models import Plan, Subscription
from huopan.infra.console import LookingAdmin


@admin.register(Plan)
class PlanAdmin(LookingAdmin):
    list_display = ("code", "name_zh", "name_en", "yearly_fee_fen", "needs_admission", "position", "is_offered")
    ordering = ("position",)


@admin.register(Subscription)
class SubscriptionAdmin(LookingAdmin):
    list_display = ("party", "plan", "from_day", "until_day", "reference", "granted_by", "granted_at", "ended_at")
    list_filter = ("plan",)
    list_select_related = ("party", "plan", "granted_by")
    search_fields = ("party__name_zh", "party__name_en", "reference")
    ordering = ("-from_day", "-pk")
