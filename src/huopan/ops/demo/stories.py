"""Orders of the demo, each left in another state, moved there by the people whose job it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.ops import provider_told
from huopan.ops.demo.stage import (
    Stage,
    accept,
    pace_of,
    pay,
    picked_for_a_season,
    place,
    receive,
    relay,
    scan,
    ship,
    side_by_side,
)

Tale = Callable[[Stage, int], None]
QUESTIONS = (
    "什么时候能发货？",
    "可以改成灰色包装吗？",
    "能否附送货单，不放价格？",
    "这批和样品一样吧？",
    "月底还要补一批，能留货吗？",
)
ANSWERS = (
    "今天下午就发，单号稍后更新。",
    "可以的，已备注车间。",
    "没问题，照您说的办。",
    "一样的，同一批料。",
    "给您留着，先不付款也行。",
)
REASONS = ("少发了几件", "有几件印花歪了", "颜色与图片有色差", "运输中压坏了一箱", "尺码偏小，客户退货")


def unpaid(stage: Stage, place_: int) -> None:
    place(stage, stage.buyer(place_))


def cancelled(stage: Stage, place_: int) -> None:
    buyer = stage.buyer(place_)
    purchase = place(stage, buyer)
    orders.cancel_purchase(number=purchase.number, because="拍错了", by=buyer, at=stage.later(0.3))


def waiting_for_acceptance(stage: Stage, place_: int) -> None:
    buyer = stage.buyer(place_)
    for order in _paid(stage, buyer):
        if place_ % 2 or stage.is_star:
            _asks(stage, order, buyer, place_)


def refused(stage: Stage, place_: int) -> None:
    for order in pay(stage, place(stage, stage.buyer(place_), suppliers=1)):
        orders.refuse_order(number=order.number, because="原料缺货，抱歉", by=stage.seller(order), at=stage.later(2))
        provider_told.refunds_arrived(order.number, at=stage.later(1))


def waiting_for_shipment(stage: Stage, place_: int) -> None:
    for order in _paid(stage, stage.buyer(place_)):
        accept(stage, order)


def waiting_for_collection(stage: Stage, place_: int) -> None:
    for order in _paid(stage, stage.buyer(place_)):
        accept(stage, order)
        ship(stage, order)


def on_its_way(stage: Stage, place_: int) -> None:
    buyer = stage.buyer(place_)
    for order in _paid(stage, buyer, suppliers=2):
        scan(stage, _sent(stage, order), "collected", 5)
        if stage.is_star:
            _asks(stage, order, buyer, place_)
            orders.send_message(
                number=order.number, text=ANSWERS[place_ % 5], by=stage.seller(order), at=stage.later(0.2)
            )


def delivered(stage: Stage, place_: int) -> None:
    for order in _paid(stage, stage.buyer(place_), suppliers=2):
        _arrived(stage, order)


def completed(stage: Stage, place_: int) -> None:
    """Most of the month: ordered, sent, received; a few are talked about."""
    buyer = stage.buyer(place_)
    for order in _paid(stage, buyer, suppliers=stage.chance.choice((1, 2, 2, 3))):
        if place_ % 5 == 0:
            _asks(stage, order, buyer, place_)
            orders.send_message(
                number=order.number, text=ANSWERS[place_ // 5 % 5], by=stage.seller(order), at=stage.later(0.2)
            )
        _arrived(stage, order)
        receive(stage, order, buyer)


def completed_large(stage: Stage, place_: int) -> None:
    """A season's stock from one supplier: money enough that its payout needs a second person."""
    buyer = stage.buyer(place_)
    purchase = place(stage, buyer, suppliers=1, pick=picked_for_a_season)
    for order in pay(stage, purchase):
        _arrived(stage, order)
        receive(stage, order, buyer)


def after_sale_asked(stage: Stage, place_: int) -> None:
    _claim(stage, place_)


def after_sale_refunded(stage: Stage, place_: int) -> None:
    claim, seller = _claim(stage, place_)
    orders.agree_after_sale(number=claim.number, answer="抱歉，已为您退款。", by=seller, at=stage.later(3))
    provider_told.refunds_arrived(claim.order.number, at=stage.later(1))
    receive(stage, claim.order, stage.buyer(place_))


def after_sale_refused(stage: Stage, place_: int) -> None:
    claim, seller = _claim(stage, place_)
    orders.refuse_after_sale(number=claim.number, answer="出厂已逐件检验，照片见附件", by=seller, at=stage.later(3))


def after_sale_withdrawn(stage: Stage, place_: int) -> None:
    claim, _seller = _claim(stage, place_)
    orders.withdraw_after_sale(number=claim.number, by=stage.buyer(place_), at=stage.later(5))


def after_sale_disputed(stage: Stage, place_: int) -> None:
    _disputed(stage, place_)


def after_sale_arbitrated(stage: Stage, place_: int) -> None:
    claim = _disputed(stage, place_)
    orders.arbitrate(
        number=claim.number,
        outcome="partial",
        amount=Money(claim.amount_fen // 2),
        ruling="双方都有责任：包装不足，验收也晚了两天，各担一半。",
        by=stage.cast.arbiter,
        at=stage.later(20),
    )
    provider_told.refunds_arrived(claim.order.number, at=stage.later(1))


def return_agreed(stage: Stage, place_: int) -> None:
    _returning(stage, place_)


def return_on_its_way(stage: Stage, place_: int) -> None:
    claim, _ = _returning(stage, place_)
    _send_back(stage, claim, place_)


def return_received(stage: Stage, place_: int) -> None:
    claim, seller = _returning(stage, place_)
    _send_back(stage, claim, place_)
    orders.receive_goods_back(number=claim.number, by=seller, at=stage.later(40))
    provider_told.refunds_arrived(claim.order.number, at=stage.later(1))


def _paid(stage: Stage, buyer: Actor, *, suppliers: int = 2) -> Iterator[SupplierOrder]:
    return side_by_side(stage, pay(stage, place(stage, buyer, suppliers=suppliers)))


def _sent(stage: Stage, order: SupplierOrder) -> tuple[str, str]:
    pace = pace_of(stage, order)
    accept(stage, order, 1.5 * pace)
    return ship(stage, order, 7 * pace)


def _arrived(stage: Stage, order: SupplierOrder) -> None:
    pace = pace_of(stage, order)
    parcel = _sent(stage, order)
    scan(stage, parcel, "collected", 9 * pace)
    scan(stage, parcel, "delivered", 40)
    relay(stage)


def _asks(stage: Stage, order: SupplierOrder, buyer: Actor, place_: int) -> None:
    orders.send_message(number=order.number, text=QUESTIONS[place_ % 5], by=buyer, at=stage.later(0.02))


def _claim(stage: Stage, place_: int, kind: str = "refund") -> tuple[AfterSale, Actor]:
    """A delivered order of which the buyer claims a fifth back, or sends goods back."""
    buyer = stage.buyer(place_)
    [order] = pay(stage, place(stage, buyer, suppliers=1))
    accept(stage, order)
    parcel = ship(stage, order)
    scan(stage, parcel, "collected", 3)
    scan(stage, parcel, "delivered", 20)
    relay(stage)
    line = order.lines.order_by("pk")[0]
    what = (
        {"amount": Money(order.goods_fen // 5)}
        if kind == "refund"
        else {"pieces": {line.sku_id: max(1, line.quantity // 5)}}
    )
    claim = orders.request_after_sale(
        number=order.number, kind=kind, reason=REASONS[place_ % 5], by=buyer, at=stage.later(1), **what
    )
    return claim, stage.seller(order)


def _disputed(stage: Stage, place_: int) -> AfterSale:
    claim, seller = _claim(stage, place_)
    buyer = stage.buyer(place_)
    orders.refuse_after_sale(number=claim.number, answer="发货前已质检，请提供照片", by=seller, at=stage.later(3))
    orders.dispute_after_sale(number=claim.number, because="收到时包装已破损，开箱有录像", by=buyer, at=stage.later(2))
    orders.add_evidence(number=claim.number, text="仓库出库称重 18.4 公斤，与面单一致。", by=seller, at=stage.later(1))
    orders.add_evidence(number=claim.number, text="签收时外箱一角塌陷，快递员已在场确认。", by=buyer, at=stage.later(1))
    return claim


def _returning(stage: Stage, place_: int) -> tuple[AfterSale, Actor]:
    claim, seller = _claim(stage, place_, kind="return")
    orders.agree_after_sale(number=claim.number, answer="请寄回，运费我们出。", by=seller, at=stage.later(4))
    return claim, seller


def _send_back(stage: Stage, claim: AfterSale, place_: int) -> None:
    orders.send_goods_back(
        number=claim.number,
        carrier="sf",
        waybill_number=f"BACK{claim.pk:08d}",
        by=stage.buyer(place_),
        at=stage.later(10),
    )
