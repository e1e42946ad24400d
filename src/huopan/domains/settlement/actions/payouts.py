"""A seller's money leaving the platform: asked, approved by a second person when large, sent, settled or returned."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huopan.domains.settlement import queries
from huopan.domains.settlement.events import PayoutApproved, PayoutPaid, PayoutRequested, PayoutReturned, PayoutSent
from huopan.domains.settlement.models import Account, Payout, PayoutAccount, Transfer
from huopan.domains.settlement.ports import PROVIDERS, Destination, Outcome
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY, PAYING_OUT, clearing_account
from huopan.domains.settlement.rules import Mismatch
from huopan.infra.crashing import crash_point
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce, note
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said

ON_ITS_WAY = (Payout.State.APPROVED, Payout.State.SENT)


class PayoutOfNothingError(RefusedError):
    kind = "invalid"
    sentence = said("A payout must be above zero.")


class NoPayoutAccountError(RefusedError):
    sentence = said("There is no bank account to pay to; add one first.")


class PayoutBeyondAvailableError(RefusedError):
    sentence = said("{available} is available; {asked} is more than that.")


class SecondPersonNeededError(RefusedError):
    kind = "forbidden"
    sentence = said("You asked for {number} yourself; a second person must approve it.")


class PayoutMovedOnError(RefusedError):
    sentence = said("{number} is no longer where you saw it; refresh the list.")


@transaction.atomic
def request_payout(*, amount: Money, by: Actor, at: datetime) -> Payout:
    """Ask for money that is available; it is set aside at once. Above the limit, counted over a day, it waits for
    approval by a second person. Raises PayoutOfNothingError, NoPayoutAccountError, PayoutBeyondAvailableError."""
    by.must("money.payout")
    if amount.fen <= 0:
        raise PayoutOfNothingError
    account = PayoutAccount.objects.filter(party_id=by.party_id).first()
    if account is None:
        raise NoPayoutAccountError
    available = _enough(by.party_id, amount)
    with_others = queries.asked_within_a_day(by.party_id, at=at) + amount
    is_large = with_others.fen > settings.HUOPAN.payout_second_person_fen
    payout = Payout.objects.create(
        number=new_number("PO", at),
        party_id=by.party_id,
        amount_fen=amount.fen,
        state=Payout.State.REQUESTED if is_large else Payout.State.APPROVED,
        destination=asdict(Destination(account.holder, account.bank, account.number)),
        provider=settings.HUOPAN.payment_provider,
        needs_second_person=is_large,
        requested_by=by.person_id,
        requested_at=at,
    )
    _move(payout, debit_id=available.pk, credit_id=PAYING_OUT, step="set-aside", at=at)
    crash_point("after_payout")
    announce(
        PayoutRequested(
            payout_id=payout.pk,
            number=payout.number,
            amount_fen=amount.fen,
            needs_second_person=is_large,
            at=at,
            concerns=(payout.party_id,),
        ),
        by=by,
    )
    return payout


@transaction.atomic
def approve_payout(*, number: str, by: Actor, at: datetime) -> Payout:
    """Let a large payout go: the treasury, or a second person of the seller who may ask for payouts.

    Raises ForbiddenError, UnknownError, SecondPersonNeededError for who asked for it, PayoutMovedOnError.
    """
    payout = _to_decide(number, by)
    if not by.person_id or payout.requested_by == by.person_id:
        raise SecondPersonNeededError(number=number)
    _step(payout, [Payout.State.REQUESTED], to=Payout.State.APPROVED, approved_by=by.person_id)
    announce(PayoutApproved(payout_id=payout.pk, number=number, at=at, concerns=(payout.party_id,)), by=by)
    return payout


@transaction.atomic
def refuse_payout(*, number: str, because: str, by: Actor, at: datetime) -> Payout:
    """Do not let a payout go, as the treasury or as the seller, who asked or another; the money is available to the
    seller again. Raises ForbiddenError, UnknownError, PayoutMovedOnError."""
    payout = _to_decide(number, by)
    _step(payout, [Payout.State.REQUESTED], to=Payout.State.REFUSED, failure=because[:200], settled_at=at)
    _give_back(payout, because, by, at)
    return payout


@transaction.atomic
def reveal_destination(*, number: str, by: Actor, at: datetime) -> Destination:
    """Where a payout goes, in full, to whoever decides on it; who looked is kept.

    Raises ForbiddenError, UnknownError."""
    by.must("treasury")
    payout = Payout.objects.seen(by, number=number)
    note(
        name="settlement.DestinationRevealed",
        aggregate="payout",
        aggregate_id=payout.pk,
        payload={"number": number},
        by=by,
        at=at,
    )
    return Destination(**payout.destination)


def send_payout(*, payout_id: int, at: datetime) -> Payout:
    """Have the provider pay an approved payout. Safe to repeat, as the provider knows our number; one call outside.

    Raises ProviderSilentError: ask again later.
    """
    payout = Payout.objects.get(pk=payout_id)
    if payout.state not in ON_ITS_WAY or payout.provider not in PROVIDERS:
        return payout
    if payout.state == Payout.State.APPROVED:
        _mark_sent(payout, at)
    amount = Money(payout.amount_fen, LEDGER_CURRENCY)
    provider = PROVIDERS[payout.provider]
    outcome = provider.pay_out(payout.number, destination=Destination(**payout.destination), amount=amount)
    settle_payout(number=payout.number, provider=provider.code, amount=amount, outcome=outcome, at=at)
    payout.refresh_from_db()
    return payout


@transaction.atomic
def settle_payout(*, number: str, provider: str, amount: Money, outcome: Outcome, at: datetime) -> Mismatch | None:
    """Move a payout by what its provider says; the point in which the provider's words do not fit, if any."""
    payout = Payout.objects.select_for_update().filter(number=number).first()
    if payout is None:
        return Mismatch.UNKNOWN
    if payout.provider != provider:
        return Mismatch.PROVIDER
    if Money(payout.amount_fen, LEDGER_CURRENCY) != amount:
        return Mismatch.AMOUNT
    return _settled(payout, outcome, by=SYSTEM, at=at)


@transaction.atomic
def record_payout(*, number: str, outcome: Outcome, by: Actor, at: datetime) -> Payout:
    """Write down what became of a payout that a person made at the bank. Raises PayoutMovedOnError."""
    by.must("treasury")
    payout = Payout.objects.select_for_update().seen(by, number=number)
    if payout.state not in ON_ITS_WAY:
        raise PayoutMovedOnError(number=number)
    if payout.state == Payout.State.APPROVED:
        _mark_sent(payout, at, by=by)
    _settled(payout, outcome, by=by, at=at)
    payout.refresh_from_db()
    return payout


def _to_decide(number: str, by: Actor) -> Payout:
    if by.may("treasury"):
        return Payout.objects.seen(by, number=number)
    by.must("money.payout")
    return Payout.objects.filter(party_id=by.party_id).seen(by, number=number)


def _settled(payout: Payout, outcome: Outcome, *, by: Actor, at: datetime) -> Mismatch | None:
    wanted = {"done": Payout.State.PAID, "failed": Payout.State.FAILED}.get(outcome.state)
    if wanted is None or payout.state == wanted:
        return None
    if payout.state != Payout.State.SENT:
        return Mismatch.STATE
    _step(payout, [Payout.State.SENT], to=wanted, failure=outcome.because[:200], settled_at=at)
    if wanted == Payout.State.FAILED:
        _give_back(payout, outcome.because, by, at)
    else:
        _pay(payout, by, at)
    return None


def _pay(payout: Payout, by: Actor, at: datetime) -> None:
    _move(payout, debit_id=PAYING_OUT, credit_id=clearing_account(payout.provider), step="paid", at=at)
    announce(
        PayoutPaid(
            payout_id=payout.pk,
            number=payout.number,
            amount_fen=payout.amount_fen,
            at=at,
            concerns=(payout.party_id,),
        ),
        by=by,
    )


def _give_back(payout: Payout, because: str, by: Actor, at: datetime) -> None:
    available = Account.objects.get(kind=Account.Kind.AVAILABLE, party_id=payout.party_id, currency=LEDGER_CURRENCY)
    _move(payout, debit_id=PAYING_OUT, credit_id=available.pk, step="returned", at=at)
    announce(
        PayoutReturned(
            payout_id=payout.pk,
            number=payout.number,
            amount_fen=payout.amount_fen,
            because=because[:200],
            at=at,
            concerns=(payout.party_id,),
        ),
        by=by,
    )


def _enough(party_id: int, amount: Money) -> Account:
    available = queries.locked_available(party_id)
    balance = available.balance_fen if available else 0
    if available is None or balance < amount.fen:
        raise PayoutBeyondAvailableError(available=Money(balance, LEDGER_CURRENCY), asked=amount)
    return available


@transaction.atomic
def _mark_sent(payout: Payout, at: datetime, by: Actor = SYSTEM) -> None:
    _step(payout, [Payout.State.APPROVED], to=Payout.State.SENT)
    announce(PayoutSent(payout_id=payout.pk, number=payout.number, at=at, concerns=(payout.party_id,)), by=by)


def _step(payout: Payout, allowed: list[Payout.State], *, to: Payout.State, **also: object) -> None:
    if not Payout.objects.filter(pk=payout.pk, state__in=allowed).update(state=to, **also):
        raise PayoutMovedOnError(number=payout.number)
    for name, value in {"state": to, **also}.items():
        setattr(payout, name, value)


def _move(payout: Payout, *, debit_id: int, credit_id: int, step: str, at: datetime) -> None:
    Transfer.objects.create(
        debit_id=debit_id,
        credit_id=credit_id,
        amount_fen=payout.amount_fen,
        cause=f"payout:{payout.pk}:{step}",
        at=at,
    )
