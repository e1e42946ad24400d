"""What the two sides decide about an order: take it, refuse it, give it up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huopan.domains.catalog import actions as catalog
from huopan.domains.orders import queries
from huopan.domains.orders.actions.making import let_go, take_on, turn_down
from huopan.domains.orders.actions.paying import cancel_purchase
from huopan.domains.orders.actions.stepping import (
    give_back,
    left_of,
    must_be,
    must_have_no_open_after_sale,
    step,
)
from huopan.domains.orders.events import (
    ConsigneeRevealed,
    OrderAccepted,
    OrderCancelled,
    OrderCompleted,
    OrderTerminated,
)
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.policies import must_have_bought, must_supply
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.settlement import actions as settlement
from huopan.infra.outbox.announcing import announce
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

State = SupplierOrder.State


class ConsigneeClosedError(RefusedError):
    sentence = said("The address of order {number} is hidden; it is open from payment to shortly after delivery.")


class PartlyShippedError(RefusedError):
    sentence = said("Part of order {number} has left already; ship the rest, or agree on a refund with the buyer.")


class ReasonMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say why, so that the other side understands.")


@joins_transaction
def accept_order(*, number: str, by: Actor, at: datetime) -> SupplierOrder:
    """The supplier will ship it, and make what is made to order by when it is wanted.

    Raises UnknownError, NotItsSupplierError, OrderNotReadyError, AfterSaleOpenError, and what `take_on` raises.
    """
    order = queries.locked_order(number, by)
    must_supply(order, by)
    must_be(order, State.AWAITING_ACCEPTANCE)
    must_have_no_open_after_sale(order)
    take_on(order, by=by, at=at)
    step(order, State.AWAITING_SHIPMENT, at=at, accepted_at=at)
    announce(OrderAccepted.of(order, at=at), by=by)
    return order


@joins_transaction
def accept_orders(*, numbers: Iterable[str], by: Actor, at: datetime) -> dict[str, RefusedError | None]:
    """Accept each order that can be; why the others cannot, by number. Rows are locked in sorted order."""
    return {number: _refusal_to_accept(number, by, at) for number in sorted(set(numbers))}


@transaction.atomic
def refuse_order(*, number: str, because: str, by: Actor, at: datetime) -> SupplierOrder:
    """The supplier will not ship it: terminated, refunded in full, stock released.

    Raises UnknownError, NotItsSupplierError, ReasonMissingError, OrderNotReadyError, AfterSaleOpenError,
    PartlyShippedError.
    """
    order = queries.locked_order(number, by)
    must_supply(order, by)
    if not because.strip():
        raise ReasonMissingError
    must_be(order, State.AWAITING_ACCEPTANCE, State.AWAITING_SHIPMENT)
    must_have_no_open_after_sale(order)
    if order.lines.filter(shipped_quantity__gt=0).exists():
        raise PartlyShippedError(number=number)
    turn_down(order, because=because.strip(), by=by, at=at)
    terminate(order, because=because.strip(), by=by, at=at)
    return order


@transaction.atomic
def cancel_order(*, number: str, because: str = "", by: Actor, at: datetime) -> SupplierOrder:
    """The buyer gives it up before the supplier accepted: unpaid, its whole purchase is closed; paid, it is refunded.

    Raises UnknownError, NotItsBuyerError, OrderNotReadyError: an accepted order is given up through an after-sale.
    """
    order = queries.order(number, by)
    must_have_bought(order, by)
    if order.state == State.AWAITING_PAYMENT:
        cancel_purchase(number=order.group.number, because=because, by=by, at=at)
        return queries.order(number, by)
    order = queries.locked_order(number, by)
    must_be(order, State.AWAITING_ACCEPTANCE)
    close_paid(order, State.CANCELLED, because, by, at)
    announce(OrderCancelled.of(order, because=because, refund_fen=order.total_fen, at=at), by=by)
    return order


@transaction.atomic
def confirm_receipt(*, number: str, by: Actor, at: datetime) -> SupplierOrder:
    """The buyer has the goods: completed, and the money is the supplier's.

    Raises UnknownError, NotItsBuyerError, OrderNotReadyError, AfterSaleOpenError.
    """
    order = queries.locked_order(number, by)
    must_have_bought(order, by)
    must_be(order, State.AWAITING_COLLECTION, State.IN_TRANSIT, State.DELIVERED)
    must_have_no_open_after_sale(order)
    complete(order, by=by, at=at)
    return order


@transaction.atomic
def reveal_consignee(*, number: str, by: Actor, at: datetime) -> AddressSnapshot:
    """The full address, for the supplier while it needs it; that it looked is noted in the trail (T2).

    Raises UnknownError, NotItsSupplierError, ConsigneeClosedError.
    """
    order = queries.order(number, by)
    must_supply(order, by)
    if not queries.may_reveal_consignee(order, at):
        raise ConsigneeClosedError(number=number)
    announce(replace(ConsigneeRevealed.of(order, at=at), concerns=()), by=by)
    return AddressSnapshot.stored(order.address)


def terminate(order: SupplierOrder, *, because: str, by: Actor, at: datetime) -> None:
    """End a paid order whose row is locked: what was not refunded yet goes back, what is reserved is released."""
    refund = left_of(order)
    close_paid(order, State.TERMINATED, because, by, at)
    announce(OrderTerminated.of(order, because=because, refund_fen=refund.fen, at=at), by=by)


def complete(order: SupplierOrder, *, by: Actor, at: datetime) -> None:
    """End a shipped order whose row is locked and that no after-sale holds: its escrow is released."""
    step(order, State.COMPLETED, at=at, closed_at=at)
    released = settlement.release_escrow(
        reference=order.number, payee_id=order.supplier_id, cause=f"order:{order.number}:release", by=by, at=at
    )
    announce(OrderCompleted.of(order, released_fen=released.fen, at=at), by=by)


def _refusal_to_accept(number: str, by: Actor, at: datetime) -> RefusedError | None:
    try:
        accept_order(number=number, by=by, at=at)
    except RefusedError as refusal:
        return refusal
    return None


def close_paid(order: SupplierOrder, target: str, because: str, by: Actor, at: datetime) -> None:
    """End a paid order whose row is locked: its money goes back, its goods and its capacity are free."""
    step(order, target, at=at, closed_at=at, closed_because=because)
    if left := left_of(order):
        give_back(order, left, cause=f"order:{order.number}:{target}", by=by, at=at)
    catalog.release_stock(source=order.number, by=by, at=at)
    let_go(order, because=because, by=by, at=at)
