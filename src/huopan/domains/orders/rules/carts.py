"""A cart worked out: what each line costs here and now, and what a few pieces more would save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from huopan.domains.catalog import rules as catalog
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import RefusedError, Sentence, counted

if TYPE_CHECKING:
    from huopan.domains.catalog.queries import SkuTerms


@dataclass(frozen=True, slots=True)
class Saving:
    """`more` pieces, and each costs `unit_price`: `saves` is what the larger quantity costs less than at today's."""

    more: int
    unit_price: UnitPrice
    saves: Money

    sentence: ClassVar[Sentence] = counted(
        "{more} more piece and each costs {unit_price}: you save {saves}.",
        "{more} more pieces and each costs {unit_price}: you save {saves}.",
        "more",
    )

    @property
    def params(self) -> dict[str, object]:
        return {"more": self.more, "unit_price": self.unit_price, "saves": self.saves}


@dataclass(frozen=True, slots=True)
class PricedLine:
    """`quantity` of one SKU at the price its own and its offer's quantities reach. No price: `unpriced` says why."""

    terms: SkuTerms
    quantity: int
    offer_quantity: int
    unit_price: UnitPrice
    unpriced: RefusedError | None = None

    @property
    def amount(self) -> Money:
        return self.unit_price.times(self.quantity)

    @property
    def weight_grams(self) -> int:
        return self.terms.weight_grams * self.quantity


def priced_lines(wanted: Mapping[int, int], terms: Mapping[int, SkuTerms]) -> list[PricedLine]:
    """A line per wanted SKU that has terms, by supplier, offer and SKU. `wanted`: pieces by SKU id."""
    of_offer: Counter[int] = Counter()
    for sku_id, quantity in wanted.items():
        if sku_id in terms:
            of_offer[terms[sku_id].offer_id] += quantity
    known = sorted(
        (terms[sku_id] for sku_id in wanted if sku_id in terms), key=lambda t: (t.supplier_id, t.offer_id, t.sku_id)
    )
    return [_priced(each, wanted[each.sku_id], of_offer[each.offer_id]) for each in known]


def saving(line: PricedLine) -> Saving | None:
    """The next step of the ladder, in whole order multiples; None where nothing gets cheaper."""
    if line.unpriced:
        return None
    step = catalog.next_tier(
        line.terms.tiers,
        price_kind=line.terms.price_kind,
        sku_id=line.terms.sku_id,
        sku_quantity=line.quantity,
        offer_quantity=line.offer_quantity,
    )
    if step is None:
        return None
    more = in_multiples(step.more, line.terms.order_multiple)
    quantity = line.quantity + more
    return Saving(more, step.unit_price, line.unit_price.times(quantity) - step.unit_price.times(quantity))


def in_multiples(quantity: int, multiple: int) -> int:
    """The smallest multiple that is not below `quantity`."""
    return -(-quantity // multiple) * multiple


def total_of(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money(0))


def _priced(terms: SkuTerms, quantity: int, offer_quantity: int) -> PricedLine:
    try:
        price = catalog.unit_price(
            terms.tiers,
            price_kind=terms.price_kind,
            sku_id=terms.sku_id,
            sku_quantity=quantity,
            offer_quantity=offer_quantity,
        )
    except catalog.NoPriceError as refusal:
        return PricedLine(terms, quantity, offer_quantity, UnitPrice(0), refusal)
    return PricedLine(terms, quantity, offer_quantity, price)
