"""Buying again what was bought before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huopan.domains.catalog import queries as catalog
from huopan.domains.orders.actions.carting import put_in_cart
from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.rules.carts import priced_lines
from huopan.kernel.actor import Actor
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import UnknownError


@dataclass(frozen=True, slots=True)
class Again:
    """A line bought before; `price` is what a piece costs now at the same quantity, None: it cannot be had any more."""

    title_zh: str
    title_en: str
    spec: dict[str, str]
    quantity: int
    price_then: UnitPrice
    price: UnitPrice | None

    @property
    def is_gone(self) -> bool:
        return self.price is None

    @property
    def has_changed(self) -> bool:
        return self.price is not None and self.price != self.price_then


@transaction.atomic
def buy_again(*, number: str, by: Actor, at: datetime) -> list[Again]:
    """Put every line of an order, or of a purchase, of `by`'s party into its cart again; what is off sale or sold out
    stays out. Raises ForbiddenError, and UnknownError to strangers."""
    by.must("buy")
    lines = _lines(number, by)
    if not lines:
        raise UnknownError(what=str(SupplierOrder._meta.verbose_name))
    wanted = {line.sku_id: line.quantity for line in lines}
    terms = catalog.sku_terms(wanted.keys(), buyer_id=by.party_id, at=at)
    to_be_had = {sku: each for sku, each in terms.items() if each.on_sale and each.available > 0}
    priced = {line.terms.sku_id: line for line in priced_lines(wanted, to_be_had) if not line.unpriced}
    put_in_cart(lines=[(sku_id, wanted[sku_id]) for sku_id in priced], by=by, at=at)
    return [_again(line, priced[line.sku_id].unit_price if line.sku_id in priced else None) for line in lines]


def _lines(number: str, by: Actor) -> list[OrderLine]:
    mine = OrderLine.objects.filter(order__buyer_id=by.party_id)
    return list(mine.filter(Q(order__number=number) | Q(order__group__number=number)).order_by("id"))


def _again(line: OrderLine, price: UnitPrice | None) -> Again:
    then = UnitPrice(line.unit_price_hao)
    return Again(line.title_zh, line.title_en, line.spec, line.quantity, then, price)
