"""What was measured of a supplier, kept so that the index and the arithmetic of a rank say the same tomorrow."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties.models import Party
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class StandingQuerySet(VisibleQuerySet["Standing"]):
    def _seen_by(self, by: Actor) -> Self:
        """Buyers see why a result ranks where it does."""
        return self.filter(supplier__in=Party.objects.visible_to(by))


class Standing(models.Model):
    """Measured, never self-declared. Orders are those of the last ninety days; `free_hours` of machines in the next
    seven, None where nobody keeps a plan."""

    supplier = models.OneToOneField(Party, models.CASCADE, primary_key=True, related_name="standing")
    orders_due = models.PositiveIntegerField(_("orders due for pick-up"), default=0)
    collected_in_time = models.PositiveIntegerField(_("picked up within 48 hours"), default=0)
    orders_closed = models.PositiveIntegerField(_("orders closed"), default=0)
    orders_kept = models.PositiveIntegerField(_("orders kept"), default=0)
    free_hours = models.PositiveIntegerField(_("free machine hours"), null=True, blank=True)
    measured_at = models.DateTimeField(_("measured"))

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.CheckConstraint(condition=Q(collected_in_time__lte=F("orders_due")), name="collected_within_due"),
            models.CheckConstraint(condition=Q(orders_kept__lte=F("orders_closed")), name="kept_within_closed"),
        ]
