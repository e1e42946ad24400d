"""What the seller's own desk asks of the catalogue and nobody else may know."""

from __future__ import annotations

from django.db.models import QuerySet

from huopan.domains.catalog.models import OfferCost, UnfinishedOffer
from huopan.kernel.actor import Actor
from huopan.kernel.money import UnitPrice


def unit_cost(offer_id: int, *, by: Actor) -> UnitPrice | None:
    """What a piece of the actor's own offer costs; None when unknown, and for everybody else's."""
    row = OfferCost.objects.visible_to(by).filter(pk=offer_id).first()
    return None if row is None else UnitPrice(row.unit_cost_hao)


def unfinished_offers(by: Actor) -> QuerySet[UnfinishedOffer]:
    """What the actor's party has typed and not saved, the latest first."""
    return UnfinishedOffer.objects.filter(supplier_id=by.party_id).select_related("offer").order_by("-kept_at", "-pk")


def unfinished_of(by: Actor, *, offer_id: int | None, unfinished_id: int | None) -> UnfinishedOffer | None:
    """What was typed of this offer, or of the new one named."""
    mine = UnfinishedOffer.objects.filter(supplier_id=by.party_id)
    if offer_id is not None:
        return mine.filter(offer_id=offer_id).first()
    return None if unfinished_id is None else mine.filter(pk=unfinished_id, offer=None).first()
