"""The one statement that moves stock: many SKUs at once, each only if its condition holds, locked in sorted order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from huopan.domains.catalog.events import StockChanged
from huopan.domains.catalog.models import Sku, StockMovement
from huopan.infra.rows import as_json, given, insert

_SHIFT = """
UPDATE catalog_stock SET {change}
FROM {wanted}
WHERE catalog_stock.sku_id = wanted.sku_id AND {condition} {in_order}
RETURNING catalog_stock.sku_id, on_hand - reserved
"""
# Without it PostgreSQL updates in whatever order it scans, and two carts with the same SKUs can deadlock.
_IN_ORDER = """AND catalog_stock.sku_id IN (
  SELECT sku_id FROM catalog_stock WHERE sku_id = ANY(%s) ORDER BY sku_id FOR UPDATE)"""

TAKE = ("reserved = reserved + wanted.pieces", "on_hand - reserved >= wanted.pieces")
GIVE_BACK = ("reserved = reserved - wanted.pieces", "reserved >= wanted.pieces")
SHIP = (
    "on_hand = on_hand - wanted.pieces, reserved = reserved - wanted.pieces",
    "reserved >= wanted.pieces",
)
ADD = ("on_hand = on_hand + wanted.pieces", "on_hand >= 0")


def shift(move: tuple[str, str], quantities: Mapping[int, int]) -> dict[int, int]:
    """Apply `move` to each SKU whose condition holds; the SKUs that moved, with what is available of each after it."""
    if not quantities:
        return {}
    change, condition = move
    locks = connection.features.has_select_for_update
    statement = _SHIFT.format(
        change=change,
        condition=condition,
        wanted=given("wanted", sku_id="bigint", pieces="integer"),
        in_order=_IN_ORDER if locks else "",
    )
    wanted = sorted(quantities.items())
    return dict(rows(statement, [as_json(wanted), *([[*quantities]] if locks else [])]))


def rows(statement: str, params: list[Any]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def move_all(reason: StockMovement.Reason, quantities: Mapping[int, int], *, source: str, at: datetime) -> None:
    """Say why on_hand changed: one row per SKU, one statement."""
    insert(
        StockMovement,
        ("sku_id", "quantity", "reason", "source", "at"),
        [(sku_id, quantity, reason, source, at) for sku_id, quantity in sorted(quantities.items())],
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
