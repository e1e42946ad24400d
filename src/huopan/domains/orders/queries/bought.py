"""A purchase as its buyer reads it, in one written-out statement: whoever has paid asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huopan.domains.orders.models import PurchaseGroup
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

_PURCHASE = """
SELECT purchase.id, purchase.number, purchase.payment_number, purchase.total_fen, purchase.placed_at, purchase.address,
  part.number AS part_number, part.state AS part_state, part.total_fen AS part_fen,
  supplier.id AS supplier_id, supplier.name_zh AS supplier_name_zh, supplier.name_en AS supplier_name_en
FROM orders_purchasegroup purchase
JOIN orders_supplierorder part ON part.group_id = purchase.id
JOIN parties_party supplier ON supplier.id = part.supplier_id
WHERE purchase.number = %s AND (%s = TRUE OR purchase.buyer_id = %s)
ORDER BY part.id
"""


@dataclass(frozen=True, slots=True)
class PurchasePart:
    """The order of one supplier."""

    number: str
    state: str
    total_fen: int
    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str


@dataclass(frozen=True, slots=True)
class Purchase:
    number: str
    payment_number: str
    total_fen: int
    placed_at: datetime
    address: AddressSnapshot
    parts: tuple[PurchasePart, ...]


def purchase(number: str, by: Actor) -> Purchase:
    """One purchase with its orders and suppliers. Raises UnknownError to strangers."""
    rows = list(PurchaseGroup.objects.raw(_PURCHASE, [number, by.is_operator, by.party_id]))
    if not rows:
        raise UnknownError(what=str(PurchaseGroup._meta.verbose_name))
    return Purchase(
        number=rows[0].number,
        payment_number=rows[0].payment_number,
        total_fen=rows[0].total_fen,
        placed_at=rows[0].placed_at,
        address=AddressSnapshot.stored(rows[0].address),
        parts=tuple(_part(vars(row)) for row in rows),
    )


def _part(row: Mapping[str, Any]) -> PurchasePart:
    return PurchasePart(
        number=row["part_number"],
        state=row["part_state"],
        total_fen=row["part_fen"],
        supplier_id=row["supplier_id"],
        supplier_name_zh=row["supplier_name_zh"],
        supplier_name_en=row["supplier_name_en"],
    )
