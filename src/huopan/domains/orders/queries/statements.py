"""The statements that every step of an order asks, written out: composing them took the ORM ten times as long as the
database took to answer."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, final_states
from huopan.infra.database import columns_of
from huopan.kernel.actor import Actor

_LOCKED_ORDER = """
SELECT {columns} FROM orders_supplierorder
WHERE number = %s AND (%s = TRUE OR buyer_id = %s OR supplier_id = %s) {lock}
"""
_OPEN_AFTER_SALE = """
SELECT 1 FROM orders_aftersale WHERE order_id = %s AND state NOT IN ({ended}) LIMIT 1
""".format(ended=", ".join(f"'{state}'" for state in sorted(final_states(AFTER_SALE_MOVES))))
_TO_SHIP = """
SELECT sku_id, title_zh, spec, quantity - shipped_quantity - dropped_quantity
FROM orders_orderline WHERE order_id = %s ORDER BY sku_id
"""


def locked_order(number: str, by: Actor) -> SupplierOrder | None:
    """SupplierOrder's door, for one row that is then held."""
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    statement = _LOCKED_ORDER.format(columns=columns_of(SupplierOrder), lock=lock)
    params = [number, by.is_operator, by.party_id, by.party_id]
    return next(iter(SupplierOrder.objects.raw(statement, params)), None)


def has_open_after_sale(order_id: int) -> bool:
    return bool(_rows(_OPEN_AFTER_SALE, order_id))


def lines_to_ship(order_id: int) -> list[tuple[int, str, dict[str, str], int]]:
    """(SKU id, title, specification, pieces not shipped yet) in the order of SKUs, lines all shipped among them."""
    return [
        (sku_id, title, json.loads(spec) if isinstance(spec, str) else spec, left)
        for sku_id, title, spec, left in _rows(_TO_SHIP, order_id)
    ]


def _rows(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
