"""Stock a seller counts or receives by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.actions.shifting import ADD, move_all, shift, stock_changed
from huopan.domains.catalog.models import Sku, Stock, StockMovement
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusalsError, RefusedError, UnknownError, counted, said

MOST_PIECES = 1_000_000_000


class OutsidePiecesError(RefusedError):
    kind = "invalid"
    sentence = said("A quantity of pieces lies between 0 and {most}; {quantity} does not.")


class CountBelowReservedError(RefusedError):
    sentence = counted(
        "“{item}” has {reserved} piece reserved by an order; count at least {reserved} or cancel the order first.",
        "“{item}” has {reserved} pieces reserved by orders; count at least {reserved} or cancel orders first.",
        "reserved",
    )


@transaction.atomic
def receive_stock(*, quantities: Mapping[int, int], source: str = "", by: Actor, at: datetime) -> None:
    """Add pieces by SKU id to what is on hand. `source`: a delivery note's number."""
    by.must("stock.write")
    _must_be_pieces(quantities)
    _must_own(quantities, by)
    received = {sku_id: quantity for sku_id, quantity in quantities.items() if quantity}
    shift(ADD, received)
    move_all(StockMovement.Reason.RECEIVED, received, source=source, at=at)
    announce(*stock_changed(received, at=at), by=by)


@transaction.atomic
def count_stock(*, counts: Mapping[int, int], by: Actor, at: datetime) -> None:
    """Set what is on hand by SKU id. Raises RefusalsError naming each SKU counted below what orders have reserved."""
    by.must("stock.write")
    _must_be_pieces(counts)
    _must_own(counts, by)
    announce(*stock_changed(set_on_hand(counts=counts, source="", at=at), at=at), by=by)


@transaction.atomic
def set_low_limit(*, limits: Mapping[int, int | None], by: Actor) -> None:
    """From how few pieces left on a SKU counts as running low, by SKU id; None: only once nothing is left. It concerns
    nobody but its seller, so nobody is told."""
    by.must("stock.write")
    _must_be_pieces({sku_id: limit for sku_id, limit in limits.items() if limit is not None})
    _must_own(limits, by)
    stock = list(Stock.objects.select_for_update().filter(sku_id__in=list(limits)).order_by("sku_id"))
    for row in stock:
        row.low_at = limits[row.sku_id]
    Stock.objects.bulk_update(stock, ["low_at"])


def set_on_hand(*, counts: Mapping[int, int], source: str, at: datetime) -> list[int]:
    """The part of counting that trusts its caller to know whose SKUs these are, and to tell of those returned."""
    stock = {
        row.sku_id: row for row in Stock.objects.select_for_update().filter(sku_id__in=list(counts)).order_by("sku_id")
    }
    refusals = [_too_low(sku_id) for sku_id, row in stock.items() if counts[sku_id] < row.reserved]
    if refusals:
        raise RefusalsError(refusals)
    differences = {sku_id: counts[sku_id] - row.on_hand for sku_id, row in stock.items()}
    changed = {sku_id: difference for sku_id, difference in differences.items() if difference}
    shift(ADD, changed)
    move_all(StockMovement.Reason.COUNTED, changed, source=source, at=at)
    return sorted(changed)


def _too_low(sku_id: int) -> RefusedError:
    sku = Sku.objects.select_related("offer", "stock").get(pk=sku_id)
    return CountBelowReservedError(item=f"{sku.offer} {sku}", sku_id=sku_id, reserved=sku.stock.reserved)


def _must_be_pieces(quantities: Mapping[int, int]) -> None:
    for quantity in quantities.values():
        if not 0 <= quantity <= MOST_PIECES:
            raise OutsidePiecesError(quantity=quantity, most=MOST_PIECES)


def _must_own(sku_ids: Collection[int], by: Actor) -> None:
    mine = Sku.objects.filter(pk__in=list(sku_ids), offer__supplier_id=by.party_id).count()
    if mine < len(sku_ids):
        raise UnknownError(what=str(Sku._meta.verbose_name))
