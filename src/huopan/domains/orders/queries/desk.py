"""What waits for a supplier now, and how its last days went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, DateTimeField, F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.utils.timezone import localdate

from huopan.domains.logistics import queries as logistics
from huopan.domains.orders.models import AfterSale, OrderMessage, SupplierOrder, ThreadMessage
from huopan.kernel.actor import Actor

State = SupplierOrder.State
WAITING_ORDERS = (State.AWAITING_ACCEPTANCE, State.AWAITING_SHIPMENT, State.AWAITING_COLLECTION)
WAITING_CLAIMS = (AfterSale.State.REQUESTED, AfterSale.State.GOODS_RETURNING)
CLAIMS, MESSAGES, LABELS = "after_sales", "messages", "labels"
SOON = timedelta(hours=24)
IN_TIME = timedelta(hours=48)
DAYS = 30
_DAY = "day:"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`soon`: those whose time is up within 24 hours. `first`: the first deadline; of messages and labels, when the
    oldest came."""

    count: int = 0
    soon: int = 0
    first: datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """Orders by the day they were paid on. `due`: those a courier has or that were paid 48 hours ago; `in_time`: those
    collected within 48 hours."""

    on: date
    orders: int = 0
    revenue_fen: int = 0
    due: int = 0
    in_time: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """`days`: the last 30, the oldest first, without gaps."""

    waiting: dict[str, Waiting] = field(default_factory=dict)
    days: tuple[Day, ...] = ()


def desk(by: Actor, at: datetime) -> Desk:
    """What waits for `by`'s party and its last 30 days; cancelled orders are no revenue. One statement."""
    first_day = localdate(at) - timedelta(days=DAYS - 1)
    sold = SupplierOrder.objects.visible_to(by).filter(supplier_id=by.party_id)
    rows = list(_waiting_orders(sold, at).union(*_others(by, at), _days(sold, at), all=True))
    return Desk(_by_key(rows), tuple(_without_gaps(rows, first_day)))


def waiting_for(by: Actor, at: datetime) -> dict[str, Waiting]:
    """The first half of `desk`, for the counts beside the menu. One statement."""
    sold = SupplierOrder.objects.visible_to(by).filter(supplier_id=by.party_id)
    rows = _waiting_orders(sold, at).union(*_others(by, at), all=True)
    return _by_key(rows)


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[str, Waiting]:
    """Messages come twice: those below orders, and those about offers."""
    found: dict[str, Waiting] = {}
    for key, count, soon, *_, first in rows:
        if count and not key.startswith(_DAY):
            known = found.get(key, Waiting())
            earliest = min(moment for moment in (known.first, first) if moment) if known.first or first else None
            found[key] = Waiting(known.count + count, known.soon + soon, earliest)
    return found


def _waiting_orders(sold: QuerySet[SupplierOrder], at: datetime) -> QuerySet[Any, Any]:
    rows = sold.filter(state__in=WAITING_ORDERS).order_by().values("state")
    return rows.annotate(**_counted("due_at", at)).values_list("state", *_COLUMNS)


def _others(by: Actor, at: datetime) -> list[QuerySet[Any, Any]]:
    claims = AfterSale.objects.filter(order__supplier_id=by.party_id, state__in=WAITING_CLAIMS)
    unread = OrderMessage.objects.filter(order__supplier_id=by.party_id, read_at__isnull=True)
    asked = ThreadMessage.objects.filter(thread__supplier_id=by.party_id, read_at__isnull=True)
    return [
        _keyed(claims, CLAIMS, "due_at", at),
        _keyed(unread.exclude(party_id=by.party_id), MESSAGES, "at", at),
        _keyed(asked.exclude(party_id=by.party_id), MESSAGES, "at", at),
        _keyed(logistics.labels_to_print(by), LABELS, "label_at", at),
    ]


def _keyed(rows: QuerySet[Any], key: str, moment: str, at: datetime) -> QuerySet[Any, Any]:
    grouped = rows.order_by().annotate(key=Value(key, CharField())).values("key")
    counted: QuerySet[Any, Any] = grouped.annotate(**_counted(moment, at)).values_list("key", *_COLUMNS)
    return counted


_COLUMNS = ("n", "soon", "fen", "of_due", "of_time", "first")


def _counted(moment: str, at: datetime) -> dict[str, Any]:
    none = Value(0, BigIntegerField())
    return {
        "n": Count("pk"),
        "soon": Count("pk", filter=Q(**{f"{moment}__lte": at + SOON})),
        "fen": none,
        "of_due": none,
        "of_time": none,
        "first": Min(moment),
    }


def _days(sold: QuerySet[SupplierOrder], at: datetime) -> QuerySet[Any, Any]:
    since = at - timedelta(days=DAYS)
    paid = sold.filter(paid_at__gt=since).exclude(state=State.CANCELLED).order_by()
    key = Concat(Value(_DAY), Cast(TruncDate("paid_at"), CharField()))
    due = Q(collected_at__isnull=False) | Q(paid_at__lte=at - IN_TIME)
    return (
        paid.annotate(key=key)
        .values("key")
        .annotate(
            n=Count("pk"),
            soon=Value(0, BigIntegerField()),
            fen=Cast(Coalesce(Sum(F("total_fen") - F("refunded_fen")), 0), BigIntegerField()),
            of_due=Count("pk", filter=due),
            of_time=Count("pk", filter=Q(collected_at__lte=F("paid_at") + IN_TIME)),
            first=Value(None, DateTimeField()),
        )
        .values_list("key", *_COLUMNS)
    )


def _without_gaps(rows: list[tuple[Any, ...]], first_day: date) -> Iterator[Day]:
    known = {key.removeprefix(_DAY): figures for key, *figures in rows if key.startswith(_DAY)}
    for on in (first_day + timedelta(days=number) for number in range(DAYS)):
        orders, _soon, fen, due, in_time, _first = known.get(on.isoformat(), (0, 0, 0, 0, 0, None))
        yield Day(on, orders, fen, due, in_time)
