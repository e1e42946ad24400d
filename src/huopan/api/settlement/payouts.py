"""A seller's money leaving the platform."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import LARGEST_AMOUNT, Asking, Line, Number, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.settlement.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payout, PayoutAccount
from huopan.domains.settlement.ports import Outcome
from huopan.domains.settlement.rules import masked
from huopan.kernel.money import Money

Holder = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Bank = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
AccountNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=50)]


class PayoutAccountIn(Schema):
    holder: Holder
    bank: Bank
    number: AccountNumber


class PayoutAccountOut(Schema):
    holder: str
    bank: str
    masked_number: str
    changed_at: datetime


class PayoutIn(Schema):
    amount_fen: int = Field(ge=1, le=LARGEST_AMOUNT, description="1/100 yuan")


class PayoutOut(Schema):
    number: str
    organisation_id: int
    state: Annotated[str, Field(json_schema_extra={"enum": Payout.State.values})]
    amount_fen: int
    needs_second_person: bool
    bank: str
    masked_number: str
    requested_at: datetime
    settled_at: datetime | None
    failure: str


class ReasonIn(Schema):
    because: Line


class RecordIn(Schema):
    outcome: Literal["done", "failed"]
    because: str = Field("", max_length=200)


@router.get("/payout-account", response=PayoutAccountOut)
@reads("money.payout")
def read_payout_account(request: Asking) -> PayoutAccountOut:
    """The bank account your money goes to; its number is masked."""
    own = PayoutAccount.objects.visible_to(request.actor).seen(request.actor, party_id=request.actor.party_id)
    return _account(own)


@router.put("/payout-account", response={200: PayoutAccountOut})
@writes("money.payout")
def save_payout_account(request: Asking, body: PayoutAccountIn) -> PayoutAccountOut:
    """Set the bank account. Payouts already asked for keep the one they had."""
    return _account(settlement.save_payout_account(**body.model_dump(), by=request.actor, at=request.at))


@router.get("/payouts", response=Page[PayoutOut])
@reads("money.read", "treasury")
def list_payouts(request: Asking, paging: Query[Paging]) -> Page[PayoutOut]:
    """Your organisation's payouts, newest first; the treasury sees everybody's."""
    return page_of(Payout.objects.visible_to(request.actor), paging=paging, show=_payout)


@router.get("/payouts/{number}", response=PayoutOut)
@reads("money.read", "treasury")
def read_payout(request: Asking, number: Number) -> PayoutOut:
    """One payout."""
    return _payout(Payout.objects.seen(request.actor, number=number))


@router.post("/payouts", response={201: PayoutOut})
@writes("money.payout")
def request_payout(request: Asking, body: PayoutIn) -> PayoutOut:
    """Ask for available money. Large sums, counted over a day, wait for a second person."""
    return _payout(settlement.request_payout(amount=Money(body.amount_fen), by=request.actor, at=request.at))


@router.post("/payouts/{number}/approval", response={200: PayoutOut})
@writes("treasury", "money.payout")
def approve_payout(request: Asking, number: Number) -> PayoutOut:
    """Let a large payout go: the treasury or a second person of yours, never who asked for it."""
    return _payout(settlement.approve_payout(number=number, by=request.actor, at=request.at))


@router.post("/payouts/{number}/refusal", response={200: PayoutOut})
@writes("treasury", "money.payout")
def refuse_payout(request: Asking, number: Number, body: ReasonIn) -> PayoutOut:
    """Do not let a payout go; the money is available to the seller again."""
    return _payout(settlement.refuse_payout(number=number, because=body.because, by=request.actor, at=request.at))


@router.post("/payouts/{number}/record", response={200: PayoutOut})
@writes("treasury")
def record_payout(request: Asking, number: Number, body: RecordIn) -> PayoutOut:
    """Write down what became of a payout made at the bank by hand."""
    outcome = Outcome(body.outcome, body.because)
    return _payout(settlement.record_payout(number=number, outcome=outcome, by=request.actor, at=request.at))


def _account(account: PayoutAccount) -> PayoutAccountOut:
    return PayoutAccountOut(
        holder=account.holder, bank=account.bank, masked_number=masked(account.number), changed_at=account.changed_at
    )


def _payout(payout: Payout) -> PayoutOut:
    return PayoutOut(
        number=payout.number,
        organisation_id=payout.party_id,
        state=payout.state,
        amount_fen=payout.amount_fen,
        needs_second_person=payout.needs_second_person,
        bank=payout.destination["bank"],
        masked_number=masked(payout.destination["number"]),
        requested_at=payout.requested_at,
        settled_at=payout.settled_at,
        failure=payout.failure,
    )
