"""After-sales, their evidence and the two sides' messages, as who asks may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from huopan.domains.orders.models import AfterSale, Evidence, OrderLine, OrderMessage, SupplierOrder
from huopan.domains.orders.rules.after_sale import Claimable, ClaimLine
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money


def after_sale(number: str, by: Actor) -> AfterSale:
    """One after-sale with its order and lines, both sides and evidence (3 statements). Raises UnknownError to
    strangers."""
    return (
        AfterSale.objects.select_related("order__supplier", "order__buyer")
        .prefetch_related(Prefetch("evidence", Evidence.objects.order_by("id")), "order__lines")
        .seen(by, number=number)
    )


def locked_after_sale(number: str, by: Actor) -> AfterSale:
    """The visible after-sale with its order, both rows held until the transaction ends. Raises UnknownError."""
    rows = AfterSale.objects.select_for_update(of=("self", "order")).select_related("order")
    return rows.seen(by, number=number)


def after_sales_claimed(by: Actor, state: str = "") -> QuerySet[AfterSale]:
    """What `by`'s party claimed, newest first, with orders and suppliers (1 statement)."""
    return _listed(AfterSale.objects.filter(order__buyer_id=by.party_id), state)


def after_sales_received(by: Actor, state: str = "") -> QuerySet[AfterSale]:
    """What buyers claim from `by`'s party, newest first, with orders and buyers (1 statement)."""
    return _listed(AfterSale.objects.filter(order__supplier_id=by.party_id), state)


def disputes() -> QuerySet[AfterSale]:
    """What waits for the platform's ruling, longest first. For arbiters only."""
    waiting = AfterSale.objects.filter(state=AfterSale.State.DISPUTED)
    return waiting.select_related("order__supplier", "order__buyer").order_by("disputed_at", "id")


def due_after_sales(at: datetime) -> QuerySet[AfterSale]:
    """After-sales in which somebody let the time pass, longest overdue first."""
    return AfterSale.objects.filter(due_at__lte=at).order_by("due_at", "id")


def evidence(evidence_id: int, by: Actor) -> Evidence:
    """One piece of evidence. Raises UnknownError to strangers."""
    return Evidence.objects.seen(by, pk=evidence_id)


def claim_lines(order: SupplierOrder) -> list[ClaimLine]:
    """The order's lines as claims see them. One statement."""
    lines = OrderLine.objects.filter(order=order).order_by("sku_id")
    return [
        ClaimLine(
            sku_id=line.sku_id,
            title=line.title_zh,
            amount_fen=line.amount_fen,
            ordered=line.quantity,
            shipped=line.shipped_quantity,
            dropped=line.dropped_quantity,
            returned=line.returned_quantity,
        )
        for line in lines
    ]


def claimable(order: SupplierOrder) -> Claimable:
    """How much of the order can be claimed now. One statement."""
    lines = claim_lines(order)
    left = Money(order.total_fen - order.refunded_fen)
    return Claimable(lines, left, is_shipping=order.state == SupplierOrder.State.AWAITING_SHIPMENT)


def messages(number: str, by: Actor) -> QuerySet[OrderMessage]:
    """What the sides of an order wrote, oldest first (1 statement)."""
    return OrderMessage.objects.visible_to(by).filter(order__number=number).select_related("party").order_by("id")


def unread_counts(order_ids: Iterable[int], by: Actor) -> dict[int, int]:
    """How many messages of the other side wait unread, by order id. One statement however many orders."""
    unread = OrderMessage.objects.visible_to(by).filter(order__in=list(order_ids), read_at__isnull=True)
    counted = unread.exclude(party_id=by.party_id).values("order").annotate(count=Count("pk")).order_by()
    return {row["order"]: row["count"] for row in counted}


def unread_count(by: Actor) -> int:
    """How many messages wait unread for `by`'s party altogether. One statement."""
    own = OrderMessage.objects.visible_to(by).filter(read_at__isnull=True)
    return own.exclude(party_id=by.party_id).count()


def _listed(rows: QuerySet[AfterSale], state: str) -> QuerySet[AfterSale]:
    chosen = rows.filter(state=state) if state else rows
    return chosen.select_related("order__supplier", "order__buyer").order_by("-id")
