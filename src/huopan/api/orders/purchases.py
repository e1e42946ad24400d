"""Purchases: everything of the cart in one go, one payment."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Number, Router
from huopan.api.orders.shapes import BecauseIn, PlacedOut, PlaceIn, PurchaseOut
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries

router = Router()


@router.post("/purchases", response={201: PlacedOut}, summary="Order what lies in the cart")
@writes("buy")
def place_purchase(request: Asking, body: PlaceIn) -> PlacedOut:
    placed = orders.place_purchase(
        address=body.destination(),
        notes={note.supplier_id: note.text for note in body.notes},
        sku_ids=body.sku_ids,
        expected_total_fen=body.expected_total_fen,
        invoice_title=body.invoice_title_id,
        by=request.actor,
        at=request.at,
    )
    return PlacedOut(number=placed.number, payment_number=placed.payment_number, total_fen=placed.total_fen)


@router.get("/purchases", response=Page[PurchaseOut], summary="Your purchases, newest first")
@reads("buy", "money.pay", "money.read")
def list_purchases(request: Asking, paging: Query[Paging]) -> Page[PurchaseOut]:
    return page_of(queries.purchases(request.actor), paging=paging, show=PurchaseOut.of)


@router.get("/purchases/{number}", response=PurchaseOut, summary="One purchase with its orders")
@reads("buy", "money.pay", "money.read")
def read_purchase(request: Asking, number: Number) -> PurchaseOut:
    return PurchaseOut.whole(queries.purchase(number, request.actor))


@router.post("/purchases/{number}/cancel", response=PurchaseOut, summary="Give up an unpaid purchase")
@writes("buy")
def cancel_purchase(request: Asking, number: Number, body: BecauseIn) -> PurchaseOut:
    orders.cancel_purchase(number=number, because=body.because, by=request.actor, at=request.at)
    return PurchaseOut.whole(queries.purchase(number, request.actor))
