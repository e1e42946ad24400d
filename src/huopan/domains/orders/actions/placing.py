"""Through the till: one purchase, one payment, one order per supplier, and the goods reserved."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from huopan.domains.catalog import actions as catalog
from huopan.domains.orders import queries
from huopan.domains.orders.actions.carting import take_from_cart
from huopan.domains.orders.actions.limiting import must_stay_within_limit
from huopan.domains.orders.events import OrderPlaced
from huopan.domains.orders.models import OrderLine, PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.carts import total_of
from huopan.domains.orders.rules.checks import CheckedGroup, CheckedLine
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.orders.rules.timeouts import due_at
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.rules import Allocation
from huopan.infra.crashing import crash_point
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce, announced_together
from huopan.infra.rows import insert, store
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusalsError, RefusedError, counted, said

PURPOSE = "purchase"
SNAPSHOT = (
    "order_id",
    *("sku_id", "offer_id", "title_zh", "title_en", "spec", "image"),
    *("quantity", "unit_price_hao", "amount_fen", "weight_grams"),
)


class EmptyCartError(RefusedError):
    sentence = said("There is nothing in the cart to order; if you just ordered in another window, see your orders.")


class CartRefusedError(RefusalsError):
    """The cart's own refusals, each with what would make it pass."""

    kind = "conflict"
    sentence = counted(
        "{count} thing in the cart needs mending before it can be ordered.",
        "{count} things in the cart need mending before it can be ordered.",
        "count",
    )


class TotalChangedError(RefusedError):
    sentence = said("The total is {total} by now, not {expected}; look at the cart again and order at the new total.")


@transaction.atomic(savepoint=False)
def place_purchase(
    *,
    address: AddressSnapshot | int,
    notes: Mapping[int, str] | None = None,
    sku_ids: Collection[int] | None = None,
    wanted: Mapping[int, int] | None = None,
    expected_total_fen: int | None = None,
    invoice_title: Mapping[str, str] | int | None = None,
    by: Actor,
    at: datetime,
) -> PurchaseGroup:
    """Order what lies in the cart (only `sku_ids` when given), reserve it and open its payment: all, or nothing.

    `address` and `invoice_title`: a snapshot, or the id of one the party keeps; `notes`: by supplier id; `wanted`:
    pieces by SKU id that are not in the cart; `expected_total_fen`: what the buyer was shown.
    Raises EmptyCartError, CartRefusedError, TotalChangedError, OverOrderLimitError, OverMonthLimitError,
    NotEnoughStockError, UnknownError; a refusal rolls back the whole transaction it stands in, so that no caller can
    keep half of a purchase.
    """
    by.must("buy")
    consignee = queries.kept_address(address, by) if isinstance(address, int) else address
    title = queries.kept_invoice_title(invoice_title, by) if isinstance(invoice_title, int) else invoice_title
    taken = take_from_cart(sku_ids, by) if wanted is None else wanted
    groups = orderable(taken, expected_total_fen, consignee, by, at)
    must_stay_within_limit(total_of(group.total for group in groups), by=by, at=at)
    numbers = [new_number("SO", at) for _ in groups]
    with announced_together():
        purchase = _open_purchase(groups, numbers, consignee=consignee, title=title or {}, by=by, at=at)
        orders = _write_orders(purchase, groups, numbers, notes or {})
        announce(*(_placed(order, purchase) for order in orders), by=by)
    crash_point("before_stock")
    catalog.reserve_stock(takes=_takes(groups, numbers), by=by, at=at)
    crash_point("after_stock")
    return purchase


def orderable(
    wanted: Mapping[int, int], expected_total_fen: int | None, consignee: AddressSnapshot, by: Actor, at: datetime
) -> Sequence[CheckedGroup]:
    """By supplier. Raises EmptyCartError, CartRefusedError, TotalChangedError."""
    if not wanted:
        raise EmptyCartError
    cart = queries.checked_cart(wanted, buyer_id=by.party_id, division_code=consignee.division_code, at=at)
    if cart.refusals:
        raise CartRefusedError(cart.refusals)
    if expected_total_fen not in (None, cart.total.fen):
        raise TotalChangedError(total=cart.total, expected=Money(expected_total_fen or 0))
    return cart.groups


def _open_purchase(
    groups: Sequence[CheckedGroup],
    numbers: Sequence[str],
    *,
    consignee: AddressSnapshot,
    title: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> PurchaseGroup:
    number = new_number("PG", at)
    payment = settlement.open_payment(
        purpose=PURPOSE,
        reference=number,
        payer_id=by.party_id,
        allocations=[
            Allocation(order_number, group.supplier_id, group.total)
            for order_number, group in zip(numbers, groups, strict=True)
        ],
        expires_at=_unpaid_until(at),
        by=by,
        at=at,
    )
    purchase = PurchaseGroup(
        number=number,
        buyer_id=by.party_id,
        placed_by_id=by.person_id,
        address=consignee.as_json(),
        invoice_title=dict(title),
        total_fen=payment.amount_fen,
        payment_number=payment.number,
        placed_at=at,
    )
    store([purchase])
    return purchase


def _write_orders(
    purchase: PurchaseGroup, groups: Sequence[CheckedGroup], numbers: Sequence[str], notes: Mapping[int, str]
) -> list[SupplierOrder]:
    orders = store(
        SupplierOrder(
            number=number,
            group=purchase,
            supplier_id=group.supplier_id,
            buyer_id=purchase.buyer_id,
            goods_fen=group.goods.fen,
            freight_fen=group.total.fen - group.goods.fen,
            total_fen=group.total.fen,
            address=purchase.address,
            buyer_note=notes.get(group.supplier_id, ""),
            due_at=_unpaid_until(purchase.placed_at),
            placed_at=purchase.placed_at,
        )
        for number, group in zip(numbers, groups, strict=True)
    )
    insert(
        OrderLine,
        SNAPSHOT,
        [_snapshot(order, line) for order, group in zip(orders, groups, strict=True) for line in group.lines],
    )
    return orders


def _placed(order: SupplierOrder, purchase: PurchaseGroup) -> OrderPlaced:
    return OrderPlaced.of(order, purchase_number=purchase.number, total_fen=order.total_fen, at=purchase.placed_at)


def _snapshot(order: SupplierOrder, line: CheckedLine) -> tuple[Any, ...]:
    """Everything as it was when bought (O4); later changes of the offer never reach an order."""
    terms, priced = line.terms, line.priced
    return (
        order.pk,
        *(terms.sku_id, terms.offer_id, terms.title_zh, terms.title_en, terms.spec, terms.image),
        *(priced.quantity, priced.unit_price.hao, priced.amount.fen, terms.weight_grams),
    )


def _takes(groups: Sequence[CheckedGroup], numbers: Sequence[str]) -> list[catalog.Take]:
    return [
        catalog.Take(number, line.terms.sku_id, line.priced.quantity)
        for number, group in zip(numbers, groups, strict=True)
        for line in group.lines
    ]


def _unpaid_until(at: datetime) -> datetime:
    return due_at("awaiting_payment", at=at, limits=settings.HUOPAN) or at
