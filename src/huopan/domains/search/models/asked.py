"""What was asked and what was opened after it: for suggestions, and for learning an order from clicks."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog.models import Offer
from huopan.domains.parties.models import Party
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class SearchQuerySet(VisibleQuerySet["Search"]):
    def _seen_by(self, by: Actor) -> Self:
        """An organisation sees what its own people asked, a visitor nothing."""
        return self.filter(party_id=by.party_id) if by.party_id else self.none()


class Search(models.Model):
    """The first page of a search with words. No person, no address, no device: only the organisation, which is
    forgotten after thirty days; the row goes after half a year.

    `shown`: for each result in order [offer, relevance, {signal: thousandths}]; `shadow`: the order that the learnt
    order in shadow would have given them.
    """

    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("party"))
    words = models.CharField(_("words"), max_length=200)
    found = models.PositiveIntegerField(_("found"), null=True)
    shown = models.JSONField(default=list)
    shadow = models.JSONField(default=list)
    asked_at = models.DateTimeField(_("searched at"), db_index=True)

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [models.Index(fields=["party", "-asked_at"], name="searches_of_party", condition=Q(party__gt=0))]

    def __str__(self) -> str:
        return self.words


class OpeningQuerySet(VisibleQuerySet["Opening"]):
    def _seen_by(self, by: Actor) -> Self:
        return self.filter(search__in=Search.objects.visible_to(by))


class Opening(models.Model):
    """A result that was opened, once a search, at its place (from 1); and whether the organisation then bought it."""

    search = models.ForeignKey(Search, models.CASCADE, related_name="openings")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(_("place in the list"))
    opened_at = models.DateTimeField(_("opened at"))
    bought_at = models.DateTimeField(_("bought"), null=True, blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opened result")
        verbose_name_plural = _("opened results")
        constraints = [
            models.UniqueConstraint(fields=["search", "offer"], name="one_opening_per_search"),
            models.CheckConstraint(condition=Q(place__gte=1), name="place_from_one"),
        ]
