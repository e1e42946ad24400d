"""The one way an after-sale changes its state, and what its end means for money, goods and the order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Value, When

from huopan.domains.catalog import actions as catalog
from huopan.domains.orders import queries
from huopan.domains.orders.actions.moving import terminate
from huopan.domains.orders.actions.shipping import go_on_as_shipped
from huopan.domains.orders.actions.stepping import RefundBeyondOrderError, give_back, left_of
from huopan.domains.orders.events import OrderShortened
from huopan.domains.orders.models import AfterSale, OrderLine, SupplierOrder
from huopan.domains.orders.rules.after_sale import due_at
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, final_states, may_move
from huopan.domains.settlement import actions as settlement
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said

TIME_TO_GO_ON = timedelta(days=1)


class AfterSaleNotReadyError(RefusedError):
    sentence = said("After-sale {number} is now in the state “{state}”, so this cannot be done; reload it.")


def must_stand_in(after_sale: AfterSale, *states: str) -> None:
    """Raise AfterSaleNotReadyError unless the after-sale is in one of `states`."""
    if after_sale.state not in states:
        raise _not_ready(after_sale)


def move(after_sale: AfterSale, target: str, *, at: datetime, **changes: Any) -> None:
    """Move a locked after-sale to `target` and set its next time limit. Raises AfterSaleNotReadyError."""
    if not may_move(AFTER_SALE_MOVES, origin=after_sale.state, target=target):
        raise _not_ready(after_sale)
    closed = {"closed_at": at} if target in final_states(AFTER_SALE_MOVES) else {}
    changes = {"due_at": due_at(target, at=at, limits=settings.HUOPAN), **closed, **changes, "state": target}
    if not AfterSale.objects.filter(pk=after_sale.pk, state=after_sale.state).update(**changes):
        raise _not_ready(after_sale)
    for name, value in changes.items():
        setattr(after_sale, name, value)


def pay_back(after_sale: AfterSale, amount: Money, *, by: Actor, at: datetime) -> None:
    """Send `amount` back to the buyer: from escrow, or from the seller once the order is completed.

    Raises RefundBeyondOrderError, SellerShortError and what settlement raises.
    """
    order, cause = after_sale.order, f"after_sale:{after_sale.number}"
    if order.state != SupplierOrder.State.COMPLETED:
        give_back(order, amount, cause=cause, by=by, at=at)
        return
    within = SupplierOrder.objects.filter(pk=order.pk, refunded_fen__lte=order.total_fen - amount.fen)
    if not within.update(refunded_fen=F("refunded_fen") + amount.fen):
        raise RefundBeyondOrderError(number=order.number, left=left_of(order))
    settlement.refund_from_seller(
        reference=order.number, payee_id=order.supplier_id, amount=amount, cause=cause, by=by, at=at
    )
    order.refunded_fen += amount.fen


def drop_unshipped(after_sale: AfterSale, *, by: Actor, at: datetime) -> None:
    """Pieces refunded before they left will not leave: they are free for others to buy."""
    pieces = pieces_of(after_sale)
    if after_sale.kind != AfterSale.Kind.REFUND or after_sale.order.state != SupplierOrder.State.AWAITING_SHIPMENT:
        return
    if pieces:
        _count(after_sale.order, "dropped_quantity", pieces)
        catalog.release_stock(source=after_sale.order.number, quantities=pieces, by=by, at=at)


def take_back(after_sale: AfterSale, *, is_sellable: bool, by: Actor, at: datetime) -> None:
    """Pieces that came back are counted, and go into stock when they can be sold again."""
    pieces = pieces_of(after_sale)
    _count(after_sale.order, "returned_quantity", pieces)
    if is_sellable:
        catalog.return_stock(source=after_sale.number, quantities=pieces, by=by, at=at)


def go_on(after_sale: AfterSale, *, at: datetime) -> None:
    """The after-sale holds the order no longer: it ends when nothing is left of it, else it goes on where it stood,
    with at least a day for whoever is next."""
    order = after_sale.order
    if order.state == SupplierOrder.State.COMPLETED:
        return
    lines = queries.claim_lines(order)
    if not left_of(order) or not any(line.unshipped or line.shipped for line in lines):
        terminate(order, because="refunded", by=SYSTEM, at=at)
    elif order.state == SupplierOrder.State.AWAITING_SHIPMENT and not any(line.unshipped for line in lines):
        announce(OrderShortened.of(order, refund_fen=after_sale.refunded_fen, at=at), by=SYSTEM)
        go_on_as_shipped(order, at=at)
    elif order.due_at is not None and order.due_at < at + TIME_TO_GO_ON:
        SupplierOrder.objects.filter(pk=order.pk).update(due_at=at + TIME_TO_GO_ON)


def pieces_of(after_sale: AfterSale) -> dict[int, int]:
    return {row["sku_id"]: row["quantity"] for row in after_sale.lines}


def _count(order: SupplierOrder, column: str, pieces: Mapping[int, int]) -> None:
    """The table's constraints say that no piece is counted twice."""
    more = Case(*(When(sku_id=sku_id, then=Value(quantity)) for sku_id, quantity in pieces.items()), default=Value(0))
    OrderLine.objects.filter(order=order, sku_id__in=list(pieces)).update(**{column: F(column) + more})


def _not_ready(after_sale: AfterSale) -> AfterSaleNotReadyError:
    return AfterSaleNotReadyError(number=after_sale.number, state=AfterSale.State(after_sale.state).label)
