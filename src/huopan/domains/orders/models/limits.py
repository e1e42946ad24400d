"""What a buyer's people may spend without asking, and what waits for approval."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.orders.models.trading import PurchaseGroup
from huopan.domains.parties.models import Party, Person
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class OfBuyerQuerySet(VisibleQuerySet[Any]):
    """Rows of one buying party that its suppliers have no business with."""

    def _seen_by(self, by: Actor) -> Self:
        return self.filter(buyer_id=by.party_id)


class SpendingLimit(models.Model):
    """How much somebody may order for a party without asking, per purchase and per calendar month."""

    buyer = models.ForeignKey(Party, models.PROTECT, related_name="spending_limits", verbose_name=_("organisation"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    per_order_fen = models.BigIntegerField(_("per purchase"), null=True, blank=True)
    per_month_fen = models.BigIntegerField(_("per month"), null=True, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"))

    objects = OfBuyerQuerySet.as_manager()

    class Meta:
        verbose_name = _("spending limit")
        verbose_name_plural = _("spending limits")
        constraints = [
            models.UniqueConstraint(fields=["buyer", "person"], name="one_spending_limit_per_person"),
            models.CheckConstraint(
                condition=Q(per_order_fen__isnull=False) | Q(per_month_fen__isnull=False),
                name="spending_limit_limits_something",
            ),
            models.CheckConstraint(
                condition=(Q(per_order_fen__isnull=True) | Q(per_order_fen__gte=0))
                & (Q(per_month_fen__isnull=True) | Q(per_month_fen__gte=0)),
                name="spending_limit_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class PurchaseRequest(models.Model):
    """A purchase beyond somebody's limit that waits for who may approve it. Nothing is reserved for it.

    `lines`: [{"sku_id", "quantity"}, …]; `notes`: by supplier id."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", pgettext_lazy("orders", "refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.CharField(_("number"), max_length=24, unique=True)
    buyer = models.ForeignKey(Party, models.PROTECT, related_name="purchase_requests", verbose_name=_("organisation"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    lines = models.JSONField(_("lines"))
    notes = models.JSONField(_("notes"), default=dict, blank=True)
    address = models.JSONField(_("address"))
    invoice_title = models.JSONField(_("invoice title"), default=dict, blank=True)
    total_fen = models.BigIntegerField(_("total"))
    why = models.CharField(_("why it is needed"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    purchase = models.OneToOneField(
        PurchaseGroup, models.PROTECT, null=True, blank=True, related_name="request", verbose_name=_("purchase")
    )
    asked_at = models.DateTimeField(_("asked"))

    objects = OfBuyerQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase request")
        verbose_name_plural = _("purchase requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="approved", purchase__isnull=False)
                | (~Q(state="approved") & Q(purchase__isnull=True)),
                name="approved_request_is_a_purchase",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="decided_request_says_by_whom",
            ),
            models.CheckConstraint(condition=Q(total_fen__gt=0), name="purchase_request_is_positive"),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="purchase_requests_of_buyer"),
            models.Index(fields=["buyer"], name="purchase_requests_waiting", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.number
