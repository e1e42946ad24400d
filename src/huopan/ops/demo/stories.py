"""Orders of the demo, each left in another state, moved there by the people whose job it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from huopan.domains.catalog.models import Offer, Sku
from huopan.domains.logistics import actions as logistics
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale, PurchaseGroup, SupplierOrder
from huopan.domains.parties.models import Address
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from huopan.ops import provider_told
from huopan.ops.demo.people import Cast

RELAY_BATCH = 500
CARRIERS = ("sf", "yto", "zto", "sto")


@dataclass(slots=True)
class Stage:
    """Who plays, by what dice, at what time."""

    cast: Cast
    chance: Random
    at: datetime

    def buyer(self, place: int) -> Actor:
        return self.cast.buyers[place % len(self.cast.buyers)]

    def seller(self, order: SupplierOrder) -> Actor:
        return next(by for by in self.cast.makers.values() if by.party_id == order.supplier_id)

    def later(self, hours: int) -> datetime:
        self.at += timedelta(hours=hours)
        return self.at


def place(stage: Stage, buyer: Actor, *, suppliers: int = 2, notes: str = "") -> PurchaseGroup:
    """Fill the cart from `suppliers` suppliers, at quantities that pass every check, and order."""
    makers = stage.chance.sample(list(stage.cast.makers.values()), suppliers)
    lines = [line for maker in makers for line in _picked(stage, maker, buyer)]
    orders.put_in_cart(lines=lines, by=buyer, at=stage.at)
    address = Address.objects.visible_to(buyer).get(is_default=True)
    said = {maker.party_id: notes for maker in makers} if notes else {}
    return orders.place_purchase(address=address.pk, notes=said, by=buyer, at=stage.at)


def pay(stage: Stage, purchase: PurchaseGroup) -> list[SupplierOrder]:
    """The provider tells that the money came; the relay tells the orders."""
    provider_told.money_came(purchase, at=stage.later(1))
    relay(stage)
    return list(purchase.orders.order_by("pk"))


def relay(stage: Stage) -> None:
    while relay_once(RELAY_BATCH, stage.at):
        pass


def accept(stage: Stage, order: SupplierOrder) -> None:
    orders.accept_order(number=order.number, by=stage.seller(order), at=stage.later(2))


def ship(stage: Stage, order: SupplierOrder) -> tuple[str, str]:
    parcel = (stage.chance.choice(CARRIERS), f"DEMO{order.pk:09d}")
    orders.ship_order(number=order.number, parcels=[parcel], by=stage.seller(order), at=stage.later(8))
    return parcel


def scan(stage: Stage, parcel: tuple[str, str], kind: str, hours: int) -> None:
    logistics.record_tracking(
        carrier=parcel[0],
        waybill_number=parcel[1],
        kind=kind,
        external_id=f"{parcel[1]}:{kind}",
        seen_at=stage.later(hours),
        by=SYSTEM,
        at=stage.at,
    )
    relay(stage)


def hours_until_collected(supplier_id: int) -> int:
    """Every fourth supplier is slow, so that measured figures differ."""
    return 5 if supplier_id % 4 else 60


def receive(stage: Stage, order: SupplierOrder, buyer: Actor) -> None:
    orders.confirm_receipt(number=order.number, by=buyer, at=stage.later(6))


def _picked(stage: Stage, maker: Actor, buyer: Actor) -> list[tuple[int, int]]:
    """One or two offers of the maker, one SKU each, at MOQ or more and within stock."""
    offers = list(Offer.objects.visible_to(buyer).filter(supplier_id=maker.party_id, order_multiple=1).order_by("pk"))
    picked = []
    for offer in stage.chance.sample(offers, stage.chance.choice((1, 2))):
        sku = Sku.objects.visible_to(buyer).filter(offer=offer).order_by("-stock__on_hand", "pk")[0]
        left = sku.stock.on_hand - sku.stock.reserved
        if left >= offer.moq:
            picked.append((sku.pk, min(left, offer.moq * stage.chance.choice((1, 1, 2)))))
    return picked or _picked(stage, maker, buyer)


Tale = Callable[[Stage, int], None]


def unpaid(stage: Stage, place_: int) -> None:
    place(stage, stage.buyer(place_), notes="请尽快发货，谢谢！")


def cancelled(stage: Stage, place_: int) -> None:
    buyer = stage.buyer(place_)
    purchase = place(stage, buyer)
    orders.cancel_purchase(number=purchase.number, because="拍错了", by=buyer, at=stage.later(1))


def waiting_for_acceptance(stage: Stage, place_: int) -> None:
    pay(stage, place(stage, stage.buyer(place_), notes="发票抬头请开公司"))


def refused(stage: Stage, place_: int) -> None:
    for order in pay(stage, place(stage, stage.buyer(place_), suppliers=1)):
        orders.refuse_order(number=order.number, because="原料缺货，抱歉", by=stage.seller(order), at=stage.later(2))
        provider_told.refunds_arrived(order.number, at=stage.later(1))


def waiting_for_shipment(stage: Stage, place_: int) -> None:
    for order in pay(stage, place(stage, stage.buyer(place_))):
        accept(stage, order)


def waiting_for_collection(stage: Stage, place_: int) -> None:
    for order in pay(stage, place(stage, stage.buyer(place_))):
        accept(stage, order)
        ship(stage, order)


def on_its_way(stage: Stage, place_: int) -> None:
    for order in pay(stage, place(stage, stage.buyer(place_))):
        accept(stage, order)
        scan(stage, ship(stage, order), "collected", 5)


def delivered(stage: Stage, place_: int) -> None:
    for order in pay(stage, place(stage, stage.buyer(place_))):
        accept(stage, order)
        parcel = ship(stage, order)
        scan(stage, parcel, "collected", 5)
        scan(stage, parcel, "delivered", 40)


def completed(stage: Stage, place_: int) -> None:
    buyer = stage.buyer(place_)
    paid = pay(stage, place(stage, buyer))
    paid_at = stage.at
    for order in paid:
        stage.at = paid_at  # suppliers work at the same time
        accept(stage, order)
        parcel = ship(stage, order)
        scan(stage, parcel, "collected", hours_until_collected(order.supplier_id))
        scan(stage, parcel, "delivered", 40)
        receive(stage, order, buyer)


def after_sale_asked(stage: Stage, place_: int) -> None:
    _claim(stage, place_)


def after_sale_refunded(stage: Stage, place_: int) -> None:
    claim, seller = _claim(stage, place_)
    orders.agree_after_sale(number=claim.number, by=seller, at=stage.later(3))
    provider_told.refunds_arrived(claim.order.number, at=stage.later(1))
    receive(stage, claim.order, stage.buyer(place_))


def after_sale_disputed(stage: Stage, place_: int) -> None:
    claim, seller = _claim(stage, place_)
    orders.refuse_after_sale(number=claim.number, answer="发货前已质检，请提供照片", by=seller, at=stage.later(3))
    orders.dispute_after_sale(
        number=claim.number, because="收到时包装已破损", by=stage.buyer(place_), at=stage.later(2)
    )


def _claim(stage: Stage, place_: int) -> tuple[AfterSale, Actor]:
    """A delivered order of which the buyer claims a fifth back."""
    buyer = stage.buyer(place_)
    [order] = pay(stage, place(stage, buyer, suppliers=1))
    accept(stage, order)
    parcel = ship(stage, order)
    scan(stage, parcel, "collected", 3)
    scan(stage, parcel, "delivered", 20)
    claim = orders.request_after_sale(
        number=order.number,
        kind="refund",
        reason="少发了几件",
        amount=Money(order.goods_fen // 5),
        by=buyer,
        at=stage.later(1),
    )
    return claim, stage.seller(order)
