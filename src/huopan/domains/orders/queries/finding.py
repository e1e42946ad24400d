"""A supplier's orders by state, words and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone

from huopan.domains.logistics import queries as logistics
from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.kernel.actor import Actor

Sort = Literal["newest", "due", "amount"]
_SORTS: dict[str, tuple[Any, ...]] = {
    "newest": ("-id",),
    "due": (F("due_at").asc(nulls_last=True), "id"),
    "amount": ("-total_fen", "-id"),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """`words`: part of a number, of the buyer's name or of what was bought. Days are those of the platform's time
    zone, both within. `is_unprinted`: only those with a courier's label that nobody has printed."""

    state: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    sort: Sort = "newest"
    is_unprinted: bool = False


def orders_sought(sought: Sought, by: Actor) -> QuerySet[SupplierOrder]:
    """What was ordered from `by`'s party, with buyers and lines (2 statements)."""
    rows = _matching(sought, by)
    chosen = rows.filter(state=sought.state) if sought.state else rows
    return chosen.select_related("buyer").prefetch_related("lines").order_by(*_SORTS[sought.sort])


def counts_by_state(sought: Sought, by: Actor) -> dict[str, int]:
    """How many there are in each state, whichever state is sought. One statement."""
    return dict(_matching(sought, by).order_by().values_list("state").annotate(Count("pk")))


def orders_numbered(numbers: list[str], by: Actor) -> list[SupplierOrder]:
    """`by`'s own of these, in the order asked for, with both sides and lines (2 statements)."""
    own = SupplierOrder.objects.visible_to(by).filter(supplier_id=by.party_id, number__in=numbers)
    found = {order.number: order for order in own.select_related("supplier", "buyer").prefetch_related("lines")}
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def _matching(sought: Sought, by: Actor) -> QuerySet[SupplierOrder]:
    rows = SupplierOrder.objects.visible_to(by).filter(supplier_id=by.party_id)
    if sought.words:
        rows = rows.filter(_named(sought.words))
    if sought.is_unprinted:
        rows = rows.filter(number__in=logistics.labels_to_print(by).order_by().values("shipment__reference"))
    if sought.since:
        rows = rows.filter(placed_at__gte=_midnight(sought.since))
    if sought.until:
        rows = rows.filter(placed_at__lt=_midnight(sought.until + timedelta(days=1)))
    return rows


def _named(words: str) -> Q:
    title = Q(title_zh__icontains=words) | Q(title_en__icontains=words)
    buyer = Q(buyer__name_zh__icontains=words) | Q(buyer__name_en__icontains=words)
    return Q(number__icontains=words) | buyer | Q(Exists(OrderLine.objects.filter(title, order=OuterRef("pk"))))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
