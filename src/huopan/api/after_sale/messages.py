"""What the buyer and the supplier of an order write to each other."""

from __future__ import annotations

from ninja import Query

from huopan.api.after_sale.shapes import MessageIn, MessageOut, ReadOut
from huopan.api.base import Asking, Number, Router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries

router = Router()


@router.get("/orders/{number}/messages", response=Page[MessageOut], summary="The order's messages, oldest first")
@reads("buy", "sell")
def list_messages(request: Asking, number: Number, paging: Query[Paging]) -> Page[MessageOut]:
    queries.order(number, request.actor)
    return page_of(queries.messages(number, request.actor), paging=paging, show=MessageOut.of, key="id")


@router.post("/orders/{number}/messages", response=MessageOut, summary="Write to the other side")
@writes("buy", "sell")
def send_message(request: Asking, number: Number, body: MessageIn) -> MessageOut:
    return MessageOut.of(orders.send_message(number=number, text=body.text, by=request.actor, at=request.at))


@router.post("/orders/{number}/messages/read", response=ReadOut, summary="You have seen what the other side wrote")
@writes("buy", "sell")
def read_messages(request: Asking, number: Number) -> ReadOut:
    return ReadOut(read_count=orders.read_messages(number=number, by=request.actor, at=request.at))
