"""Seconds of a work centre's days, and who has them. Two buyers never get one second."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.parties.models import Party
from huopan.domains.production.models.centres import OfWorkCentreQuerySet, WorkCentre
from huopan.domains.production.models.demands import Demand
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class CapacityBucket(models.Model):
    """A work centre's day: machine seconds in all, and those spoken for. Changed by conditional UPDATE only (C1)."""

    work_centre = models.ForeignKey(WorkCentre, models.CASCADE, related_name="buckets")
    on = models.DateField(_("day"))
    capacity_seconds = models.PositiveIntegerField(_("capacity, seconds"))
    reserved_seconds = models.PositiveIntegerField(_("reserved, seconds"), default=0)

    objects = OfWorkCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("capacity of a day")
        verbose_name_plural = _("capacity of days")
        constraints = [
            models.UniqueConstraint(fields=["work_centre", "on"], name="one_bucket_per_day"),
            models.CheckConstraint(
                condition=Q(reserved_seconds__gte=0) & Q(reserved_seconds__lte=F("capacity_seconds")),
                name="reserved_within_capacity",
            ),
        ]


class CapacityHoldQuerySet(VisibleQuerySet["CapacityHold"]):
    def _seen_by(self, by: Actor) -> Self:
        """The factory, and the buyer it is held for."""
        return self.filter(Q(factory_id=by.party_id) | Q(holder_id=by.party_id)) if by.party_id else self.none()


class CapacityHold(models.Model):
    """Capacity kept for a demand until a time (产能预留); committed, released or expired exactly once.

    `placements`: where its steps would stand, [[step, work centre, machine, start, setup_seconds, end], …]
    by codes and with times in ISO 8601, so that nobody else is promised the same place."""

    class State(models.TextChoices):
        ACTIVE = "active", _("held")
        COMMITTED = "committed", _("committed")
        RELEASED = "released", _("released")
        EXPIRED = "expired", _("expired")

    factory = models.ForeignKey(Party, models.PROTECT, related_name="capacity_holds")
    holder = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="capacity_held")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="holds")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    promised_at = models.DateTimeField(_("promised"))
    placements = models.JSONField(_("placements"), default=list, blank=True)
    held_at = models.DateTimeField(_("held at"))
    expires_at = models.DateTimeField(pgettext_lazy("production", "expires"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = CapacityHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("capacity hold")
        verbose_name_plural = _("capacity holds")
        constraints = [
            models.UniqueConstraint(
                fields=["demand"], condition=Q(state__in=["active", "committed"]), name="one_live_hold_per_demand"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("held_at")), name="hold_expires_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="holds_due", condition=Q(state="active")),
            models.Index(fields=["factory", "state", "-id"], name="holds_of_factory"),
        ]

    def __str__(self) -> str:
        return str(self.demand)


class HeldCapacityQuerySet(VisibleQuerySet["HeldCapacity"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(hold__in=CapacityHold.objects.visible_to(by))


class HeldCapacity(models.Model):
    """The seconds of one day that a hold has."""

    hold = models.ForeignKey(CapacityHold, models.PROTECT, related_name="parts")
    bucket = models.ForeignKey(CapacityBucket, models.PROTECT, related_name="parts")
    seconds = models.PositiveIntegerField(_("seconds"))

    objects = HeldCapacityQuerySet.as_manager()

    class Meta:
        verbose_name = _("held capacity")
        verbose_name_plural = _("held capacity")
        constraints = [
            models.UniqueConstraint(fields=["hold", "bucket"], name="one_part_per_hold_and_day"),
            models.CheckConstraint(condition=Q(seconds__gte=1), name="held_seconds_are_positive"),
        ]
