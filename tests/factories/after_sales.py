"""After-sales for tests, asked for and brought along by the real actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.settlement.models import Account
from huopan.infra.checking import broken
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from tests.factories import parties
from tests.factories.orders import NOON, owner_of


def a_claim(
    order: SupplierOrder,
    kind: str = "refund",
    *,
    amount: int | None = None,
    pieces: Mapping[int, int] | None = None,
    at: datetime = NOON,
    **wanted: Any,
) -> AfterSale:
    """`amount` in fen. Neither amount nor pieces: everything that is left."""
    if amount is None and pieces is None:
        order.refresh_from_db()
        amount = order.total_fen - order.refunded_fen
    return orders.request_after_sale(
        number=order.number,
        kind=kind,
        reason=wanted.pop("reason", "破了两件"),
        pieces=pieces,
        amount=None if amount is None else Money(amount),
        by=wanted.pop("by", None) or buyer_of(order),
        at=at,
    )


def buyer_of(order: SupplierOrder) -> Actor:
    return owner_of(order.buyer_id)


def supplier_of(order: SupplierOrder) -> Actor:
    return owner_of(order.supplier_id)


def an_arbiter() -> Actor:
    return parties.an_operator("arbiter")


def pieces_of(order: SupplierOrder, quantity: int | None = None) -> dict[int, int]:
    """`quantity` of every line, or all of it."""
    return {line.sku_id: quantity or line.quantity for line in order.lines.all()}


def held_for(order: SupplierOrder) -> int:
    return sum(Account.objects.filter(kind="escrow", reference=order.number).values_list("balance_fen", flat=True))


def available_to(order: SupplierOrder) -> int:
    account = Account.objects.filter(kind="available", party_id=order.supplier_id).first()
    return account.balance_fen if account else 0


def assert_sound(at: datetime = NOON) -> None:
    """Every law of money, stock and orders holds."""
    assert [str(finding.as_json()) for area in "MSO" for finding in broken(at=at, area=area)] == []
