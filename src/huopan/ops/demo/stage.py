"""What every story of the demo needs: who plays, the time, what lies on the shelves, and the moves of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db.models import F

from huopan.domains.catalog.models import Offer, Sku
from huopan.domains.logistics import actions as logistics
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import PurchaseGroup, SupplierOrder
from huopan.domains.parties.models import Address, InvoiceTitle
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import SYSTEM, Actor
from huopan.ops import provider_told
from huopan.ops.demo.people import Cast
from huopan.ops.demo.words import MAKERS

RELAY_BATCH = 500
CARRIERS = ("sf", "yto", "zto", "sto")
LEAST_ON_HAND = 300
SLOWEST = 3.2  # times what is usual: a delivery within five days
NOTES = (
    "请尽快发货，谢谢！",
    "发票抬头请开公司",
    "送货前请电话联系",
    "和上次一样包装就好",
    "直播用，周五前要到",
    "",
    "",
    "",
)


@dataclass(slots=True)
class Ware:
    """A SKU that can be ordered, and how many of it are left."""

    sku_id: int
    moq: int
    on_sale_from: datetime
    left: int


@dataclass(slots=True)
class Stage:
    """Who plays, by what dice, at what time. `is_star`: the people of the tour play, so that they see every state."""

    cast: Cast
    chance: Random
    at: datetime
    is_star: bool = False
    shelves: dict[int, list[Ware]] = field(default_factory=lambda: defaultdict(list))

    def buyer(self, place: int) -> Actor:
        return self.cast.buyers[0 if self.is_star else place % len(self.cast.buyers)]

    def seller(self, order: SupplierOrder) -> Actor:
        return next(by for by in self.cast.makers.values() if by.party_id == order.supplier_id)

    def makers(self, count: int) -> list[Actor]:
        everybody = list(self.cast.makers.values())
        return (
            [everybody[0], *self.chance.sample(everybody[1:], count - 1)]
            if self.is_star
            else self.chance.sample(everybody, count)
        )

    def later(self, hours: float) -> datetime:
        self.at += timedelta(hours=hours)
        return self.at

    def stock_up(self) -> None:
        """Read what can be ordered now: single pieces of it, with enough on hand that nobody has reserved."""
        self.shelves.clear()
        rows = Sku.objects.visible_to(SYSTEM).filter(
            offer__state=Offer.State.PUBLISHED,
            offer__order_multiple=1,
            is_active=True,
            stock__on_hand__gte=F("stock__reserved") + LEAST_ON_HAND,
        )
        for row in rows.order_by("pk").values_list(
            "offer__supplier_id", "pk", "offer__moq", "offer__created_at", F("stock__on_hand") - F("stock__reserved")
        ):
            self.shelves[row[0]].append(Ware(*row[1:]))


Pick = Callable[[Stage, Actor], list[tuple[int, int]]]


def place(
    stage: Stage,
    buyer: Actor,
    *,
    suppliers: int = 2,
    pick: Callable[[Stage, Actor], list[tuple[int, int]]] | None = None,
) -> PurchaseGroup:
    """Fill the cart from `suppliers` suppliers, at quantities that pass every check, and order."""
    makers = stage.makers(suppliers)
    lines = [line for maker in makers for line in (pick or picked)(stage, maker)]
    orders.put_in_cart(lines=lines, by=buyer, at=stage.at)
    address = Address.objects.visible_to(buyer).get(is_default=True)
    note = stage.chance.choice(NOTES)
    notes = {makers[0].party_id: note} if note else {}
    title = InvoiceTitle.objects.visible_to(buyer).filter(is_default=True).first() if stage.is_star else None
    return orders.place_purchase(
        address=address.pk, notes=notes, invoice_title=title and title.pk, by=buyer, at=stage.at
    )


def picked(stage: Stage, maker: Actor) -> list[tuple[int, int]]:
    """One to three SKUs of the maker, at MOQ or more and within stock."""
    ready = [ware for ware in _on_sale(stage, maker) if ware.left >= ware.moq * 4]
    chosen = stage.chance.sample(ready, stage.chance.choice((1, 1, 2, 3)))
    return [(ware.sku_id, _taken(ware, ware.moq * stage.chance.choice((1, 1, 2, 4)))) for ware in chosen]


def picked_for_a_season(stage: Stage, maker: Actor) -> list[tuple[int, int]]:
    """Half of what is there of the four wares with the most."""
    most = sorted(_on_sale(stage, maker), key=lambda ware: -ware.left)[:4]
    return [(ware.sku_id, _taken(ware, ware.left // 2)) for ware in most]


def _on_sale(stage: Stage, maker: Actor) -> list[Ware]:
    return [ware for ware in stage.shelves[maker.party_id] if ware.on_sale_from <= stage.at]


def _taken(ware: Ware, quantity: int) -> int:
    ware.left -= quantity
    return quantity


def pay(stage: Stage, purchase: PurchaseGroup, *, hours: float = 0.2) -> list[SupplierOrder]:
    """The provider tells that the money came; the relay tells the orders."""
    provider_told.money_came(purchase, at=stage.later(hours))
    relay(stage)
    return list(purchase.orders.order_by("pk"))


def relay(stage: Stage) -> None:
    while relay_once(RELAY_BATCH, stage.at):
        pass


def accept(stage: Stage, order: SupplierOrder, hours: float = 2) -> None:
    orders.accept_order(number=order.number, by=stage.seller(order), at=stage.later(hours))


def ship(stage: Stage, order: SupplierOrder, hours: float = 8) -> tuple[str, str]:
    parcel = (stage.chance.choice(CARRIERS), f"DEMO{order.pk:09d}")
    orders.ship_order(number=order.number, parcels=[parcel], by=stage.seller(order), at=stage.later(hours))
    return parcel


def scan(stage: Stage, parcel: tuple[str, str], kind: str, hours: float) -> None:
    logistics.record_tracking(
        carrier=parcel[0],
        waybill_number=parcel[1],
        kind=kind,
        external_id=f"{parcel[1]}:{kind}",
        seen_at=stage.later(hours),
        by=SYSTEM,
        at=stage.at,
    )


def receive(stage: Stage, order: SupplierOrder, buyer: Actor) -> None:
    orders.confirm_receipt(number=order.number, by=buyer, at=stage.later(6))


def pace_of(stage: Stage, order: SupplierOrder) -> float:
    """Suppliers differ, so that what is measured of them differs: 1 is brisk, 3 misses its promises at times."""
    keys = [maker.key for maker in MAKERS]
    key = next(key for key, by in stage.cast.makers.items() if by.party_id == order.supplier_id)
    usual = (1.0, 1.0, 1.4, 2.6)[keys.index(key) % 4]
    return min(SLOWEST, usual * stage.chance.choice((0.7, 0.9, 1.0, 1.0, 1.2, 1.9)))


def side_by_side(stage: Stage, bought: list[SupplierOrder]) -> Iterator[SupplierOrder]:
    """Suppliers of one purchase work at the same time: each begins when it was paid, the slowest sets the clock."""
    paid_at = ended_at = stage.at
    for order in bought:
        stage.at = paid_at
        yield order
        ended_at = max(ended_at, stage.at)
    stage.at = ended_at
