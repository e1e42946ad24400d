"""The cart as its buyer sees it: by supplier, priced, checked, with freight where the destination is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import get_language

from huopan.domains.catalog import queries as catalog
from huopan.domains.catalog.models import Sku
from huopan.domains.logistics import queries as logistics
from huopan.domains.orders.models import CartLine
from huopan.domains.orders.rules.carts import PricedLine, priced_lines, total_of
from huopan.domains.orders.rules.checks import CheckedGroup, checked_groups
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, UnknownError


@dataclass(frozen=True, slots=True)
class Cart:
    """`groups`: one per supplier. `freight` and `total` leave out what is not known yet (no division given). `aside`:
    what lies in the cart and is not to be bought now; nothing counts it."""

    groups: tuple[CheckedGroup, ...]
    aside: tuple[PricedLine, ...] = ()

    @property
    def goods(self) -> Money:
        return total_of(group.goods for group in self.groups)

    @property
    def freight(self) -> Money:
        return total_of(group.freight for group in self.groups if group.freight is not None)

    @property
    def total(self) -> Money:
        return self.goods + self.freight

    @property
    def refusals(self) -> list[RefusedError]:
        return [refusal for group in self.groups for refusal in group.refusals]

    @property
    def is_orderable(self) -> bool:
        return bool(self.groups) and not self.refusals


def cart(by: Actor, at: datetime, division_code: str | None = None, *, left_out: Collection[int] = frozenset()) -> Cart:
    """What `by`'s party means to buy; SKUs in `left_out` stand aside. At most 4 statements however many lines."""
    wanted = dict(CartLine.objects.filter(buyer_id=by.party_id).values_list("sku_id", "quantity"))
    return checked_cart(wanted, buyer_id=by.party_id, division_code=division_code, at=at, left_out=left_out)


def checked_cart(
    wanted: Mapping[int, int],
    *,
    buyer_id: int,
    division_code: str | None,
    at: datetime,
    left_out: Collection[int] = frozenset(),
) -> Cart:
    """Any pieces by SKU id, as if they lay in the cart of `buyer_id`."""
    if not wanted:
        return Cart(())
    terms = catalog.sku_terms(wanted.keys(), buyer_id=buyer_id, at=at)
    lines = priced_lines({sku: pieces for sku, pieces in wanted.items() if sku not in left_out}, terms)
    aside = priced_lines({sku: pieces for sku, pieces in wanted.items() if sku in left_out}, terms)
    groups = checked_groups(
        lines,
        freight=logistics.freight_quotes(_freight_asks(lines, division_code)) if lines and division_code else {},
        buyer_id=buyer_id,
        language=get_language() or "",
    )
    return Cart(tuple(groups), tuple(aside))


def freight_of(sku_id: int, quantity: int, division_code: str, *, buyer_id: int, at: datetime) -> Money:
    """What carrying pieces of one SKU alone would cost. Raises UnknownError, NotServedError, NoFreightTemplateError."""
    terms = catalog.sku_terms([sku_id], buyer_id=buyer_id, at=at)
    lines = priced_lines({sku_id: quantity}, {sku: each for sku, each in terms.items() if each.on_sale})
    if not lines:
        raise UnknownError(what=str(Sku._meta.verbose_name))
    [quote] = logistics.freight_quotes(_freight_asks(lines, division_code)).values()
    if isinstance(quote, RefusedError):
        raise quote
    return quote


def _freight_asks(lines: Sequence[PricedLine], division_code: str) -> list[logistics.FreightAsk]:
    return [
        logistics.FreightAsk(
            supplier_id,
            division_code,
            [(line.terms.offer_id, line.weight_grams, line.amount.fen) for line in of_supplier],
        )
        for supplier_id, of_supplier in groupby(lines, key=lambda line: line.terms.supplier_id)
    ]
