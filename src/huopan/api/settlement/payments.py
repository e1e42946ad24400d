"""What buyers pay, and what comes back to them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Number, QuerySchema, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.settlement.routing import router
from huopan.api.writing import reads
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payment, Refund

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f]+$", max_length=500)]


class AllocationOut(Schema):
    reference: str = Field(description="The order's number")
    payee_id: int
    amount_fen: int


class PaymentOut(Schema):
    number: str
    purpose: str
    reference: str = Field(description="What is paid, such as the purchase's number")
    state: Annotated[str, Field(json_schema_extra={"enum": Payment.State.values})]
    amount_fen: int
    currency: str
    allocations: list[AllocationOut]
    opened_at: datetime
    expires_at: datetime
    paid_at: datetime | None


class RefundOut(Schema):
    number: str
    payment_number: str
    reference: str = Field(description="The order's number")
    state: Annotated[str, Field(json_schema_extra={"enum": Refund.State.values})]
    amount_fen: int
    requested_at: datetime
    done_at: datetime | None


class LinkQuery(QuerySchema):
    return_url: WebAddress = Field(description="Where the provider's page sends the payer back to")


class LinkOut(Schema):
    url: str = Field(description="The payment provider's page; open it in the payer's browser")


@router.get("/payments", response=Page[PaymentOut])
@reads("money.pay", "money.read")
def list_payments(request: Asking, paging: Query[Paging]) -> Page[PaymentOut]:
    """Payments asked of your organisation, newest first."""
    return page_of(Payment.objects.visible_to(request.actor), paging=paging, show=_payment)


@router.get("/payments/{number}", response=PaymentOut)
@reads("money.pay", "money.read")
def read_payment(request: Asking, number: Number) -> PaymentOut:
    """One payment; poll it, or better listen to `settlement.PaymentReceived`."""
    return _payment(Payment.objects.seen(request.actor, number=number))


@router.get("/payments/{number}/link", response=LinkOut)
@reads("money.pay")
def link_payment(request: Asking, number: Number, query: Query[LinkQuery]) -> LinkOut:
    """Where to pay. The link is good until the payment expires."""
    url = settlement.payment_link(number=number, return_url=query.return_url, by=request.actor, at=request.at)
    return LinkOut(url=url)


@router.get("/refunds", response=Page[RefundOut])
@reads("money.pay", "money.read")
def list_refunds(request: Asking, paging: Query[Paging]) -> Page[RefundOut]:
    """Money on its way back to your organisation, newest first."""
    refunds = Refund.objects.visible_to(request.actor).select_related("payment")
    return page_of(refunds, paging=paging, show=_refund)


@router.get("/refunds/{number}", response=RefundOut)
@reads("money.pay", "money.read")
def read_refund(request: Asking, number: Number) -> RefundOut:
    """One refund."""
    return _refund(
        Refund.objects.visible_to(request.actor).select_related("payment").seen(request.actor, number=number)
    )


def _payment(payment: Payment) -> PaymentOut:
    return PaymentOut(
        number=payment.number,
        purpose=payment.purpose,
        reference=payment.reference,
        state=payment.state,
        amount_fen=payment.amount_fen,
        currency=payment.currency,
        allocations=[
            AllocationOut(reference=reference, payee_id=payee_id, amount_fen=fen)
            for reference, payee_id, fen in payment.allocations
        ],
        opened_at=payment.opened_at,
        expires_at=payment.expires_at,
        paid_at=payment.paid_at,
    )


def _refund(refund: Refund) -> RefundOut:
    return RefundOut(
        number=refund.number,
        payment_number=refund.payment.number,
        reference=refund.reference,
        state=refund.state,
        amount_fen=refund.amount_fen,
        requested_at=refund.requested_at,
        done_at=refund.done_at,
    )
