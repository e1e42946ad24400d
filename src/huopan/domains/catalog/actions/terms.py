"""A seller's terms beside its price lists: prices for one buyer, and the mix-batch rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.actions.offering import must_sell, own_offer
from huopan.domains.catalog.events import MixBatchRuleChanged, PrivatePriceSet
from huopan.domains.catalog.models import MixBatchRule, Offer, PrivatePrice, Sku
from huopan.domains.catalog.rules import MOST_PIECES
from huopan.domains.parties.models import Party
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import RefusalsError, RefusedError, UnknownError, said

DEAREST = UnitPrice(10**12)


class PrivatePriceTwiceError(RefusedError):
    kind = "invalid"
    sentence = said("Two private prices start at {quantity} pieces; keep one.")


class PrivatePriceRangeError(RefusedError):
    kind = "invalid"
    sentence = said("A private price needs a quantity from 1 on and a price above 0.")


class PrivatePriceEndedError(RefusedError):
    kind = "invalid"
    sentence = said("A private price cannot end in the past; give a later day or none.")


class OwnPrivatePriceError(RefusedError):
    kind = "invalid"
    sentence = said("A private price is for a buyer, not for your own organisation.")


class EmptyMixBatchError(RefusedError):
    kind = "invalid"
    sentence = said("A mix-batch rule names a number of pieces, an amount, or both, each above 0.")


@dataclass(frozen=True, slots=True)
class PrivateStep:
    """A private price: from `from_quantity` pieces of the SKU, or of the whole offer when `sku_id` is None."""

    unit_price: UnitPrice
    from_quantity: int = 1
    sku_id: int | None = None
    ends_at: datetime | None = None


@transaction.atomic
def set_private_prices(*, offer_id: int, buyer_id: int, prices: Sequence[PrivateStep], by: Actor, at: datetime) -> None:
    """Give one buyer these prices of the offer instead of all it had; none takes them away.

    Raises RefusalsError with every fault; UnknownError for a buyer or a SKU that is not there.
    """
    offer = own_offer(offer_id, by)
    _must_be_another(buyer_id, by)
    _must_be_sound(offer, prices, at=at)
    PrivatePrice.objects.filter(offer=offer, buyer_id=buyer_id).delete()
    PrivatePrice.objects.bulk_create(
        PrivatePrice(
            offer=offer,
            buyer_id=buyer_id,
            sku_id=price.sku_id,
            from_quantity=price.from_quantity,
            unit_price_hao=price.unit_price.hao,
            ends_at=price.ends_at,
        )
        for price in prices
    )
    announce(
        PrivatePriceSet(
            offer_id=offer.pk,
            supplier_id=offer.supplier_id,
            buyer_id=buyer_id,
            from_quantities=tuple(price.from_quantity for price in prices),
            at=at,
            concerns=(offer.supplier_id, buyer_id),
        ),
        by=by,
    )


@transaction.atomic
def set_mix_batch_rule(*, min_quantity: int | None, min_amount: Money | None, by: Actor, at: datetime) -> None:
    """Let different offers of the actor's party together satisfy the MOQ from either figure on; both None ends it."""
    must_sell(by)
    fen = None if min_amount is None else min_amount.fen
    if (min_quantity is not None and not 0 < min_quantity <= MOST_PIECES) or (fen is not None and fen <= 0):
        raise EmptyMixBatchError
    if min_quantity is None and fen is None:
        MixBatchRule.objects.filter(supplier_id=by.party_id).delete()
    else:
        MixBatchRule.objects.update_or_create(
            supplier_id=by.party_id, defaults={"min_quantity": min_quantity, "min_amount_fen": fen}
        )
    announce(
        MixBatchRuleChanged(
            supplier_id=by.party_id,
            min_quantity=min_quantity,
            min_amount_fen=fen,
            at=at,
            concerns=(by.party_id,),
        ),
        by=by,
    )


def _must_be_another(buyer_id: int, by: Actor) -> None:
    if buyer_id == by.party_id:
        raise OwnPrivatePriceError
    Party.objects.seen(by, pk=buyer_id)


def _must_be_sound(offer: Offer, prices: Sequence[PrivateStep], *, at: datetime) -> None:
    faults: list[RefusedError] = []
    seen: set[tuple[int | None, int]] = set()
    for index, price in enumerate(prices):
        field = f"prices.{index}"
        if not (1 <= price.from_quantity <= MOST_PIECES and UnitPrice(0) < price.unit_price <= DEAREST):
            faults.append(PrivatePriceRangeError(field=field))
        if price.ends_at is not None and price.ends_at <= at:
            faults.append(PrivatePriceEndedError(field=field))
        if (price.sku_id, price.from_quantity) in seen:
            faults.append(PrivatePriceTwiceError(quantity=price.from_quantity, field=field))
        seen.add((price.sku_id, price.from_quantity))
    if faults:
        raise RefusalsError(faults)
    named = {price.sku_id for price in prices if price.sku_id}
    if Sku.objects.filter(offer=offer, pk__in=named).count() < len(named):
        raise UnknownError(what=str(Sku._meta.verbose_name))
