"""The one statement that moves stock: many SKUs at once, each only if its condition holds, locked in sorted order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from huopan.domains.catalog.events import StockChanged
from huopan.domains.catalog.models import Sku, StockMovement

# Without the inner lock PostgreSQL updates in whatever order it scans, and two carts with the same SKUs can deadlock.
# Both databases call the columns of VALUES column1 and column2.
_SHIFT = """
UPDATE catalog_stock SET {change}
FROM (VALUES {wanted}) AS wanted
WHERE catalog_stock.sku_id = wanted.column1 AND {condition}
  AND catalog_stock.sku_id IN (SELECT sku_id FROM catalog_stock WHERE sku_id IN ({ids}) ORDER BY sku_id {lock})
RETURNING sku_id, on_hand - reserved
"""

TAKE = ("reserved = reserved + wanted.column2", "on_hand - reserved >= wanted.column2")
GIVE_BACK = ("reserved = reserved - wanted.column2", "reserved >= wanted.column2")
SHIP = (
    "on_hand = on_hand - wanted.column2, reserved = reserved - wanted.column2",
    "reserved >= wanted.column2",
)
ADD = ("on_hand = on_hand + wanted.column2", "on_hand >= 0")


def shift(move: tuple[str, str], quantities: Mapping[int, int]) -> dict[int, int]:
    """Apply `move` to each SKU whose condition holds; the SKUs that moved, with what is available of each after it."""
    if not quantities:
        return {}
    change, condition = move
    pairs = [value for sku_id in sorted(quantities) for value in (sku_id, quantities[sku_id])]
    statement = _SHIFT.format(
        change=change,
        condition=condition,
        wanted=", ".join(["(%s, %s)"] * len(quantities)),
        ids=", ".join(["%s"] * len(quantities)),
        lock="FOR UPDATE" if connection.features.has_select_for_update else "",
    )
    return dict(rows(statement, [*pairs, *sorted(quantities)]))


def rows(statement: str, params: list[Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def move_all(reason: StockMovement.Reason, quantities: Mapping[int, int], *, source: str, at: datetime) -> None:
    """Say why on_hand changed: one row per SKU, one statement."""
    StockMovement.objects.bulk_create(
        StockMovement(sku_id=sku_id, quantity=quantity, reason=reason, source=source, at=at)
        for sku_id, quantity in sorted(quantities.items())
    )


def stock_changed(sku_ids: Iterable[int], *, at: datetime) -> list[StockChanged]:
    """One event per offer whose SKUs changed."""
    by_offer: dict[tuple[int, int], list[int]] = {}
    for sku_id, *offer in Sku.objects.filter(pk__in=list(sku_ids)).values_list("pk", "offer_id", "offer__supplier_id"):
        by_offer.setdefault((offer[0], offer[1]), []).append(sku_id)
    return [
        StockChanged(offer_id=offer, supplier_id=supplier, sku_ids=tuple(sorted(ids)), at=at, concerns=(supplier,))
        for (offer, supplier), ids in sorted(by_offer.items())
    ]
