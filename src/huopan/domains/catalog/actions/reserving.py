"""Stock spoken for by orders: taken, given back, shipped, returned. Right under any concurrency on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from huopan.domains.catalog.actions.shifting import (
    ADD,
    GIVE_BACK,
    SHIP,
    TAKE,
    move_all,
    rows,
    shift,
    stock_changed,
)
from huopan.domains.catalog.models import Reservation, Sku, StockMovement
from huopan.infra.outbox.announcing import announce
from huopan.infra.rows import insert
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusalsError, RefusedError, counted, said


class SoldOutError(RefusedError):
    sentence = said("“{item}” is sold out; take it out or choose another variant.")


class SkuShortError(RefusedError):
    sentence = counted(
        "Only {left} piece of “{item}” is left; lower the quantity from {asked}.",
        "Only {left} pieces of “{item}” are left; lower the quantity from {asked}.",
        "left",
    )


class NotEnoughStockError(RefusalsError):
    """Names every SKU that is short; nothing was reserved."""

    kind = "conflict"
    sentence = counted(
        "{count} item of this order is short of stock.", "{count} items of this order are short of stock.", "count"
    )


class NothingReservedError(RefusedError):
    sentence = said("Nothing of this is reserved for {source} any more; reload the order and look at its state.")


@dataclass(frozen=True, slots=True)
class Take:
    """`quantity` pieces of a SKU for `source`, the number of an order."""

    source: str
    sku_id: int
    quantity: int


@joins_transaction
def reserve_stock(*, takes: Iterable[Take], by: Actor, at: datetime) -> None:
    """Reserve all of `takes` or none: one conditional UPDATE for all SKUs and one INSERT.

    Raises NotEnoughStockError with one refusal per short SKU; a source may reserve once only.
    """
    asked = _merged(takes)
    demand: Counter[int] = Counter()
    for take in asked:
        demand[take.sku_id] += take.quantity
    left = shift(TAKE, demand)
    if len(left) < len(demand):
        shift(GIVE_BACK, {sku_id: demand[sku_id] for sku_id in left})
        raise NotEnoughStockError(_shortages({sku: demand[sku] for sku in demand.keys() - left.keys()}))
    insert(
        Reservation,
        ("sku_id", "source", "quantity", "remaining"),
        [(take.sku_id, take.source, take.quantity, take.quantity) for take in asked],
    )
    _tell_of([sku_id for sku_id, available in left.items() if available == 0], by=by, at=at)


@joins_transaction
def release_stock(
    *, source: str, quantities: Mapping[int, int] | None = None, by: Actor, at: datetime
) -> dict[int, int]:
    """Give back what is still reserved for `source`, or `quantities` of it by SKU id; what was given back, nothing
    when that much was not open."""
    released = _close(source, Reservation.State.RELEASED) if quantities is None else _release_some(source, quantities)
    _give_back(released, by=by, at=at)
    return released


@joins_transaction
def release_purchase(*, sources: Collection[str], by: Actor, at: datetime) -> None:
    """Give back what is still reserved for any of `sources` at once: their stock rows are locked in one sorted order,
    as whoever buys the same things locks them."""
    released: Counter[int] = Counter()
    for source in sources:
        released.update(_close(source, Reservation.State.RELEASED))
    _give_back(released, by=by, at=at)


@joins_transaction
def consume_stock(
    *,
    source: str,
    quantities: Mapping[int, int] | None = None,
    by: Actor,  # noqa: ARG001 - every action names who does it
    at: datetime,
) -> dict[int, int]:
    """Ship what is reserved for `source`: all of it, or `quantities` by SKU, the rest staying reserved; what shipped.

    Raises NothingReservedError, having changed nothing, when less than that is open.
    """
    shipped = _close(source, Reservation.State.CONSUMED) if quantities is None else _consume_some(source, quantities)
    if not shipped:
        raise NothingReservedError(source=source)
    shift(SHIP, shipped)
    move_all(StockMovement.Reason.SHIPPED, {sku: -q for sku, q in shipped.items()}, source=source, at=at)
    return shipped


@joins_transaction
def return_stock(*, source: str, quantities: Mapping[int, int], by: Actor, at: datetime) -> None:
    """Put goods that came back into stock. The caller's guarded state says that it happens once."""
    returned = {sku_id: quantity for sku_id, quantity in quantities.items() if quantity > 0}
    left = shift(ADD, returned)
    move_all(StockMovement.Reason.RETURNED, returned, source=source, at=at)
    _tell_of([sku_id for sku_id, quantity in returned.items() if left[sku_id] == quantity], by=by, at=at)


def _merged(takes: Iterable[Take]) -> list[Take]:
    """Demand summed per source and SKU, so that a SKU named twice counts twice."""
    wanted: Counter[tuple[int, str]] = Counter()
    for take in takes:
        wanted[take.sku_id, take.source] += take.quantity
    return [Take(source, sku_id, quantity) for (sku_id, source), quantity in sorted(wanted.items())]


def _shortages(asked: dict[int, int]) -> list[RefusedError]:
    skus = Sku.objects.filter(pk__in=asked).select_related("offer", "stock").order_by("pk")
    return [_short(sku, sku.stock.on_hand - sku.stock.reserved, asked[sku.pk]) for sku in skus]


def _short(sku: Sku, left: int, asked: int) -> RefusedError:
    item = f"{sku.offer} {sku}" if sku.spec else str(sku.offer)
    if left <= 0:
        return SoldOutError(item=item, sku_id=sku.pk, left=0, asked=asked)
    return SkuShortError(item=item, sku_id=sku.pk, left=left, asked=asked)


def _close(source: str, state: Reservation.State, sku_ids: Collection[int] | None = None) -> dict[int, int]:
    """Move open reservations to their end, once for ever; what each held."""
    if sku_ids is not None and not sku_ids:
        return {}
    only = "" if sku_ids is None else f"AND sku_id IN ({', '.join(['%s'] * len(sku_ids))})"
    return dict(
        rows(
            f"UPDATE catalog_reservation SET state = %s WHERE source = %s AND state = %s {only} "  # noqa: S608 - only %s
            "RETURNING sku_id, remaining",
            [state.value, source, Reservation.State.OPEN.value, *(sku_ids or ())],
        )
    )


def _consume_some(source: str, quantities: Mapping[int, int]) -> dict[int, int]:
    """Close the reservations that `quantities` use up and shrink the others; nothing when less than that is open."""
    held = _held(source)
    if not _covers(held, quantities):
        return {}
    _close(source, Reservation.State.CONSUMED, [sku for sku, quantity in quantities.items() if quantity == held[sku]])
    for sku_id, quantity in sorted(quantities.items()):
        if quantity < held[sku_id]:
            _open(source).filter(sku_id=sku_id).update(remaining=F("remaining") - quantity)
    return dict(quantities)


def _release_some(source: str, quantities: Mapping[int, int]) -> dict[int, int]:
    """As if the pieces had never been reserved: what is left of the reservation tells of the others only."""
    held = _held(source)
    if not _covers(held, quantities):
        return {}
    _close(source, Reservation.State.RELEASED, [sku for sku, quantity in quantities.items() if quantity == held[sku]])
    for sku_id, quantity in sorted(quantities.items()):
        if quantity < held[sku_id]:
            rest = _open(source).filter(sku_id=sku_id)
            rest.update(remaining=F("remaining") - quantity, quantity=F("quantity") - quantity)
    return dict(quantities)


def _give_back(released: Mapping[int, int], *, by: Actor, at: datetime) -> None:
    left = shift(GIVE_BACK, released)
    _tell_of([sku_id for sku_id, quantity in released.items() if left[sku_id] == quantity], by=by, at=at)


def _open(source: str) -> QuerySet[Reservation]:
    return Reservation.objects.filter(source=source, state=Reservation.State.OPEN)


def _held(source: str) -> dict[int, int]:
    return dict(_open(source).select_for_update().order_by("sku_id").values_list("sku_id", "remaining"))


def _covers(held: Mapping[int, int], quantities: Mapping[int, int]) -> bool:
    return all(1 <= quantity <= held.get(sku_id, 0) for sku_id, quantity in quantities.items())


def _tell_of(sku_ids: list[int], *, by: Actor, at: datetime) -> None:
    if sku_ids:
        announce(*stock_changed(sku_ids, at=at), by=by)
