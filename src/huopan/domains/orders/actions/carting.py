"""Filling and emptying the cart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction

from huopan.domains.catalog import queries as catalog
from huopan.domains.orders.models import CartLine
from huopan.infra.rows import as_json, given
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, counted, said

MOST_PIECES = 1_000_000

# Only what the buyer may see can be put in; the WHERE also tells SQLite that ON CONFLICT belongs to the INSERT.
_UPSERT = """
INSERT INTO orders_cartline (buyer_id, sku_id, quantity, added_at)
SELECT %s, wanted.sku_id, wanted.quantity, {at} FROM {wanted} WHERE EXISTS ({seen})
ON CONFLICT (buyer_id, sku_id) DO UPDATE SET quantity = {quantity}, added_at = excluded.added_at
RETURNING sku_id
"""
_ADDED = f"""CASE WHEN orders_cartline.quantity + excluded.quantity > {MOST_PIECES} THEN {MOST_PIECES}
ELSE orders_cartline.quantity + excluded.quantity END"""
_SET = "excluded.quantity"


class NotAQuantityError(RefusedError):
    kind = "invalid"
    sentence = said("A cart holds 1 to {most} pieces of an item; {quantity} is outside that.")


class NoSuchSkuError(RefusedError):
    kind = "unknown"
    sentence = counted(
        "{count} of these items is not on the market; leave it out: {sku_ids}.",
        "{count} of these items are not on the market; leave them out: {sku_ids}.",
        "count",
    )


@transaction.atomic(savepoint=False)
def put_in_cart(*, lines: Iterable[tuple[int, int]], by: Actor, at: datetime) -> None:
    """Add (SKU id, pieces) to what lies in the cart of `by`'s party; an item named twice counts twice. One statement.

    Raises NotAQuantityError, and NoSuchSkuError for what `by` cannot see; the open transaction is then rolled back.
    """
    _upsert(lines, _ADDED, by=by, at=at)


@transaction.atomic(savepoint=False)
def set_cart_lines(*, lines: Iterable[tuple[int, int]], by: Actor, at: datetime) -> None:
    """Have the cart hold exactly these pieces of these SKUs; others stay as they are. Refuses like `put_in_cart`."""
    _upsert(lines, _SET, by=by, at=at)


def set_cart_line(*, sku_id: int, quantity: int, by: Actor, at: datetime) -> None:
    """Have the cart hold exactly `quantity` of one SKU."""
    set_cart_lines(lines=[(sku_id, quantity)], by=by, at=at)


def remove_cart_lines(*, sku_ids: Collection[int] | None = None, by: Actor, at: datetime) -> int:  # noqa: ARG001
    """Take SKUs out of the cart, or empty it; how many lines went. What is not there is no error."""
    by.must("buy")
    mine = CartLine.objects.filter(buyer_id=by.party_id)
    gone, _ = (mine if sku_ids is None else mine.filter(sku_id__in=sku_ids)).delete()
    return gone


def take_from_cart(sku_ids: Collection[int] | None, by: Actor) -> dict[int, int]:
    """Pieces by SKU id, read and removed in one statement: of two tabs that order at once only one finds them."""
    only = "" if sku_ids is None else f"AND sku_id IN ({', '.join(['%s'] * len(sku_ids)) or 'NULL'})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM orders_cartline WHERE buyer_id = %s {only} RETURNING sku_id, quantity",  # noqa: S608
            [by.party_id, *(sku_ids or ())],
        )
        return dict(cursor.fetchall())


def _upsert(lines: Iterable[tuple[int, int]], quantity: str, *, by: Actor, at: datetime) -> None:
    by.must("buy")
    wanted = _summed(lines)
    if not wanted:
        return
    seen, params = catalog.seen_sku("wanted.sku_id", by)
    statement = _UPSERT.format(
        at="CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s",
        wanted=given("wanted", sku_id="bigint", quantity="integer"),
        seen=seen,
        quantity=quantity,
    )
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(statement, [by.party_id, moment, as_json(wanted.items()), *params])
        put = {sku_id for (sku_id,) in cursor.fetchall()}
    unknown = sorted(wanted.keys() - put)
    if unknown:
        raise NoSuchSkuError(count=len(unknown), sku_ids=", ".join(map(str, unknown)))


def _summed(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    wanted: Counter[int] = Counter()
    for sku_id, quantity in lines:
        if not 1 <= quantity <= MOST_PIECES:
            raise NotAQuantityError(quantity=quantity, most=MOST_PIECES)
        wanted[sku_id] += quantity
    return dict(sorted(wanted.items()))
