"""The laws of orders that must hold whatever dies, each one question to the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat

from huopan.domains.orders.models import AfterSale, OrderLine, PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.states import (
    AFTER_SALE_MOVES,
    ORDER_MOVES,
    PAID_ORDER_STATES,
    final_states,
)
from huopan.domains.settlement.models import Account, Payment, Refund
from huopan.infra.checking import invariant
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM

GRACE = timedelta(hours=1)
EVENT_OF_STATE = {
    "awaiting_payment": ("orders.OrderPlaced",),
    "awaiting_acceptance": ("orders.OrderPaid",),
    "awaiting_shipment": ("orders.OrderAccepted",),
    "awaiting_collection": ("orders.OrderShipped", "orders.OrderShortened"),
    "in_transit": ("orders.OrderCollected",),
    "delivered": ("orders.OrderDelivered",),
    "completed": ("orders.OrderCompleted",),
    "cancelled": ("orders.OrderCancelled",),
    "terminated": ("orders.OrderTerminated",),
}
EVENT_OF_AFTER_SALE = {
    "requested": "orders.AfterSaleRequested",
    "agreed": "orders.AfterSaleAgreed",
    "refused": "orders.AfterSaleRefused",
    "goods_returning": "orders.GoodsSentBack",
    "goods_received": "orders.GoodsReceivedBack",
    "refunded": "orders.AfterSaleRefunded",
    "closed": "orders.AfterSaleClosed",
    "disputed": "orders.AfterSaleDisputed",
    "arbitrated": "orders.AfterSaleArbitrated",
}


@invariant("O1", "Every state was entered by a move that the trail knows, with who and when.")
def states_without_a_move() -> Iterable[str]:
    for state, names in EVENT_OF_STATE.items():
        told = TrailEntry.objects.filter(aggregate="order", aggregate_id=OuterRef("pk"), name__in=names)
        for number in _numbers(SupplierOrder.objects.filter(~Exists(told), state=state)):
            yield f"{number}: {state}, but no {' or '.join(names)} in the trail"


@invariant("O1b", "Every state of an after-sale was entered by a move that the trail knows.")
def after_sale_states_without_a_move() -> Iterable[str]:
    for state, name in EVENT_OF_AFTER_SALE.items():
        told = TrailEntry.objects.filter(aggregate="after_sale", aggregate_id=OuterRef("pk"), name=name)
        for number in AfterSale.objects.filter(~Exists(told), state=state).values_list("number", flat=True):
            yield f"{number}: {state}, but no {name} in the trail"


@invariant("O2a", "Every order that has not ended has a time limit; an ended one has none.")
def orders_without_a_limit() -> Iterable[str]:
    ended = Q(state__in=final_states(ORDER_MOVES))
    return _numbers(SupplierOrder.objects.filter((~ended & Q(due_at__isnull=True)) | (ended & Q(due_at__isnull=False))))


@invariant("O2b", "No order is past its time limit unless an after-sale holds it.")
def orders_past_their_limit(at: datetime) -> Iterable[str]:
    held = AfterSale.objects.filter(order=OuterRef("pk")).exclude(state__in=final_states(AFTER_SALE_MOVES))
    return _numbers(SupplierOrder.objects.filter(~Exists(held), due_at__lt=at - GRACE))


@invariant("O2c", "No after-sale is past its time limit, and each open one has a limit or is before the platform.")
def after_sales_past_their_limit(at: datetime) -> Iterable[str]:
    is_open = ~Q(state__in=[*final_states(AFTER_SALE_MOVES), "disputed"])
    late = AfterSale.objects.filter(Q(due_at__lt=at - GRACE) | (is_open & Q(due_at__isnull=True)))
    return late.values_list("number", flat=True)


@invariant("O3a", "Nothing is shipped that was not paid.")
def shipped_unpaid() -> Iterable[str]:
    shipped = OrderLine.objects.filter(order=OuterRef("pk"), shipped_quantity__gt=0)
    unpaid = Q(paid_at__isnull=True) & (Q(state__in=PAID_ORDER_STATES | {"completed"}) | Q(Exists(shipped)))
    return _numbers(SupplierOrder.objects.filter(unpaid))


@invariant("O3b", "Every payment of a purchase has its purchase.")
def payments_without_a_purchase() -> Iterable[str]:
    purchase = PurchaseGroup.objects.filter(number=OuterRef("reference"))
    payments = Payment.objects.visible_to(SYSTEM).filter(~Exists(purchase), purpose="purchase")
    return payments.values_list("number", flat=True)


@invariant("O4", "What was agreed adds up: lines to goods, orders to the purchase, and every order says where it goes.")
def sums_that_do_not_add_up() -> Iterable[str]:
    goods = _sum_of(OrderLine.objects.filter(order=OuterRef("pk")), "order", "amount_fen")
    wrong = SupplierOrder.objects.annotate(lines_fen=goods).exclude(goods_fen=F("lines_fen"))
    for number, fen, lines_fen in wrong.values_list("number", "goods_fen", "lines_fen"):
        yield f"{number}: goods {fen}, lines {lines_fen}"
    totals = _sum_of(SupplierOrder.objects.filter(group=OuterRef("pk")), "group", "total_fen")
    apart = PurchaseGroup.objects.annotate(orders_fen=totals).exclude(total_fen=F("orders_fen"))
    for number, fen, orders_fen in apart.values_list("number", "total_fen", "orders_fen"):
        yield f"{number}: total {fen}, orders {orders_fen}"
    yield from (f"{number}: no address" for number in _numbers(SupplierOrder.objects.filter(address={})))


@invariant("O5", "Money that came too late went back in full.")
def late_money_kept() -> Iterable[str]:
    closed = SupplierOrder.objects.filter(state__in=["cancelled", "terminated"], paid_at__isnull=False)
    return _numbers(closed.exclude(refunded_fen=F("total_fen")))


@invariant("O6", "What after-sales refunded is part of what their order refunded, and was sent back under their name.")
def after_sale_money_astray() -> Iterable[str]:
    claimed = _sum_of(AfterSale.objects.filter(order=OuterRef("pk")), "order", "refunded_fen")
    beyond = SupplierOrder.objects.annotate(claimed_fen=claimed).filter(claimed_fen__gt=F("refunded_fen"))
    yield from (f"{number}: after-sales refunded more than the order" for number in _numbers(beyond))
    sent = Refund.objects.visible_to(SYSTEM).filter(cause=Concat(Value("after_sale:"), OuterRef("number")))
    paid = AfterSale.objects.filter(refunded_fen__gt=0)
    told = paid.annotate(sent_fen=Coalesce(Subquery(sent.values("amount_fen")[:1]), 0))
    for number, fen, sent_fen in told.exclude(sent_fen=F("refunded_fen")).values_list(
        "number", "refunded_fen", "sent_fen"
    ):
        yield f"{number}: {fen} refunded, {sent_fen} sent"


@invariant("S5", "Shipped pieces lie within what was ordered, returned ones within what was shipped.")
def shipped_beyond_ordered() -> Iterable[str]:
    sold_twice = Q(quantity__lt=F("shipped_quantity") + F("dropped_quantity"))
    beyond = sold_twice | Q(returned_quantity__gt=F("shipped_quantity"))
    return (f"line {pk}" for pk in OrderLine.objects.filter(beyond).values_list("pk", flat=True))


@invariant("M7b", "Escrow holds of every paid order what was neither refunded nor released.")
def escrow_otherwise_than_owed() -> Iterable[str]:
    escrow = Account.objects.visible_to(SYSTEM).filter(kind=Account.Kind.ESCROW, reference=OuterRef("number"))
    owed = Case(When(state__in=final_states(ORDER_MOVES), then=0), default=F("total_fen") - F("refunded_fen"))
    paid = SupplierOrder.objects.filter(paid_at__isnull=False)
    held = paid.annotate(held_fen=_sum_of(escrow, "reference", "balance_fen"), owed_fen=owed)
    for number, held_fen, owed_fen in held.exclude(held_fen=F("owed_fen")).values_list(
        "number", "held_fen", "owed_fen"
    ):
        yield f"{number}: {held_fen} held, {owed_fen} owed"


def _numbers(orders: QuerySet[SupplierOrder]) -> Iterable[str]:
    return orders.values_list("number", flat=True)


def _sum_of(rows: QuerySet[Any], parent: str, column: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(parent).annotate(total=Sum(column)).values("total")), 0)
