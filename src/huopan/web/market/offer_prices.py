"""An offer's prices as its page shows them: the steps, which one the reader's quantity has reached, the sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huopan.domains.catalog.queries import SkuTerms
from huopan.domains.catalog.rules import NextTier, NoPriceError, Tier, next_tier, unit_price
from huopan.kernel.money import Money, UnitPrice


@dataclass(frozen=True, slots=True)
class Step:
    """From `from_quantity` to `to_quantity` (None: and more) a piece costs `low_hao` to `high_hao`."""

    from_quantity: int
    to_quantity: int | None
    low_hao: int
    high_hao: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One SKU with the pieces the reader wants of it; `unit_price_hao` is what one costs then."""

    terms: SkuTerms
    quantity: int
    unit_price_hao: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    steps: list[Step]
    choices: list[Choice]
    quantity: int
    amount: Money
    cheaper: NextTier | None
    is_private: bool


def quote(terms: Sequence[SkuTerms], wanted: Mapping[int, int]) -> Quote:
    """What the offer costs at the quantities `wanted` by SKU id."""
    quantity = sum(wanted.get(each.sku_id, 0) for each in terms)
    choices = [_choice(each, wanted.get(each.sku_id, 0), quantity) for each in terms]
    chosen = [choice for choice in choices if choice.quantity]
    return Quote(
        steps=_steps(terms, quantity),
        choices=choices,
        quantity=quantity,
        amount=sum((_amount(choice) for choice in chosen), Money(0)),
        cheaper=_cheaper(chosen, quantity),
        is_private=any(tier.is_private for each in terms for tier in each.tiers),
    )


def _choice(terms: SkuTerms, quantity: int, offer_quantity: int) -> Choice:
    try:
        price = unit_price(
            terms.tiers,
            price_kind=terms.price_kind,
            sku_id=terms.sku_id,
            sku_quantity=quantity or terms.moq,
            offer_quantity=offer_quantity or terms.moq,
        )
    except NoPriceError:
        return Choice(terms, quantity, None)
    return Choice(terms, quantity, price.hao)


def _amount(choice: Choice) -> Money:
    return UnitPrice(choice.unit_price_hao or 0).times(choice.quantity)


def _steps(terms: Sequence[SkuTerms], quantity: int) -> list[Step]:
    public = {tier for each in terms for tier in each.tiers if not tier.is_private}
    starts = sorted({tier.from_quantity for tier in public})
    reached = max((start for start in starts if start <= quantity), default=None)
    ends = [*starts[1:], None]
    return [_step(public, start, end, is_mine=start == reached) for start, end in zip(starts, ends, strict=True)]


def _step(tiers: set[Tier], start: int, end: int | None, *, is_mine: bool) -> Step:
    prices = [tier.unit_price_hao for tier in tiers if tier.from_quantity == start]
    return Step(start, end - 1 if end else None, min(prices), max(prices), is_mine)


def _cheaper(chosen: Sequence[Choice], offer_quantity: int) -> NextTier | None:
    steps = [
        next_tier(
            choice.terms.tiers,
            price_kind=choice.terms.price_kind,
            sku_id=choice.terms.sku_id,
            sku_quantity=choice.quantity,
            offer_quantity=offer_quantity,
        )
        for choice in chosen
    ]
    return min((step for step in steps if step), key=lambda step: step.more, default=None)
