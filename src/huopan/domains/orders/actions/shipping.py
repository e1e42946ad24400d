"""Goods leave, in one shipment or several, and what couriers say moves the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from huopan.domains.catalog import actions as catalog
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics import queries as shipments
from huopan.domains.orders import queries
from huopan.domains.orders.actions.stepping import must_be, must_have_no_open_after_sale, step
from huopan.domains.orders.events import OrderCollected, OrderDelivered, OrderPartlyShipped, OrderShipped
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.policies import must_supply
from huopan.domains.orders.queries import LineToShip
from huopan.infra.outbox.announcing import announce
from huopan.infra.rows import as_json, given
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusedError, counted, said

State = SupplierOrder.State

_ALL_SHIPPED = "UPDATE orders_orderline SET shipped_quantity = quantity - dropped_quantity WHERE order_id = %s"
_SHIPPED = """
UPDATE orders_orderline SET shipped_quantity = shipped_quantity + sent.pieces FROM {sent}
WHERE order_id = %s AND orders_orderline.sku_id = sent.sku_id
"""


class ShipsMoreThanOrderedError(RefusedError):
    sentence = counted(
        "{left} piece of “{item}” is left to ship, not {asked}.",
        "{left} pieces of “{item}” are left to ship, not {asked}.",
        "left",
    )


class NotOfThisOrderError(RefusedError):
    kind = "invalid"
    sentence = said("SKU {sku_id} is not part of order {number}; ship only what was ordered.")


@transaction.atomic
def ship_order(
    *,
    number: str,
    parcels: Sequence[tuple[str, str]],
    quantities: Mapping[int, int] | None = None,
    by: Actor,
    at: datetime,
) -> SupplierOrder:
    """The supplier sends `parcels`, (carrier, waybill number) each, with `quantities` by SKU id, or all that is left.

    The order moves on when its last piece has left. Raises UnknownError, NotItsSupplierError, OrderNotReadyError,
    AfterSaleOpenError, ShipsMoreThanOrderedError, NotOfThisOrderError and what booking a shipment raises.
    """
    order = queries.locked_order(number, by)
    must_supply(order, by)
    must_be(order, State.AWAITING_SHIPMENT)
    must_have_no_open_after_sale(order)
    lines = {line.sku_id: line for line in queries.lines_to_ship(order)}
    sent = _sent(order, lines, quantities)
    is_last = all(sent.get(sku_id, 0) == line.left for sku_id, line in lines.items())
    _count_shipped(order, None if is_last else sent)
    shipment = logistics.book_shipment(
        reference=number,
        supplier_id=order.supplier_id,
        buyer_id=order.buyer_id,
        contents=[_content(lines[sku_id], quantity) for sku_id, quantity in sent.items()],
        parcels=parcels,
        by=by,
        at=at,
    )
    event = OrderShipped if is_last else OrderPartlyShipped
    announce(event.of(order, shipment_id=shipment.pk, quantities=tuple(sent.items()), at=at), by=by)
    if is_last:
        go_on_as_shipped(order, at=at)
    if catalog.consume_stock(source=number, quantities=None if is_last else sent, by=by, at=at) != sent:
        raise catalog.NothingReservedError(source=number)
    return order


def go_on_as_shipped(order: SupplierOrder, *, at: datetime) -> None:
    """Nothing more will leave: wait for the courier, or take up what it already said of earlier parcels."""
    step(order, State.AWAITING_COLLECTION, at=at, shipped_at=at)
    if order.collected_at is not None:
        _collect(order, at=at)
    if order.state == State.IN_TRANSIT and _all_arrived(order):
        deliver(order, at=at)


@joins_transaction
def record_collection(*, number: str, seen_at: datetime, at: datetime) -> None:
    """A courier has scanned a parcel of the order. Safe to hear twice, late, and after its delivery (L4)."""
    order = SupplierOrder.objects.select_for_update().filter(number=number).first()
    if order is None:
        return
    if order.collected_at is None or seen_at < order.collected_at:
        SupplierOrder.objects.filter(pk=order.pk).update(collected_at=seen_at)
        order.collected_at = seen_at
    if order.state == State.AWAITING_COLLECTION:
        _collect(order, at=at)


@joins_transaction
def record_arrival(*, number: str, at: datetime) -> None:
    """A shipment of the order has arrived completely; with the last one the order is delivered. Safe to hear twice."""
    order = SupplierOrder.objects.select_for_update().filter(number=number).first()
    if order and order.state in (State.AWAITING_COLLECTION, State.IN_TRANSIT) and _all_arrived(order):
        deliver(order, at=at)


def deliver(order: SupplierOrder, *, at: datetime, is_presumed: bool = False) -> None:
    step(order, State.DELIVERED, at=at, delivered_at=at)
    announce(OrderDelivered.of(order, is_presumed=is_presumed, at=at), by=SYSTEM)


def _collect(order: SupplierOrder, *, at: datetime) -> None:
    step(order, State.IN_TRANSIT, at=at)
    announce(OrderCollected.of(order, at=at), by=SYSTEM)


def _all_arrived(order: SupplierOrder) -> bool:
    parcels = [parcel for shipment in shipments.shipments_of(order.number, SYSTEM) for parcel in shipment.parcels.all()]
    return bool(parcels) and all(parcel.delivered_at for parcel in parcels)


def _sent(order: SupplierOrder, lines: Mapping[int, LineToShip], asked: Mapping[int, int] | None) -> dict[int, int]:
    left = {sku_id: line.left for sku_id, line in lines.items()}
    if asked is None:
        return {sku_id: quantity for sku_id, quantity in left.items() if quantity}
    for sku_id, quantity in asked.items():
        if sku_id not in lines:
            raise NotOfThisOrderError(number=order.number, sku_id=sku_id)
        if not 1 <= quantity <= left[sku_id]:
            raise ShipsMoreThanOrderedError(item=lines[sku_id].title, left=left[sku_id], asked=quantity)
    return dict(sorted(asked.items()))


def _count_shipped(order: SupplierOrder, sent: Mapping[int, int] | None) -> None:
    """All that is left, or `sent`. S5 is the table's own constraint; the order's lock keeps two shipments from counting
    at once."""
    with connection.cursor() as cursor:
        if sent is None:
            cursor.execute(_ALL_SHIPPED, [order.pk])
        else:
            pieces = given("sent", sku_id="bigint", pieces="integer")
            cursor.execute(_SHIPPED.format(sent=pieces), [as_json(sent.items()), order.pk])


def _content(line: LineToShip, quantity: int) -> dict[str, object]:
    return {"sku_id": line.sku_id, "title": line.title, "spec": line.spec, "quantity": quantity}
