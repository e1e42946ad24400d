"""Hearing a payment provider: once per notice, booked once per payment, never booked when it does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huopan.domains.settlement import queries
from huopan.domains.settlement.actions.payouts import settle_payout
from huopan.domains.settlement.actions.refunding import settle_refund
from huopan.domains.settlement.events import NoticeQuarantined, PaymentReceived
from huopan.domains.settlement.models import Account, Payment, ProviderNotice, Transfer
from huopan.domains.settlement.ports import PROVIDERS, Notice, Outcome
from huopan.domains.settlement.queries.platform import clearing_account
from huopan.domains.settlement.rules import Claim, Mismatch, Verdict, first_difference
from huopan.infra.crashing import crash_point
from huopan.infra.outbox.announcing import announce
from huopan.infra.rows import change, store
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import Money

WHEN_ARRIVING: dict[str, Verdict] = {Payment.State.PENDING: Verdict.BOOKED, Payment.State.CLOSED: Verdict.LATE}


@dataclass(frozen=True, slots=True)
class _Judgement:
    verdict: Verdict
    because: Mismatch | None = None


def receive_notice(*, provider: str, notice: Notice, at: datetime) -> Verdict:
    """Book what `provider` says happened, once however often it says so. Six statements for a payment.

    BOOKED, LATE: the money is in escrow, one account per allocation, and PaymentReceived announced. REPEATED, REPLAYED,
    NOTED: nothing to book. QUARANTINED: it does not fit what was asked; kept for a person, announced, not booked.
    """
    try:
        with transaction.atomic():
            return (
                _hear_payment(provider, notice, at) if notice.kind == "payment" else _hear_other(provider, notice, at)
            )
    except IntegrityError:
        heard = ProviderNotice.objects.filter(provider=provider, external_id=notice.external_id).first()
        if heard is None:
            raise
        is_same = heard.verdict != Verdict.QUARANTINED and heard.number == notice.number
        return Verdict.REPLAYED if is_same else Verdict.QUARANTINED


def _hear_payment(provider: str, notice: Notice, at: datetime) -> Verdict:
    payment = queries.locked_payment(notice.number)
    judgement = _judged(provider, notice, payment)
    _store(provider, notice, judgement, at)
    if payment is not None and judgement.verdict in (Verdict.BOOKED, Verdict.LATE):
        _mark_paid(payment, notice, judgement.verdict, at)
        _book(payment, at)
        _tell(payment, judgement.verdict, at)
    return judgement.verdict


def _judged(provider: str, notice: Notice, payment: Payment | None) -> _Judgement:
    if payment is None:
        return _Judgement(Verdict.QUARANTINED, Mismatch.UNKNOWN)
    reference = payment.reference if notice.reference is None else notice.reference
    told = Claim(provider, notice.payee, reference, notice.amount)
    if difference := first_difference(_our_claim(provider, payment), told):
        return _Judgement(Verdict.QUARANTINED, difference)
    if notice.outcome == "failed":
        return _Judgement(Verdict.NOTED)
    if payment.state in WHEN_ARRIVING:
        return _Judgement(WHEN_ARRIVING[payment.state])
    if payment.provider_reference == notice.provider_reference:
        return _Judgement(Verdict.REPEATED)
    return _Judgement(Verdict.QUARANTINED, Mismatch.PAID_TWICE)


def _our_claim(provider: str, payment: Payment) -> Claim:
    amount = Money(payment.amount_fen, payment.currency)
    return Claim(payment.provider, PROVIDERS[provider].payee, payment.reference, amount)


def _store(provider: str, notice: Notice, judgement: _Judgement, at: datetime) -> None:
    stored = ProviderNotice(
        provider=provider,
        external_id=notice.external_id,
        number=notice.number[:40],
        payload=dict(notice.payload),
        verdict=judgement.verdict,
        because=judgement.because or "",
        received_at=at,
    )
    store([stored])
    if judgement.because:
        announce(
            NoticeQuarantined(
                notice_id=stored.pk, provider=provider, number=stored.number, because=judgement.because, at=at
            ),
            by=SYSTEM,
        )


def _mark_paid(payment: Payment, notice: Notice, verdict: Verdict, at: datetime) -> None:
    state = Payment.State.LATE if verdict == Verdict.LATE else Payment.State.PAID
    paid = {"state": state, "paid_at": at, "provider_reference": notice.provider_reference}
    if not change(Payment, paid, where={"id": payment.pk, "state": payment.state}):
        raise RuntimeError("a payment moved while its row was locked")


def _book(payment: Payment, at: datetime) -> None:
    escrows = store(
        Account(
            kind=Account.Kind.ESCROW,
            party_id=payee_id,
            payment=payment,
            reference=reference,
            currency=payment.currency,
        )
        for reference, payee_id, _ in payment.allocations
    )
    clearing = clearing_account(payment.provider)
    store(
        Transfer(debit_id=clearing, credit=escrow, amount_fen=fen, cause=f"payment:{payment.pk}", at=at)
        for escrow, (_, _, fen) in zip(escrows, payment.allocations, strict=True)
    )
    crash_point("after_ledger")


def _tell(payment: Payment, verdict: Verdict, at: datetime) -> None:
    announce(
        PaymentReceived(
            payment_id=payment.pk,
            number=payment.number,
            purpose=payment.purpose,
            reference=payment.reference,
            amount_fen=payment.amount_fen,
            is_late=verdict == Verdict.LATE,
            at=at,
            concerns=(payment.payer_id, *(payee_id for _, payee_id, _ in payment.allocations)),
        ),
        by=SYSTEM,
    )


def _hear_other(provider: str, notice: Notice, at: datetime) -> Verdict:
    settle = settle_refund if notice.kind == "refund" else settle_payout
    outcome = Outcome(notice.outcome, notice.because)
    mismatch = settle(number=notice.number, provider=provider, amount=notice.amount, outcome=outcome, at=at)
    judgement = _Judgement(Verdict.QUARANTINED, mismatch) if mismatch else _Judgement(Verdict.NOTED)
    _store(provider, notice, judgement, at)
    return judgement.verdict
