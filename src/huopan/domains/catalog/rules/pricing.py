"""What one piece costs: four price kinds, and private prices that only ever lower it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError, said

PriceKind = Literal["fixed", "per_sku", "ladder", "ladder_per_sku"]
COUNTED_PER_SKU = ("per_sku", "ladder_per_sku")


class NoPriceError(RefusedError):
    sentence = said("This item has no price yet; ask the supplier for one.")


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_quantity` pieces on, `unit_price_hao` each. `sku_id` None: for the whole offer."""

    sku_id: int | None
    from_quantity: int
    unit_price_hao: int
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class NextTier:
    """`more` pieces bring every piece to `unit_price`."""

    more: int
    unit_price: UnitPrice


def unit_price(
    tiers: Iterable[Tier], *, price_kind: str, sku_id: int, sku_quantity: int, offer_quantity: int
) -> UnitPrice:
    """The price of one piece when `sku_quantity` of this SKU and `offer_quantity` of the whole offer are bought.

    A ladder per offer counts all SKUs together, a ladder per SKU each alone; below the first step its price holds
    (mix-batch may allow such a quantity). A private price holds instead when it is lower. Raises NoPriceError.
    """
    mine = _of_sku(tiers, sku_id)
    counted = sku_quantity if price_kind in COUNTED_PER_SKU else offer_quantity
    public = [tier for tier in mine if not tier.is_private]
    private = [tier for tier in mine if tier.is_private and _reached(tier, sku_quantity, offer_quantity)]
    prices = [tier.unit_price_hao for tier in private]
    if public:
        prices.append(_step(public, counted).unit_price_hao)
    if not prices:
        raise NoPriceError
    return UnitPrice(min(prices))


def next_tier(
    tiers: Iterable[Tier], *, price_kind: str, sku_id: int, sku_quantity: int, offer_quantity: int
) -> NextTier | None:
    """The nearest larger quantity at which a piece gets cheaper, or None at the bottom of the ladder."""
    mine = _of_sku(tiers, sku_id)
    now = unit_price(
        mine, price_kind=price_kind, sku_id=sku_id, sku_quantity=sku_quantity, offer_quantity=offer_quantity
    )
    steps = [
        NextTier(tier.from_quantity - counted, UnitPrice(tier.unit_price_hao))
        for tier in mine
        for counted in [_counted(tier, price_kind, sku_quantity, offer_quantity)]
        if tier.from_quantity > counted and tier.unit_price_hao < now.hao
    ]
    return min(steps, key=lambda step: (step.more, step.unit_price), default=None)


def _of_sku(tiers: Iterable[Tier], sku_id: int) -> list[Tier]:
    return [tier for tier in tiers if tier.sku_id in (None, sku_id)]


def _step(ladder: list[Tier], quantity: int) -> Tier:
    reached = [tier for tier in ladder if tier.from_quantity <= quantity]
    if reached:
        return max(reached, key=lambda tier: tier.from_quantity)
    return min(ladder, key=lambda tier: tier.from_quantity)


def _reached(tier: Tier, sku_quantity: int, offer_quantity: int) -> bool:
    return tier.from_quantity <= (offer_quantity if tier.sku_id is None else sku_quantity)


def _counted(tier: Tier, price_kind: str, sku_quantity: int, offer_quantity: int) -> int:
    if tier.is_private:
        return offer_quantity if tier.sku_id is None else sku_quantity
    return sku_quantity if price_kind in COUNTED_PER_SKU else offer_quantity
