"""Stock as its seller counts and receives it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Count, Id, Quantity, Schema
from huopan.api.catalog.routing import router
from huopan.api.writing import writes
from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries


class CountIn(Schema):
    sku_id: Id
    on_hand: Count


class CountsIn(Schema):
    counts: list[CountIn] = Field(min_length=1, max_length=1000)


class ReceiptIn(Schema):
    sku_id: Id
    quantity: Quantity


class ReceiptsIn(Schema):
    received: list[ReceiptIn] = Field(min_length=1, max_length=1000)
    source: Annotated[str, StringConstraints(max_length=80)] = Field("", description="The delivery note's number")


class StockOut(Schema):
    sku_id: int
    on_hand: int
    reserved: int


class StocksOut(Schema):
    items: list[StockOut]


@router.post("/stock/counts", response=StocksOut)
@writes("stock.write")
def count_stock(request: Asking, body: CountsIn) -> StocksOut:
    """Say what is on hand of your SKUs; the last entry of a SKU named twice counts."""
    counts = {one.sku_id: one.on_hand for one in body.counts}
    catalog.count_stock(counts=counts, by=request.actor, at=request.at)
    return _stock(request, list(counts))


@router.post("/stock/receipts", response=StocksOut)
@writes("stock.write")
def receive_stock(request: Asking, body: ReceiptsIn) -> StocksOut:
    """Add what came in to what is on hand; entries of the same SKU add up."""
    received: dict[int, int] = {}
    for one in body.received:
        received[one.sku_id] = received.get(one.sku_id, 0) + one.quantity
    catalog.receive_stock(quantities=received, source=body.source, by=request.actor, at=request.at)
    return _stock(request, list(received))


def _stock(request: Asking, sku_ids: list[int]) -> StocksOut:
    rows = queries.own_stock(sku_ids, by=request.actor)
    return StocksOut(items=[StockOut(sku_id=row.sku_id, on_hand=row.on_hand, reserved=row.reserved) for row in rows])
