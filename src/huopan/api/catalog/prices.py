"""A seller's prices for single buyers, and its mix-batch rule."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from huopan.api.base import Asking, Fen, Hao, Id, Moment, Quantity, Schema
from huopan.api.catalog.offers import MixBatchOut
from huopan.api.catalog.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.kernel.money import Money, UnitPrice


class PrivatePriceIn(Schema):
    """`sku_id` null: for the whole offer. `ends_at` null: until you take it away."""

    unit_price_hao: Hao
    from_quantity: Quantity = 1
    sku_id: Id | None = None
    ends_at: Moment | None = None


class PrivatePricesIn(Schema):
    prices: list[PrivatePriceIn] = Field(max_length=1000)


class PrivatePriceOut(Schema):
    buyer_id: int
    sku_id: int | None
    from_quantity: int
    unit_price_hao: int
    ends_at: datetime | None


class PrivatePricesOut(Schema):
    items: list[PrivatePriceOut]


class MixBatchIn(Schema):
    """Either figure alone lets different offers count together; both null end the rule."""

    min_quantity: Quantity | None = None
    min_amount_fen: Fen | None = None


@router.get("/offers/{offer_id}/private-prices", response=PrivatePricesOut)
@reads("offers.read", "offers.write")
def private_prices(request: Asking, offer_id: Id) -> PrivatePricesOut:
    """What single buyers pay for one of your offers."""
    return _prices(request, offer_id)


@router.put("/offers/{offer_id}/private-prices/{buyer_id}", response=PrivatePricesOut)
@writes("offers.write")
def set_private_prices(request: Asking, offer_id: Id, buyer_id: Id, body: PrivatePricesIn) -> PrivatePricesOut:
    """Give one buyer these prices instead of all it had; an empty list takes them away."""
    steps = [
        catalog.PrivateStep(UnitPrice(price.unit_price_hao), price.from_quantity, price.sku_id, price.ends_at)
        for price in body.prices
    ]
    catalog.set_private_prices(offer_id=offer_id, buyer_id=buyer_id, prices=steps, by=request.actor, at=request.at)
    return _prices(request, offer_id)


@router.put("/mix-batch-rule", response=MixBatchOut)
@writes("offers.write")
def set_mix_batch_rule(request: Asking, body: MixBatchIn) -> MixBatchOut:
    """From how many pieces, or what amount, your different offers may be ordered together."""
    amount = None if body.min_amount_fen is None else Money(body.min_amount_fen)
    catalog.set_mix_batch_rule(min_quantity=body.min_quantity, min_amount=amount, by=request.actor, at=request.at)
    return MixBatchOut(min_quantity=body.min_quantity, min_amount_fen=body.min_amount_fen)


def _prices(request: Asking, offer_id: int) -> PrivatePricesOut:
    granted = queries.private_prices(offer_id, by=request.actor)
    return PrivatePricesOut(
        items=[
            PrivatePriceOut(
                buyer_id=price.buyer_id,
                sku_id=price.sku_id,
                from_quantity=price.from_quantity,
                unit_price_hao=price.unit_price_hao,
                ends_at=price.ends_at,
            )
            for price in granted
        ]
    )
