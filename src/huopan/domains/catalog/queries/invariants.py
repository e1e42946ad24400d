"""The stock laws that must hold whatever dies, each one question to the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import Reservation, Sku, Stock, StockMovement
from huopan.infra.checking import invariant


@invariant("S1", "Reserved pieces lie between nothing and what is on hand; every SKU has its stock row.")
def reserved_beyond_on_hand() -> Iterable[str]:
    outside = Stock.objects.filter(Q(reserved__gt=F("on_hand")) | Q(reserved__lt=0))
    yield from (f"SKU {row.pk}: {row.reserved} reserved of {row.on_hand}" for row in outside)
    yield from (f"SKU {pk}: no stock row" for pk in Sku.objects.filter(stock=None).values_list("pk", flat=True))


@invariant("S2a", "On hand is the sum of the movements.")
def on_hand_without_movements() -> Iterable[str]:
    moved = _sum_of(StockMovement.objects.filter(sku=OuterRef("pk")), "quantity")
    wrong = Stock.objects.annotate(moved=moved).exclude(on_hand=F("moved"))
    return (
        f"SKU {sku}: {on_hand} on hand, {total} moved" for sku, on_hand, total in _listed(wrong, "on_hand", "moved")
    )


@invariant("S2b", "Reserved is the sum of the open reservations.")
def reserved_without_reservations() -> Iterable[str]:
    spoken_for = _sum_of(Reservation.objects.filter(sku=OuterRef("pk"), state=Reservation.State.OPEN), "remaining")
    wrong = Stock.objects.annotate(spoken_for=spoken_for).exclude(reserved=F("spoken_for"))
    found = _listed(wrong, "reserved", "spoken_for")
    return (f"SKU {sku}: {reserved} reserved, {total} in open reservations" for sku, reserved, total in found)


@invariant("S3", "A source reserves a SKU once, however often an order names it.")
def reserved_twice() -> Iterable[str]:
    twice = Reservation.objects.values("source", "sku").annotate(times=Count("pk")).filter(times__gt=1)
    return (f"{row['source']}: SKU {row['sku']} reserved more than once" for row in twice)


@invariant("S4", "What shipped for a reservation is exactly what it was reduced or consumed by.")
def shipped_otherwise_than_reserved() -> Iterable[str]:
    shipped = _sum_of(
        StockMovement.objects.filter(
            sku=OuterRef("sku"), source=OuterRef("source"), reason=StockMovement.Reason.SHIPPED
        ),
        "quantity",
    )
    due = Case(When(state=Reservation.State.CONSUMED, then=F("quantity")), default=F("quantity") - F("remaining"))
    wrong = Reservation.objects.annotate(moved=shipped, due=due).exclude(due=-F("moved"))
    return (f"{row.source}: SKU {row.sku_id} shipped {-row.moved}, reservation says {row.due}" for row in wrong)


def _listed(stock: QuerySet[Stock], *columns: str) -> Iterable[tuple[int, int, int]]:
    return stock.values_list("pk", *columns)


def _sum_of(rows: QuerySet[Any], column: str) -> Coalesce:
    """The sum over `rows` of one SKU, which they name by an OuterRef; 0 for none."""
    return Coalesce(Subquery(rows.order_by().values("sku").annotate(total=Sum(column)).values("total")), 0)
