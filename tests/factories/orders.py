"""Purchases in every state, made by the real actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from huopan.domains.catalog.models import Offer, Sku
from huopan.domains.logistics import actions as logistics
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.parties.models import Party
from huopan.domains.settlement.models import Payment
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import SYSTEM, Actor
from tests.factories import catalog, parties, settlement
from tests.factories.logistics import freight_template

NOON = settlement.NOON
SHENZHEN = AddressSnapshot("张三丰", "13812341234", "440305", "广东省深圳市南山区", "科技园南路1号")
_scans = count(1)


def a_buyer() -> Actor:
    return parties.an_actor(parties.a_party("buyer"))


def a_supplier(**freight: Any) -> Party:
    """An active factory that ships everywhere for ¥8 and its owner."""
    party = parties.a_party("factory")
    freight_template(party, **freight)
    return party


def an_offer(supplier: Party | None = None, **fields: Any) -> Offer:
    return catalog.an_offer(supplier or a_supplier(), **fields)


def a_sku(supplier: Party | None = None, **fields: Any) -> Sku:
    return an_offer(supplier, **fields).skus.order_by("pk")[0]


def owner_of(party_id: int) -> Actor:
    return parties.an_actor(Party.objects.get(pk=party_id))


def a_purchase(
    buyer: Actor | None = None, pieces: Mapping[Sku, int] | None = None, *, at: datetime = NOON, **wanted: Any
) -> PurchaseGroup:
    """Placed and unpaid; without `pieces` two of one new SKU."""
    buyer = buyer or a_buyer()
    pieces = pieces or {a_sku(): 2}
    orders.put_in_cart(lines=[(sku.pk, quantity) for sku, quantity in pieces.items()], by=buyer, at=at)
    return orders.place_purchase(**{"address": SHENZHEN, "by": buyer, "at": at, **wanted})


def relay(at: datetime = NOON) -> None:
    while relay_once(500, at):
        pass


def pay(purchase: PurchaseGroup, *, at: datetime = NOON) -> None:
    """The provider tells of the money, and the news reaches the orders."""
    settlement.pay(Payment.objects.get(number=purchase.payment_number), at=at)
    relay(at)


def an_order(state: str = "awaiting_payment", *, at: datetime = NOON, **placed: Any) -> SupplierOrder:
    """The one order of a purchase, brought to `state` on the common way."""
    purchase = a_purchase(at=at, **placed)
    order = purchase.orders.get()
    for move, reached in _WAY:
        if order.state == state:
            break
        move(order, at)
        order.refresh_from_db()
        assert order.state == reached
    return order


def see(order: SupplierOrder, kind: str, *, waybill: str = "", at: datetime = NOON) -> None:
    """The courier scans the order's parcel, and the news reaches the order."""
    logistics.record_tracking(
        carrier="sf",
        waybill_number=waybill or f"WB{order.number}",
        kind=kind,
        external_id=f"scan-{order.number}-{next(_scans)}",
        seen_at=at,
        by=SYSTEM,
        at=at,
    )
    relay(at)


def ship(order: SupplierOrder, *, waybill: str = "", at: datetime = NOON, **wanted: Any) -> None:
    orders.ship_order(
        number=order.number,
        parcels=[("sf", waybill or f"WB{order.number}")],
        by=owner_of(order.supplier_id),
        at=at,
        **wanted,
    )


def later(**length: float) -> datetime:
    return NOON + timedelta(**length)


_WAY = [
    (lambda order, at: pay(order.group, at=at), "awaiting_acceptance"),
    (
        lambda order, at: orders.accept_order(number=order.number, by=owner_of(order.supplier_id), at=at),
        "awaiting_shipment",
    ),
    (lambda order, at: ship(order, at=at), "awaiting_collection"),
    (lambda order, at: see(order, "collected", at=at), "in_transit"),
    (lambda order, at: see(order, "delivered", at=at), "delivered"),
    (
        lambda order, at: orders.confirm_receipt(number=order.number, by=owner_of(order.buyer_id), at=at),
        "completed",
    ),
]
