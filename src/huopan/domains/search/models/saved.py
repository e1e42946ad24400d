"""Searches that are kept, and the letters about what is new in them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.parties.models import Party, Person
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class SavedSearchQuerySet(VisibleQuerySet["SavedSearch"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(party_id=by.party_id)


class SavedSearch(models.Model):
    """Words and filters an organisation keeps; `person` gets the letters, whose foot stops them by `secret`. `key`
    tells whether two are the same search. What was published before `looked_at` has been looked at."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(_("words"), max_length=200, blank=True)
    filters = models.JSONField(_("filters"), default=dict)
    key = models.CharField(max_length=64)
    is_alerting = models.BooleanField(_("letters"), default=True)
    secret = models.CharField(max_length=64, unique=True)
    saved_at = models.DateTimeField(_("saved"))
    looked_at = models.DateTimeField(_("last looked"))

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(fields=["party", "person", "key"], name="one_saved_search_per_key")]
        indexes = [models.Index(fields=["looked_at"], name="alerting_searches", condition=Q(is_alerting=True))]

    def __str__(self) -> str:
        return self.words


class AlertQuerySet(VisibleQuerySet["Alert"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(saved_search__party_id=by.party_id)


class Alert(models.Model):
    """An offer that is new in a saved search; it is told once, ever. `told_at` is set before the letter goes out: one
    that is lost then is lost, none goes twice."""

    saved_search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="alerts")
    offer_id = models.BigIntegerField()
    found_at = models.DateTimeField(_("found"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [models.UniqueConstraint(fields=["saved_search", "offer_id"], name="one_alert_per_offer")]
        indexes = [models.Index(fields=["saved_search"], name="alerts_to_tell", condition=Q(told_at=None))]


class ArrivalQuerySet(VisibleQuerySet["Arrival"]):
    def _seen_by(self, by: Actor) -> Self:  # noqa: ARG002 - nobody but the platform
        return self.none()


class Arrival(models.Model):
    """An offer that came onto the market, so that saved searches can be told; kept for a month."""

    offer_id = models.BigIntegerField(primary_key=True)
    arrived_at = models.DateTimeField(_("arrived"), db_index=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
