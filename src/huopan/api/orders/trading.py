"""Orders: what both sides read, and what the buyer does."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Number, Router
from huopan.api.orders.shapes import BecauseIn, Listing, MovedOut, OrderDetailOut, OrderOut
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries

router = Router()


@router.get("/orders", response=Page[OrderOut], summary="Orders of one side, newest first")
@reads("buy", "sell", "money.read")
def list_orders(request: Asking, of: Query[Listing], paging: Query[Paging]) -> Page[OrderOut]:
    listed = queries.orders_sold if of.side == "supplier" else queries.orders_bought
    return page_of(listed(request.actor, of.state or ""), paging=paging, show=OrderOut.of)


@router.get("/orders/{number}", response=OrderDetailOut, summary="One order with its history")
@reads("buy", "sell", "money.read")
def read_order(request: Asking, number: Number) -> OrderDetailOut:
    return OrderDetailOut.seen_by(queries.order(number, request.actor), request.actor)


@router.post("/orders/{number}/cancel", response=MovedOut, summary="The buyer gives it up before it is accepted")
@writes("buy")
def cancel_order(request: Asking, number: Number, body: BecauseIn) -> MovedOut:
    return MovedOut.of(orders.cancel_order(number=number, because=body.because, by=request.actor, at=request.at))


@router.post("/orders/{number}/confirm", response=MovedOut, summary="The buyer has the goods")
@writes("buy")
def confirm_receipt(request: Asking, number: Number) -> MovedOut:
    return MovedOut.of(orders.confirm_receipt(number=number, by=request.actor, at=request.at))
