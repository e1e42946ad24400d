"""What a piece costs its seller, for the seller's eyes only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.actions.offering import own_offer
from huopan.domains.catalog.events import UnitCostSet
from huopan.domains.catalog.models import OfferCost
from huopan.domains.catalog.rules.ladders import DEAREST
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError, said


class UnitCostRangeError(RefusedError):
    kind = "invalid"
    sentence = said("A unit cost lies above 0 and up to {most}; {cost} does not.")


@transaction.atomic
def set_unit_cost(*, offer_id: int, unit_cost: UnitPrice | None, by: Actor, at: datetime) -> None:
    """Note what a piece of the own offer costs; None forgets it. The event does not say the figure: buyers are told of
    offers, too. Raises UnitCostRangeError, UnknownError."""
    offer = own_offer(offer_id, by)
    if unit_cost is not None and not UnitPrice(0) < unit_cost <= DEAREST:
        raise UnitCostRangeError(cost=unit_cost, most=DEAREST, field="unit_cost")
    before = OfferCost.objects.filter(pk=offer.pk).first()
    hao = unit_cost.hao if unit_cost else None
    if hao == (before.unit_cost_hao if before else None):
        return
    if hao is None:
        OfferCost.objects.filter(pk=offer.pk).delete()
    else:
        OfferCost.objects.update_or_create(offer=offer, defaults={"unit_cost_hao": hao})
    announce(UnitCostSet(offer_id=offer.pk, supplier_id=offer.supplier_id, at=at, concerns=(offer.supplier_id,)), by=by)
