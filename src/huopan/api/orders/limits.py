"""How much your people may order without asking, and their requests for more."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Id, Number, Router
from huopan.api.orders.limit_shapes import (
    AllowanceOut,
    AnswerIn,
    ApprovalIn,
    AskIn,
    LimitIn,
    LimitOut,
    PurchaseRequestOut,
)
from huopan.api.orders.shapes import PlacedOut
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import SpendingLimit

router = Router()


@router.get("/allowance", response=AllowanceOut, summary="What you may still order without asking")
@reads("buy")
def read_allowance(request: Asking) -> AllowanceOut:
    return AllowanceOut.of(queries.allowance(request.actor, request.at))


@router.get("/spending-limits", response=Page[LimitOut], summary="The limits of your people, newest first")
@reads("team.manage")
def list_spending_limits(request: Asking, paging: Query[Paging]) -> Page[LimitOut]:
    return page_of(SpendingLimit.objects.visible_to(request.actor), paging=paging, show=LimitOut.of)


@router.put("/spending-limits/{person_id}", response=LimitOut, summary="Limit what somebody may order without asking")
@writes("team.manage")
def set_spending_limit(request: Asking, person_id: Id, body: LimitIn) -> LimitOut:
    """Null limits nothing; both null end the limit."""
    orders.set_spending_limit(person_id=person_id, **body.amounts(), by=request.actor, at=request.at)
    return LimitOut(person_id=person_id, **body.model_dump())


@router.get("/purchase-requests", response=Page[PurchaseRequestOut], summary="What was asked for, newest first")
@reads("buy")
def list_purchase_requests(request: Asking, paging: Query[Paging]) -> Page[PurchaseRequestOut]:
    """Your own; all of your organisation's if you may approve."""
    return page_of(queries.purchase_requests(request.actor), paging=paging, show=PurchaseRequestOut.of)


@router.post("/purchase-requests", response={201: PurchaseRequestOut}, summary="Ask for what is beyond your limit")
@writes("buy")
def ask_for_approval(request: Asking, body: AskIn) -> PurchaseRequestOut:
    """Takes the goods out of the cart; nothing is reserved until somebody approves."""
    asked = orders.ask_for_approval(
        address=body.destination(),
        notes={note.supplier_id: note.text for note in body.notes},
        sku_ids=body.sku_ids,
        expected_total_fen=body.expected_total_fen,
        invoice_title=body.invoice_title_id,
        why=body.why,
        by=request.actor,
        at=request.at,
    )
    return PurchaseRequestOut.of(asked)


@router.get("/purchase-requests/{number}", response=PurchaseRequestOut, summary="One request")
@reads("buy")
def read_purchase_request(request: Asking, number: Number) -> PurchaseRequestOut:
    return PurchaseRequestOut.of(queries.purchase_request(number, request.actor))


@router.post("/purchase-requests/{number}/approve", response=PlacedOut, summary="Order what was asked for")
@writes("team.manage")
def approve_purchase(request: Asking, number: Number, body: ApprovalIn) -> PlacedOut:
    """Ordered in your name, at the prices of now; it waits for payment."""
    placed = orders.approve_purchase(
        number=number, expected_total_fen=body.expected_total_fen, by=request.actor, at=request.at
    )
    return PlacedOut(number=placed.number, payment_number=placed.payment_number, total_fen=placed.total_fen)


@router.post("/purchase-requests/{number}/refuse", response=PurchaseRequestOut, summary="Say no; the cart has it again")
@writes("team.manage")
def refuse_purchase(request: Asking, number: Number, body: AnswerIn) -> PurchaseRequestOut:
    orders.refuse_purchase(number=number, answer=body.answer, by=request.actor, at=request.at)
    return PurchaseRequestOut.of(queries.purchase_request(number, request.actor))


@router.post("/purchase-requests/{number}/withdraw", response=PurchaseRequestOut, summary="Ask no more")
@writes("buy")
def withdraw_purchase_request(request: Asking, number: Number) -> PurchaseRequestOut:
    """The goods go back into the cart."""
    orders.withdraw_purchase_request(number=number, by=request.actor, at=request.at)
    return PurchaseRequestOut.of(queries.purchase_request(number, request.actor))
