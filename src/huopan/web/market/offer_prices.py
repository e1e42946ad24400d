"""An offer's prices as its page shows them: the steps, which one the reader's quantity has reached, the sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huopan.domains.catalog.queries import SkuTerms
from huopan.domains.catalog.rules import NoPriceError, Tier, next_tier, unit_price
from huopan.domains.catalog.rules.pricing import COUNTED_PER_SKU
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

    @property
    def is_orderable(self) -> bool:
        return self.terms.on_sale and self.terms.available > 0


@dataclass(frozen=True, slots=True)
class Cheaper:
    """`more` pieces of one SKU, in whole order multiples, bring the price to `unit_price`; all of them then cost
    `saves` less than at today's."""

    more: int
    unit_price: UnitPrice
    saves: Money
    sku_id: int


@dataclass(frozen=True, slots=True)
class Quote:
    """`missing`: pieces that a quantity chosen still lacks to the MOQ."""

    steps: list[Step]
    choices: list[Choice]
    quantity: int
    amount: Money
    weight_grams: int
    missing: int
    cheaper: Cheaper | None
    is_private: bool

    @property
    def has_own_prices(self) -> bool:
        """Whether pieces of different SKUs may cost differently."""
        return any(choice.terms.price_kind in COUNTED_PER_SKU for choice in self.choices) or self.is_private

    @property
    def kinds(self) -> int:
        return sum(1 for choice in self.choices if choice.quantity)


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
        weight_grams=sum(choice.terms.weight_grams * choice.quantity for choice in chosen),
        missing=_missing(terms, quantity),
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


def _missing(terms: Sequence[SkuTerms], quantity: int) -> int:
    return in_multiples(terms[0].moq - quantity, terms[0].order_multiple) if terms and quantity > 0 else 0


def in_multiples(quantity: int, multiple: int) -> int:
    """The smallest multiple that is not below `quantity`; 0 for nothing and less."""
    return max(0, -(-quantity // multiple) * multiple)


def _steps(terms: Sequence[SkuTerms], quantity: int) -> list[Step]:
    public = {tier for each in terms for tier in each.tiers if not tier.is_private}
    starts = sorted({tier.from_quantity for tier in public})
    reached = max((start for start in starts if start <= quantity), default=None)
    ends = [*starts[1:], None]
    return [_step(public, start, end, is_mine=start == reached) for start, end in zip(starts, ends, strict=True)]


def _step(tiers: set[Tier], start: int, end: int | None, *, is_mine: bool) -> Step:
    prices = [tier.unit_price_hao for tier in tiers if tier.from_quantity == start]
    return Step(start, end - 1 if end else None, min(prices), max(prices), is_mine)


def _cheaper(chosen: Sequence[Choice], offer_quantity: int) -> Cheaper | None:
    steps = (_cheaper_of(choice, chosen, offer_quantity) for choice in chosen if choice.unit_price_hao)
    return min((step for step in steps if step), key=lambda step: (step.more, step.unit_price), default=None)


def _cheaper_of(choice: Choice, chosen: Sequence[Choice], offer_quantity: int) -> Cheaper | None:
    terms = choice.terms
    step = next_tier(
        terms.tiers,
        price_kind=terms.price_kind,
        sku_id=terms.sku_id,
        sku_quantity=choice.quantity,
        offer_quantity=offer_quantity,
    )
    if step is None:
        return None
    more = in_multiples(step.more, terms.order_multiple)
    alike = [choice] if terms.price_kind in COUNTED_PER_SKU else chosen
    pieces = {each.terms.sku_id: each.quantity for each in alike}
    pieces[terms.sku_id] += more
    costs = sum((UnitPrice(each.unit_price_hao or 0).times(pieces[each.terms.sku_id]) for each in alike), Money(0))
    then = sum((step.unit_price.times(quantity) for quantity in pieces.values()), Money(0))
    return Cheaper(more, step.unit_price, costs - then, terms.sku_id) if costs > then else None
