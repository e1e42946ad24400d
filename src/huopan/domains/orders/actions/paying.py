"""Money came, or was given up waiting for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from huopan.domains.catalog import actions as catalog
from huopan.domains.orders.actions.placing import PURPOSE
from huopan.domains.orders.actions.stepping import OrderNotReadyError, give_back, left_of
from huopan.domains.orders.events import OrderCancelled, OrderPaid, OrderPaidLate
from huopan.domains.orders.models import PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.timeouts import due_at
from huopan.domains.settlement import actions as settlement
from huopan.infra.database import columns_of
from huopan.infra.outbox.announcing import announce
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusedError, said

State = SupplierOrder.State


# The inner lock keeps to the order of ids, as whoever cancels the purchase does.
_PAID = """
UPDATE orders_supplierorder SET state = %s, paid_at = %s, due_at = %s
WHERE id IN (
  SELECT id FROM orders_supplierorder
  WHERE group_id = (SELECT id FROM orders_purchasegroup WHERE number = %s) AND state = %s ORDER BY id {lock}
)
RETURNING {columns}
"""


class NothingToCancelError(RefusedError):
    sentence = said("Purchase {number} is not waiting for payment any more; cancel its orders one by one.")


@joins_transaction
def record_payment(*, purchase_number: str, by: Actor, at: datetime) -> None:
    """The money of a purchase is in escrow: its waiting orders are paid; closed ones get their money back (O5).

    Safe to hear twice. Two statements when nothing came late: a purchase is closed as a whole, or not at all.
    """
    paid = _mark_paid(purchase_number, at)
    if paid:
        announce(*(OrderPaid.of(order, total_fen=order.total_fen, at=at) for order in paid), by=by)
        return
    closed = SupplierOrder.objects.select_for_update().filter(
        group__number=purchase_number, state=State.CANCELLED, paid_at__isnull=True
    )
    for order in closed.order_by("pk"):
        _return_late_money(order, by=by, at=at)


@transaction.atomic
def cancel_purchase(*, number: str, because: str = "", by: Actor, at: datetime) -> PurchaseGroup:
    """Close an unpaid purchase: its orders are cancelled, its goods released, its payment closed.

    Raises UnknownError, NothingToCancelError and, when the money came first, PaymentAlreadyMadeError.
    """
    by.must("buy")
    purchase = PurchaseGroup.objects.seen(by, number=number)
    orders = list(
        SupplierOrder.objects.select_for_update().filter(group=purchase, state=State.AWAITING_PAYMENT).order_by("pk")
    )
    if not orders:
        raise NothingToCancelError(number=number)
    settlement.close_payment(purpose=PURPOSE, reference=number, by=by, at=at)
    _update_waiting(orders, state=State.CANCELLED, due_at=None, closed_at=at, closed_because=because)
    announce(*(OrderCancelled.of(order, because=because, refund_fen=0, at=at) for order in orders), by=by)
    catalog.release_purchase(sources=[order.number for order in orders], by=by, at=at)
    return purchase


def _mark_paid(purchase_number: str, at: datetime) -> list[SupplierOrder]:
    due = due_at(State.AWAITING_ACCEPTANCE, at=at, limits=settings.HUOPAN)
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (at, due)]
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    states = (State.AWAITING_ACCEPTANCE.value, State.AWAITING_PAYMENT.value)
    statement = _PAID.format(lock=lock, columns=columns_of(SupplierOrder))
    return list(SupplierOrder.objects.raw(statement, [states[0], *moments, purchase_number, states[1]]))


def _update_waiting(orders: Sequence[SupplierOrder], **changes: object) -> None:
    """All of them or, when one has moved meanwhile, a refusal that undoes the transaction."""
    waiting = SupplierOrder.objects.filter(pk__in=[order.pk for order in orders], state=State.AWAITING_PAYMENT)
    if waiting.update(**changes) != len(orders):
        raise OrderNotReadyError(number=orders[0].number, state=State.AWAITING_PAYMENT.label)
    for order in orders:
        for name, value in changes.items():
            setattr(order, name, value)


def _return_late_money(order: SupplierOrder, *, by: Actor, at: datetime) -> None:
    if SupplierOrder.objects.filter(pk=order.pk, paid_at__isnull=True).update(paid_at=at):
        announce(OrderPaidLate.of(order, refund_fen=order.total_fen, at=at), by=SYSTEM)
        give_back(order, left_of(order), cause=f"order:{order.number}:late", by=by, at=at)
