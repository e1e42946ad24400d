"""What the clock does when nobody moved in time. Safe to run on several workers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F

from huopan.domains.catalog import actions as catalog
from huopan.domains.logistics import queries as shipments
from huopan.domains.orders import queries
from huopan.domains.orders.actions.moving import complete, terminate
from huopan.domains.orders.actions.paying import cancel_purchase
from huopan.domains.orders.actions.shipping import deliver, go_on_as_shipped
from huopan.domains.orders.actions.stepping import give_back, left_of
from huopan.domains.orders.events import OrderOverdue, OrderShortened
from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.rules.carts import total_of
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM
from huopan.kernel.refusal import RefusedError

log = structlog.get_logger(__name__)
State = SupplierOrder.State
BATCH = 200


def sweep_due(*, at: datetime, limit: int = 2_000) -> dict[str, int]:
    """Move every order whose time is up, longest overdue first; how many by the state they were in.

    Each order has its own transaction, so that one that cannot move ("stuck") holds up nobody.
    """
    swept: Counter[str] = Counter()
    passed: list[int] = []
    while len(passed) < limit:
        due = list(queries.due_orders(at).exclude(pk__in=passed).values_list("pk", flat=True)[:BATCH])
        if not due:
            break
        for order_id in due:
            swept[_sweep(order_id, at)] += 1
        passed += due
    return {state: count for state, count in swept.items() if state}


def _sweep(order_id: int, at: datetime) -> str:
    """The state the order was moved from; empty when another worker or a person was first."""
    try:
        with transaction.atomic():
            order = (
                SupplierOrder.objects.select_for_update(skip_locked=True).filter(pk=order_id, due_at__lte=at).first()
            )
            if order is None or queries.has_open_after_sale(order):
                return ""
            left = order.state
            _SWEEPS[order.state](order, at)
            return left
    except (RefusedError, OperationalError) as obstacle:
        log.warning("order_stuck", order_id=order_id, because=str(obstacle))
        return "stuck"


def _close_unpaid(order: SupplierOrder, at: datetime) -> None:
    cancel_purchase(number=order.group.number, because="unpaid_in_time", by=SYSTEM, at=at)


def _end_unaccepted(order: SupplierOrder, at: datetime) -> None:
    terminate(order, because="not_accepted_in_time", by=SYSTEM, at=at)


def _end_unshipped(order: SupplierOrder, at: datetime) -> None:
    """Nothing left: it ends. Part of it left: the rest is dropped and refunded, and the part goes on."""
    lines = queries.claim_lines(order)
    if not any(line.shipped for line in lines):
        terminate(order, because="not_shipped_in_time", by=SYSTEM, at=at)
        return
    unshipped = min(total_of(line.amount_of_next(line.unshipped) for line in lines), left_of(order))
    OrderLine.objects.filter(order=order).update(dropped_quantity=F("quantity") - F("shipped_quantity"))
    if unshipped:
        give_back(order, unshipped, cause=f"order:{order.number}:unshipped", by=SYSTEM, at=at)
    announce(OrderShortened.of(order, refund_fen=unshipped.fen, at=at), by=SYSTEM)
    go_on_as_shipped(order, at=at)
    catalog.release_stock(source=order.number, by=SYSTEM, at=at)


def _chase_collection(order: SupplierOrder, at: datetime) -> None:
    """Both sides are told once; goods that no courier ever scans are not a delivery, and the money goes back."""
    last_call = (order.shipped_at or order.placed_at) + timedelta(days=settings.HUOPAN.order_delivery_days)
    if at >= last_call:
        terminate(order, because="never_collected", by=SYSTEM, at=at)
        return
    SupplierOrder.objects.filter(pk=order.pk, state=order.state).update(due_at=last_call)
    announce(OrderOverdue.of(order, state=order.state, at=at), by=SYSTEM)


def _presume_delivered(order: SupplierOrder, at: datetime) -> None:
    """The buyer still has the time after delivery to object; a parcel known lost is refunded instead."""
    sent = shipments.shipments_of(order.number, SYSTEM)
    if any(parcel.lost_at for shipment in sent for parcel in shipment.parcels.all()):
        terminate(order, because="lost", by=SYSTEM, at=at)
        return
    deliver(order, at=at, is_presumed=True)


def _complete_delivered(order: SupplierOrder, at: datetime) -> None:
    complete(order, by=SYSTEM, at=at)


_SWEEPS: dict[str, Callable[[SupplierOrder, datetime], None]] = {
    State.AWAITING_PAYMENT: _close_unpaid,
    State.AWAITING_ACCEPTANCE: _end_unaccepted,
    State.AWAITING_SHIPMENT: _end_unshipped,
    State.AWAITING_COLLECTION: _chase_collection,
    State.IN_TRANSIT: _presume_delivered,
    State.DELIVERED: _complete_delivered,
}
