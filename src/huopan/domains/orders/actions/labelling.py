"""Orders sent off with waybills that a connected courier gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huopan.domains.logistics import actions as logistics
from huopan.domains.orders import queries
from huopan.domains.orders.actions.shipping import ship_order
from huopan.domains.orders.actions.stepping import must_be
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.policies import must_supply
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError


def ship_with_labels(
    *, numbers: Iterable[str], carrier: str, by: Actor, at: datetime
) -> dict[str, RefusedError | None]:
    """Ship all that is left of each order in one parcel with a waybill of `carrier`; why others cannot be, by number.

    Calls the courier once for each order: never inside a transaction. Asked again, an order gets the same waybill.
    """
    return {number: _refusal_to_ship(number, carrier, by, at) for number in sorted(set(numbers))}


def _refusal_to_ship(number: str, carrier: str, by: Actor, at: datetime) -> RefusedError | None:
    try:
        _ship(number, carrier, by, at)
    except RefusedError as refusal:
        return refusal
    return None


def _ship(number: str, carrier: str, by: Actor, at: datetime) -> None:
    order = queries.order(number, by)
    must_supply(order, by)
    must_be(order, SupplierOrder.State.AWAITING_SHIPMENT)
    asked = f"{number}:{sum(line.shipped_quantity for line in order.lines.all())}"
    waybill = logistics.request_label(carrier=carrier, request_id=asked, reference=number, by=by)
    with transaction.atomic():
        ship_order(number=number, parcels=[(carrier, waybill)], by=by, at=at)
        logistics.mark_label_booked(reference=number, waybill_number=waybill, at=at)
