"""Webhooks in the operator's console: whose systems hear nothing, and what was given up. Secrets are not shown."""

from __future__ import annotations

from django.contrib import admin
from unfold.decorators import display

from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.infra.console import LookingAdmin

STATE_COLOURS = {
    WebhookDelivery.State.WAITING: "info",
    WebhookDelivery.State.DELIVERED: "success",
    WebhookDelivery.State.DEAD: "danger",
}


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(LookingAdmin):
    list_display = ("url", "party", "is_active", "failing_since", "is_slow", "disabled_because", "created_at")
    list_filter = ("is_active", "is_slow")
    list_select_related = ("party",)
    search_fields = ("url", "party__name_zh", "party__name_en")
    ordering = ("-created_at", "-pk")
    exclude = ("sealed_secret", "previous_sealed_secret")


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(LookingAdmin):
    list_display = ("event_name", "endpoint", "shown_state", "attempts", "next_attempt_at", "last_status", "last_error")
    list_filter = ("state", "event_name")
    list_select_related = ("endpoint",)
    search_fields = ("event_name", "endpoint__url")
    ordering = ("-pk",)

    @display(description=WebhookDelivery._meta.get_field("state").verbose_name, ordering="state", label=STATE_COLOURS)
    def shown_state(self, delivery: WebhookDelivery) -> tuple[str, str]:
        return delivery.state, str(delivery.get_state_display())
