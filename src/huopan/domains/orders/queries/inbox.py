"""A supplier's talks in one list: those below orders and those about offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import BigIntegerField, CharField, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value

from huopan.domains.orders.models import OrderMessage, SupplierOrder, Thread, ThreadMessage
from huopan.kernel.actor import Actor

Kind = Literal["order", "offer"]
ORDER: Kind = "order"
OFFER: Kind = "offer"


@dataclass(frozen=True, slots=True)
class Talk:
    """`subject`: the order, or the thread with its offer. `is_answered`: the last word is the supplier's."""

    kind: Kind
    subject: Any
    last_at: datetime
    last_text: str
    is_answered: bool
    unread: int


def talks(by: Actor, *, is_unread: bool = False) -> QuerySet[Any, Any]:
    """(kind, id, when last written, unread) of every talk of `by`'s party as a supplier, the last written first. One
    statement a page, one for the count."""
    below = OrderMessage.objects.filter(order__supplier_id=by.party_id).order_by().values("order_id")
    below = below.annotate(
        kind=Value(ORDER, CharField()),
        talk=F("order_id"),
        last=Max("at"),
        unread=Count("pk", filter=Q(read_at__isnull=True) & ~Q(party_id=by.party_id)),
    )
    about = Thread.objects.filter(supplier_id=by.party_id).order_by().values("pk")
    about = about.annotate(
        kind=Value(OFFER, CharField()),
        talk=F("pk"),
        last=Max("last_at"),
        unread=Count("messages", filter=Q(messages__read_at__isnull=True) & ~Q(messages__party=by.party_id)),
    )
    parts = [rows.filter(unread__gt=0) if is_unread else rows for rows in (below, about)]
    columns = ("kind", "talk", "last", "unread")
    return parts[0].values_list(*columns).union(parts[1].values_list(*columns), all=True).order_by("-last")


def shown_talks(rows: Iterable[tuple[Kind, int, datetime, int]], by: Actor) -> list[Talk]:
    """The talks of a page with what they are about. Two statements."""
    listed = list(rows)
    subjects: dict[tuple[Kind, int], Any] = {
        **{(ORDER, order.pk): order for order in _orders([pk for kind, pk, *_ in listed if kind == ORDER], by)},
        **{(OFFER, thread.pk): thread for thread in _threads([pk for kind, pk, *_ in listed if kind == OFFER], by)},
    }
    return [
        Talk(kind, subject, last, subject.last_text, subject.last_party_id == by.party_id, unread)
        for kind, pk, last, unread in listed
        if (subject := subjects.get((kind, pk)))
    ]


def _orders(ids: list[int], by: Actor) -> QuerySet[SupplierOrder]:
    newest = OrderMessage.objects.filter(order=OuterRef("pk")).order_by("-id")
    return _with_last(SupplierOrder.objects.visible_to(by).filter(pk__in=ids).select_related("buyer"), newest)


def _threads(ids: list[int], by: Actor) -> QuerySet[Thread]:
    newest = ThreadMessage.objects.filter(thread=OuterRef("pk")).order_by("-id")
    return _with_last(Thread.objects.visible_to(by).filter(pk__in=ids).select_related("buyer", "offer"), newest)


def _with_last(rows: QuerySet[Any], newest: QuerySet[Any]) -> QuerySet[Any]:
    last: QuerySet[Any] = rows.annotate(
        last_text=Subquery(newest.values("text")[:1], output_field=CharField()),
        last_party_id=Subquery(newest.values("party_id")[:1], output_field=BigIntegerField()),
    )
    return last
