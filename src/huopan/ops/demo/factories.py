"""The demo's factories at work: what they make to order, what is asked of them, what stands in their plans."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from huopan.domains.catalog.models import Offer, Sku
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.parties.models import Address
from huopan.domains.production import actions as production
from huopan.domains.production.models import Demand
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError
from huopan.ops.demo.stage import Stage, pay
from huopan.ops.demo.words import MAKERS, Maker

ROUTING_OF = {
    "tote": "screen_print",
    "keyring": "laser_engraving",
    "bottle": "uv_print",
    "notebook": "uv_print",
    "stickers": "screen_print",
    "dress": "sewing",
    "scarf": "sewing",
    "tshirt": "screen_print",
    "hoodie": "heat_transfer",
    "socks": "embroidery",
    "mug": "heat_transfer",
    "bowl": "heat_transfer",
    "plate": "heat_transfer",
    "teapot": "laser_engraving",
}
MADE_TO_ORDER = 8  # offers of each factory
LEAST_LEAD_DAYS = 3
FULL_DAY, QUIET_DAY = (12, 4, 3), (1, 1, 1)  # orders taken on, still to be answered, released to the floor
MATERIALS = (("ink", "油墨", "Ink", "公斤", 4_800, 20), ("carton", "纸箱", "Carton", "个", 260, 100))
CARTON_MILLIONTHS, INK_MILLIONTHS = 20_000, 2_000
factories = [maker for maker in MAKERS if maker.kind == "factory" and set(maker.kinds) & set(ROUTING_OF)]


def steps_of(count: int) -> int:
    """How much `set_to_work` tells its tick in all."""
    return sum(sum(FULL_DAY if place == 0 else QUIET_DAY) for place in range(min(count, len(factories))))


def set_to_work(stage: Stage, *, count: int, tick: Callable[[int], None]) -> None:
    """Equip the first `count` factories, then fill their inboxes, plans and floors by what buyers and workers do."""
    for place, maker in enumerate(factories[:count]):
        by = stage.cast.makers[maker.key]
        made = _equip(maker, by, stage)
        taken, waiting, released = FULL_DAY if place == 0 else QUIET_DAY
        for turn in range(taken + waiting + released):
            order = _ordered(stage, made, turn + place)
            if turn >= waiting and _taken_on(stage, order) and turn >= taken + waiting:
                _begun(order, by, stage, pieces=turn)
            tick(1)


def _equip(maker: Maker, by: Actor, stage: Stage) -> list[Offer]:
    for code, zh, en, unit, fen, lot in MATERIALS:
        material = production.save_material(
            code=code,
            name_zh=zh,
            name_en=en,
            unit=unit,
            unit_fen=fen,
            lead_time_days=2,
            lot_size=lot,
            by=by,
            at=stage.at,
        )
        production.count_material(material_id=material.pk, on_hand=lot * 3, by=by, at=stage.at)
    kinds = [kind for kind in maker.kinds if kind in ROUTING_OF]
    routings = {kind: production.adopt_routing(key=ROUTING_OF[kind], by=by, at=stage.at) for kind in kinds}
    mine = Offer.objects.visible_to(by).filter(
        supplier_id=by.party_id, state=Offer.State.PUBLISHED, lead_time_days__gte=LEAST_LEAD_DAYS, order_multiple=1
    )
    made = list(mine.order_by("pk")[:MADE_TO_ORDER])
    for place, offer in enumerate(made):
        production.save_recipe(
            code=offer.code,
            name=offer.title_zh[:120],
            routing_id=routings[kinds[place % len(kinds)]].pk,
            offer_id=offer.pk,
            packaging_fen=20,
            rework_basis_points=200,
            components=[("ink", INK_MILLIONTHS), ("carton", CARTON_MILLIONTHS)],
            by=by,
            at=stage.at,
        )
    return made


def _ordered(stage: Stage, made: list[Offer], place: int) -> SupplierOrder:
    """One buyer's paid order of one thing that is made to order."""
    buyer = stage.buyer(place)
    sku, left = next(
        (sku, sku.stock.on_hand - sku.stock.reserved)
        for offer in made[place % len(made) :] + made
        for sku in Sku.objects.visible_to(buyer).filter(offer=offer).select_related("offer", "stock").order_by("pk")
        if sku.stock.on_hand - sku.stock.reserved >= sku.offer.moq
    )
    quantity = min(left, sku.offer.moq * stage.chance.choice((1, 2, 4)))
    orders.put_in_cart(lines=[(sku.pk, quantity)], by=buyer, at=stage.at)
    address = Address.objects.visible_to(buyer).get(is_default=True)
    purchase = orders.place_purchase(address=address.pk, notes={}, by=buyer, at=stage.at)
    stage.at -= timedelta(minutes=10)  # an order every two minutes, though paying takes longer on this stage
    return pay(stage, purchase)[0]


def _taken_on(stage: Stage, order: SupplierOrder) -> bool:
    """False when the factory cannot promise it: then it waits in the inbox with its verdict."""
    try:
        orders.accept_order(number=order.number, by=stage.seller(order), at=stage.at)
    except RefusedError:
        return False
    return True


def _begun(order: SupplierOrder, by: Actor, stage: Stage, *, pieces: int) -> None:
    """Release what the order has made and report a first stretch of work."""
    for demand in Demand.objects.visible_to(by).filter(source_reference__startswith=f"{order.number}:"):
        released = production.release_work_order(demand_id=demand.pk, by=by, at=stage.at)
        report: dict[str, Any] = {"number": released.number, "position": 0, "by": by, "at": stage.at}
        with suppress(RefusedError):  # its machine may be busy with the one before
            production.report_floor(client_id=f"demo-{demand.pk}-start", kind="start", **report)
            good = min(released.quantity, pieces * 3)
            production.report_floor(client_id=f"demo-{demand.pk}-good", kind="good", good=good, **report)
