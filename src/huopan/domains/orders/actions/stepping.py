"""The one way an order changes its state: a guarded UPDATE that only one of two rivals wins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F

from huopan.domains.orders import queries
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.rules.states import ORDER_MOVES, may_move
from huopan.domains.orders.rules.timeouts import due_at
from huopan.domains.settlement import actions as settlement
from huopan.infra.rows import change
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said


class OrderNotReadyError(RefusedError):
    sentence = said("Order {number} is now in the state “{state}”, so this cannot be done; reload it to see what can.")


class AfterSaleOpenError(RefusedError):
    sentence = said("An after-sale of order {number} is open; settle it first.")


class RefundBeyondOrderError(RefusedError):
    sentence = said("Only {left} of order {number} is not refunded yet; ask for at most that.")


def must_be(order: SupplierOrder, *states: str) -> None:
    """Raise OrderNotReadyError unless the order is in one of `states`."""
    if order.state not in states:
        raise OrderNotReadyError(number=order.number, state=SupplierOrder.State(order.state).label)


def must_have_no_open_after_sale(order: SupplierOrder) -> None:
    """Ask only with the order's row locked."""
    if queries.has_open_after_sale(order):
        raise AfterSaleOpenError(number=order.number)


def step(order: SupplierOrder, target: str, *, at: datetime, **changes: Any) -> None:
    """Move `order` to `target` and set its next time limit. Raises OrderNotReadyError when it has moved meanwhile."""
    if not may_move(ORDER_MOVES, origin=order.state, target=target):
        raise OrderNotReadyError(number=order.number, state=SupplierOrder.State(order.state).label)
    changes = {"due_at": due_at(target, at=at, limits=settings.HUOPAN), **changes, "state": target}
    if not change(SupplierOrder, changes, where={"id": order.pk, "state": order.state}):
        raise OrderNotReadyError(number=order.number, state=SupplierOrder.State(order.state).label)
    for name, value in changes.items():
        setattr(order, name, value)


def give_back(order: SupplierOrder, amount: Money, *, cause: str, by: Actor, at: datetime) -> None:
    """Refund part of a paid order from its escrow. `cause` makes it happen once, such as "order:SO…:terminated".

    Raises RefundBeyondOrderError, and what settlement's refund raises.
    """
    within = SupplierOrder.objects.filter(pk=order.pk, refunded_fen__lte=order.total_fen - amount.fen)
    if not within.update(refunded_fen=F("refunded_fen") + amount.fen):
        raise RefundBeyondOrderError(number=order.number, left=left_of(order))
    settlement.refund(reference=order.number, amount=amount, cause=cause, by=by, at=at)
    order.refunded_fen += amount.fen


def left_of(order: SupplierOrder) -> Money:
    """What of the order's total has not been refunded."""
    return Money(order.total_fen - order.refunded_fen)
