"""What a seller's shelf lacks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from huopan.domains.catalog.models import Offer, Stock
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Shortages:
    """`drafts`: offers not on the market yet. `low`: offers on it with a SKU of which less than the MOQ is left."""

    drafts: int
    low: int


def low_stock() -> Q:
    """Of an offer: a SKU on sale can no longer be had in the smallest quantity that the offer sells."""
    left = F("on_hand") - F("reserved")
    short = Stock.objects.filter(sku__offer=OuterRef("pk"), sku__is_active=True).alias(left=left)
    return Q(Exists(short.filter(left__lt=OuterRef("moq"))), state=Offer.State.PUBLISHED)


def shortages_of(by: Actor) -> Shortages:
    """Of `by`'s party. One statement."""
    own = Offer.objects.visible_to(by).filter(supplier_id=by.party_id).order_by()
    found = own.aggregate(drafts=Count("pk", filter=Q(state=Offer.State.DRAFT)), low=Count("pk", filter=low_stock()))
    return Shortages(**found)
