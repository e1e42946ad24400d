"""What somebody wants made."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party
from huopan.domains.production.models.ownership import OfFactoryQuerySet
from huopan.domains.production.models.routings import Recipe, Routing
from huopan.kernel.actor import Actor


class DemandQuerySet(OfFactoryQuerySet):
    def followed_by(self, by: Actor) -> Self:
        """Demands whose progress and counter-offers `by` may see: the factory's own and those `by` is the buyer of.
        What they earn stays the factory's, so such rows are never handed out whole."""
        own = self.visible_to(by)
        return own | self.filter(buyer_id=by.party_id) if by.party_id else own


class Demand(models.Model):
    """A quantity that somebody wants made by a time (需求). `source_kind` and `source_reference` say for what, in the
    words of the room that raised it: ("order", "SO1:3").

    Only the factory sees it: it bears what the work earns. Its buyer asks for its progress (`followed_by`). `counter`:
    what the factory offers instead until `counter_until`, the fields of `actions.countering.Terms`. `verdict`: the
    arithmetic it was decided on."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        HELD = "held", _("capacity held")
        ACCEPTED = "accepted", _("taken on")
        RELEASED = "released", _("released to the floor")
        PRODUCED = "produced", _("made")
        CLOSED = "closed", _("closed")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    factory = models.ForeignKey(Party, models.PROTECT, related_name="demands")
    buyer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="demands_raised")
    source_kind = models.CharField(_("raised by"), max_length=20)
    source_reference = models.CharField(_("reference"), max_length=80)
    title = models.CharField(pgettext_lazy("production", "what"), max_length=200)
    recipe = models.ForeignKey(Recipe, models.PROTECT, related_name="demands")
    routing = models.ForeignKey(Routing, models.PROTECT, related_name="demands")
    quantity = models.PositiveIntegerField(_("quantity"))
    traits = models.JSONField(_("traits"), default=dict, blank=True)
    wanted_by = models.DateTimeField(_("wanted by"), null=True, blank=True)
    revenue_fen = models.BigIntegerField(_("revenue"), default=0)
    late_hour_fen = models.BigIntegerField(_("an hour late costs"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    promised_at = models.DateTimeField(_("promised"), null=True, blank=True)
    expected_at = models.DateTimeField(_("expected"), null=True, blank=True)
    counter = models.JSONField(_("offered instead"), default=dict, blank=True)
    counter_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    verdict = models.JSONField(_("arithmetic"), default=dict, blank=True)
    raised_at = models.DateTimeField(_("raised"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_because = models.CharField(_("closed because"), max_length=200, blank=True)

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "source_kind", "source_reference"], name="one_demand_per_source"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="demand_is_positive"),
            models.CheckConstraint(condition=Q(revenue_fen__gte=0), name="demand_pays"),
            models.CheckConstraint(condition=Q(late_hour_fen__gte=0), name="demand_lateness_costs"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "released"]) | Q(promised_at__isnull=False),
                name="accepted_is_promised",
            ),
        ]
        indexes = [
            models.Index(fields=["factory", "state", "-id"], name="demands_of_factory"),
            models.Index(fields=["source_kind", "source_reference"], name="demands_by_source"),
            models.Index(fields=["counter_until"], name="counters_due", condition=Q(counter_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.title} × {self.quantity}"
