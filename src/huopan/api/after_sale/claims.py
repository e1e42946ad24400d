"""After-sales: what the buyer asks for and the supplier answers."""

from __future__ import annotations

from ninja import Query

from huopan.api.after_sale.shapes import (
    AfterSaleDetailOut,
    AfterSaleOut,
    AnswerIn,
    ClaimIn,
    Listing,
    ReceivedBackIn,
    RefusalAnswerIn,
    SentBackIn,
)
from huopan.api.base import Asking, Number, Router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries

router = Router()


@router.post("/orders/{number}/after-sales", response=AfterSaleOut, summary="The buyer asks for money or a return")
@writes("buy")
def request_after_sale(request: Asking, number: Number, body: ClaimIn) -> AfterSaleOut:
    requested = orders.request_after_sale(
        number=number,
        kind=body.kind,
        reason=body.reason,
        pieces=body.pieces(),
        amount=body.amount(),
        by=request.actor,
        at=request.at,
    )
    return AfterSaleOut.of(requested)


@router.get("/after-sales", response=Page[AfterSaleOut], summary="After-sales of one side, newest first")
@reads("buy", "sell", "money.read")
def list_after_sales(request: Asking, of: Query[Listing], paging: Query[Paging]) -> Page[AfterSaleOut]:
    listed = queries.after_sales_received if of.side == "supplier" else queries.after_sales_claimed
    return page_of(listed(request.actor, of.state or ""), paging=paging, show=AfterSaleOut.of)


@router.get("/after-sales/{number}", response=AfterSaleDetailOut, summary="One after-sale with its evidence")
@reads("buy", "sell", "money.read", "arbitrate")
def read_after_sale(request: Asking, number: Number) -> AfterSaleDetailOut:
    return AfterSaleDetailOut.of(queries.after_sale(number, request.actor))


@router.post("/after-sales/{number}/agree", response=AfterSaleOut, summary="The supplier agrees")
@writes("sell")
def agree_after_sale(request: Asking, number: Number, body: AnswerIn) -> AfterSaleOut:
    return AfterSaleOut.of(orders.agree_after_sale(number=number, answer=body.answer, by=request.actor, at=request.at))


@router.post("/after-sales/{number}/refuse", response=AfterSaleOut, summary="The supplier says no, and why")
@writes("sell")
def refuse_after_sale(request: Asking, number: Number, body: RefusalAnswerIn) -> AfterSaleOut:
    return AfterSaleOut.of(orders.refuse_after_sale(number=number, answer=body.answer, by=request.actor, at=request.at))


@router.post("/after-sales/{number}/send-back", response=AfterSaleOut, summary="The buyer has sent the goods back")
@writes("buy")
def send_goods_back(request: Asking, number: Number, body: SentBackIn) -> AfterSaleOut:
    sent = orders.send_goods_back(
        number=number, carrier=body.carrier, waybill_number=body.waybill_number, by=request.actor, at=request.at
    )
    return AfterSaleOut.of(sent)


@router.post("/after-sales/{number}/receive", response=AfterSaleOut, summary="The supplier has the goods again")
@writes("sell")
def receive_goods_back(request: Asking, number: Number, body: ReceivedBackIn) -> AfterSaleOut:
    received = orders.receive_goods_back(number=number, is_sellable=body.is_sellable, by=request.actor, at=request.at)
    return AfterSaleOut.of(received)


@router.post("/after-sales/{number}/withdraw", response=AfterSaleOut, summary="The buyer asks for nothing any more")
@writes("buy")
def withdraw_after_sale(request: Asking, number: Number) -> AfterSaleOut:
    return AfterSaleOut.of(orders.withdraw_after_sale(number=number, by=request.actor, at=request.at))
