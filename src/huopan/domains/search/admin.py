"""What was measured of suppliers, in the console: to look at, for nobody declares it."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from huopan.domains.search.models import Standing
from huopan.infra.console import LookingAdmin


@admin.register(Standing)
class StandingAdmin(LookingAdmin):
    list_display = ("supplier", "picked_up", "kept", "free_hours", "measured_at")
    list_select_related = ("supplier",)
    search_fields = ("supplier__name_zh", "supplier__name_en")
    ordering = ("-measured_at", "-pk")

    @display(description=_("picked up within 48 hours"))
    def picked_up(self, standing: Standing) -> str:
        return f"{standing.collected_in_time} / {standing.orders_due}"

    @display(description=_("orders kept"))
    def kept(self, standing: Standing) -> str:
        return f"{standing.orders_kept} / {standing.orders_closed}"
