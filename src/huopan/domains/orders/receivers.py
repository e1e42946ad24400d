"""What orders do about news from below. All of it is safe to hear twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from huopan.domains.logistics.events import ParcelCollected, ParcelDelivered
from huopan.domains.orders import actions
from huopan.domains.orders.events import OrderPaid
from huopan.domains.production import queries as making
from huopan.domains.settlement.events import PaymentReceived
from huopan.infra.outbox.receiving import Heard
from huopan.kernel.actor import SYSTEM


def hear_payment(heard: Heard) -> None:
    event = cast("PaymentReceived", heard.event)
    if event.purpose == actions.PURPOSE:
        actions.record_payment(purchase_number=event.reference, by=SYSTEM, at=event.at)


def hear_paid_orders(heard: Sequence[Heard]) -> None:
    """One statement for all of them, as long as nobody among their suppliers makes to order."""
    paid = [cast("OrderPaid", each.event) for each in heard]
    makers = making.who_make_to_order({event.supplier_id for event in paid})
    for event in paid:
        if event.supplier_id in makers:
            actions.ask_to_make(number=event.number, by=SYSTEM, at=event.at)


def hear_collection(heard: Heard) -> None:
    event = cast("ParcelCollected", heard.event)
    actions.record_collection(number=event.reference, seen_at=datetime.fromisoformat(event.seen_at), at=event.at)


def hear_delivery(heard: Heard) -> None:
    event = cast("ParcelDelivered", heard.event)
    if event.is_last_of_shipment:
        actions.record_arrival(number=event.reference, at=event.at)
