"""Where parties want to hear of things, and what became of each telling."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class WebhookEndpointQuerySet(VisibleQuerySet["WebhookEndpoint"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class WebhookEndpoint(models.Model):
    """A party's URL that hears its events (Standard Webhooks). The secret is sealed with the installation's key.

    `event_names` are public types such as `orders.order_paid`, or `orders.*` for a whole room. After a rotation both
    secrets sign until `previous_secret_until`. `is_slow` and `failing_since` send it to the lane where it delays only
    its like. `listens_since`: when it was last made, changed or switched on."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="webhooks")
    url = models.URLField(_("URL"), max_length=500)
    event_names = models.JSONField(_("events"), default=list, help_text=_("Empty: every event."))
    sealed_secret = models.TextField()
    previous_sealed_secret = models.TextField(blank=True)
    previous_secret_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    disabled_because = models.CharField(_("disabled because"), max_length=200, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    is_slow = models.BooleanField(_("slow"), default=False)
    listens_since = models.DateTimeField(_("listens since"))
    created_at = models.DateTimeField(_("created"))

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url


class WebhookDeliveryQuerySet(VisibleQuerySet["WebhookDelivery"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(endpoint__party_id=by.party_id)


class WebhookDelivery(models.Model):
    """One event for one endpoint: ends delivered, or dead and visible (E2). The same event id on every try (E3)."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("notifications", "waiting")
        DELIVERED = "delivered", pgettext_lazy("notifications", "delivered")
        DEAD = "dead", _("given up")

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    event_id = models.BigIntegerField(_("event"))
    event_name = models.CharField(_("event name"), max_length=80)
    body = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    leased_until = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(_("last answer"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"))
    delivered_at = models.DateTimeField(pgettext_lazy("notifications", "delivered"), null=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        constraints = [models.UniqueConstraint(fields=["endpoint", "event_id"], name="one_delivery_per_event")]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="webhooks_due", condition=Q(state="waiting")),
            models.Index(fields=["endpoint", "-id"], name="deliveries_of_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.event_name} #{self.event_id}"
