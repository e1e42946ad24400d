"""What a buyer keeps an eye on."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog.models import Offer
from huopan.domains.parties.models import Party
from huopan.infra.visibility import VisibleQuerySet
from huopan.kernel.actor import Actor


class FavouriteQuerySet(VisibleQuerySet["Favourite"]):
    def _seen_by(self, by: Actor) -> Self:
        """What a buyer is after is not its suppliers' business."""
        return self.filter(buyer_id=by.party_id)


class Favourite(models.Model):
    """An offer a party marked, and its lowest public price then (None: it had none)."""

    buyer = models.ForeignKey(Party, models.CASCADE, related_name="favourites")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    price_hao = models.BigIntegerField(_("price then"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"))

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints = [
            models.UniqueConstraint(fields=["buyer", "offer"], name="one_favourite_per_offer"),
            models.CheckConstraint(
                condition=Q(price_hao__isnull=True) | Q(price_hao__gt=0), name="favourite_price_is_positive"
            ),
        ]
