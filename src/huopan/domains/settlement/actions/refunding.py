"""Escrow back to the payer: booked at once, asked of the provider afterwards, settled when it says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huopan.domains.settlement import queries
from huopan.domains.settlement.actions.releasing import NothingHeldError
from huopan.domains.settlement.events import RefundDone, RefundFailed, RefundRequested
from huopan.domains.settlement.models import Account, Refund, Transfer
from huopan.domains.settlement.ports import PROVIDERS, Outcome
from huopan.domains.settlement.queries.platform import REFUNDING, clearing_account
from huopan.domains.settlement.rules import Mismatch
from huopan.infra.crashing import crash_point
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said


class RefundOfNothingError(RefusedError):
    kind = "invalid"
    sentence = said("A refund must be above zero.")


class RefundAfterReleaseError(RefusedError):
    sentence = said(
        "The money for {reference} has gone to the seller; {left} is left to refund. Settle the rest with the seller."
    )


class RefundBeyondHeldError(RefusedError):
    sentence = said("Only {left} is still held for {reference}; refund at most that.")


class RefundCauseTakenError(RefusedError):
    sentence = said("{cause} has led to refund {number} of {amount} already; it cannot have another.")


class RefundNotFailedError(RefusedError):
    sentence = said("{number} did not fail; there is nothing to ask again.")


@transaction.atomic
def refund(*, reference: str, amount: Money, cause: str, by: Actor, at: datetime) -> Refund:
    """Send `amount` from the escrow under `reference` back to its payer; a job asks the provider afterwards.

    `cause` names what asked for it: the same cause and amount again give the same refund. Raises NothingHeldError,
    RefundOfNothingError, RefundBeyondHeldError, RefundCauseTakenError and, once the seller has it,
    RefundAfterReleaseError.
    """
    if amount.fen <= 0:
        raise RefundOfNothingError
    escrows = queries.locked_escrows(reference)
    if earlier := Refund.objects.filter(cause=cause).first():
        return same_refund(earlier, reference, amount)
    escrow = _escrow_holding(escrows, reference, amount)
    made = booked_refund(escrow, reference, amount, cause=cause, by=by, at=at)
    Transfer.objects.create(debit=escrow, credit_id=REFUNDING, amount_fen=amount.fen, cause=f"refund:{made.pk}", at=at)
    crash_point("after_refund")
    return made


def booked_refund(escrow: Account, reference: str, amount: Money, *, cause: str, by: Actor, at: datetime) -> Refund:
    """The refund's row, announced; the caller books its transfers in the same transaction."""
    assert escrow.payment is not None  # account_has_its_owner
    made = Refund.objects.create(
        number=new_number("RF", at),
        payment=escrow.payment,
        reference=reference,
        amount_fen=amount.fen,
        cause=cause,
        requested_at=at,
    )
    announce(_requested(made, queries.concerned(escrow), at), by=by)
    return made


def send_refund(*, refund_id: int, at: datetime) -> Refund:
    """Ask the provider for a refund that waits, and settle it by the answer. Safe to repeat; makes one call outside.

    Raises ProviderSilentError: ask again later.
    """
    waiting = Refund.objects.select_related("payment").get(pk=refund_id)
    if waiting.state == Refund.State.REQUESTED and waiting.payment.provider in PROVIDERS:
        amount = Money(waiting.amount_fen, waiting.payment.currency)
        provider = PROVIDERS[waiting.payment.provider]
        outcome = provider.refund(waiting.payment.number, refund_number=waiting.number, amount=amount)
        settle_refund(number=waiting.number, provider=provider.code, amount=amount, outcome=outcome, at=at)
        waiting.refresh_from_db()
    return waiting


@transaction.atomic
def settle_refund(*, number: str, provider: str, amount: Money, outcome: Outcome, at: datetime) -> Mismatch | None:
    """Move a refund by what its provider says; the point in which the provider's words do not fit, if any."""
    told = Refund.objects.select_for_update(of=("self",)).select_related("payment").filter(number=number).first()
    if told is None:
        return Mismatch.UNKNOWN
    if told.payment.provider != provider:
        return Mismatch.PROVIDER
    if Money(told.amount_fen, told.payment.currency) != amount:
        return Mismatch.AMOUNT
    if outcome.state == "done":
        _finish(told, at)
    elif outcome.state == "failed":
        if told.state == Refund.State.DONE:
            return Mismatch.STATE
        _fail(told, outcome.because, at)
    return None


@transaction.atomic
def retry_refund(*, number: str, by: Actor, at: datetime) -> Refund:
    """Have a refund that the provider refused asked for again. Raises UnknownError, RefundNotFailedError."""
    by.must("treasury")
    failed = Refund.objects.select_related("payment").seen(by, number=number)
    if not Refund.objects.filter(pk=failed.pk, state=Refund.State.FAILED).update(
        state=Refund.State.REQUESTED, requested_at=at, failure=""
    ):
        raise RefundNotFailedError(number=number)
    failed.refresh_from_db(fields=["state", "requested_at", "failure"])
    announce(_requested(failed, (failed.payment.payer_id,), at), by=by)
    return failed


def _finish(told: Refund, at: datetime) -> None:
    open_refunds = Refund.objects.filter(pk=told.pk).exclude(state=Refund.State.DONE)
    if not open_refunds.update(state=Refund.State.DONE, done_at=at, failure=""):
        return
    Transfer.objects.create(
        debit_id=REFUNDING,
        credit_id=clearing_account(told.payment.provider),
        amount_fen=told.amount_fen,
        cause=f"refund:{told.pk}",
        at=at,
    )
    announce(
        RefundDone(
            refund_id=told.pk,
            number=told.number,
            reference=told.reference,
            amount_fen=told.amount_fen,
            cause=told.cause,
            at=at,
            concerns=(told.payment.payer_id,),
        ),
        by=SYSTEM,
    )


def _fail(told: Refund, because: str, at: datetime) -> None:
    waiting = Refund.objects.filter(pk=told.pk, state=Refund.State.REQUESTED)
    if not waiting.update(state=Refund.State.FAILED, failure=because[:200]):
        return
    announce(
        RefundFailed(
            refund_id=told.pk,
            number=told.number,
            reference=told.reference,
            amount_fen=told.amount_fen,
            because=because[:200],
            at=at,
        ),
        by=SYSTEM,
    )


def same_refund(earlier: Refund, reference: str, amount: Money) -> Refund:
    """The refund a cause has led to already. Raises RefundCauseTakenError when another is asked for."""
    if (earlier.reference, earlier.amount_fen) != (reference, amount.fen):
        raise RefundCauseTakenError(cause=earlier.cause, number=earlier.number, amount=Money(earlier.amount_fen))
    return earlier


def _escrow_holding(escrows: Sequence[Account], reference: str, amount: Money) -> Account:
    if not escrows:
        raise NothingHeldError(reference=reference)
    for escrow in reversed(escrows):
        if escrow.balance_fen >= amount.fen:
            return escrow
    left = Money(max(escrow.balance_fen for escrow in escrows), amount.currency)
    refusal = RefundAfterReleaseError if queries.was_released(escrows) else RefundBeyondHeldError
    raise refusal(reference=reference, left=left)


def _requested(made: Refund, concerns: tuple[int, ...], at: datetime) -> RefundRequested:
    return RefundRequested(
        refund_id=made.pk,
        number=made.number,
        reference=made.reference,
        amount_fen=made.amount_fen,
        cause=made.cause,
        at=at,
        concerns=concerns,
    )
