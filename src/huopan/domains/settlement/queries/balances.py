"""What a party has, and how it came to have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Coalesce

from huopan.domains.settlement.models import Account, Payout, Transfer
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Balance:
    """A seller's money: to be had now, held in escrow for orders under way, and on its way to the bank."""

    available: Money
    held: Money
    on_its_way: Money


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of a seller's available money; `balance` is what was there after it."""

    transfer_id: int
    at: datetime
    cause: str
    reference: str
    amount: Money
    balance: Money


def balance_of(party_id: int) -> Balance:
    """Two statements."""
    of_kind = Account.objects.filter(party_id=party_id, currency=LEDGER_CURRENCY).aggregate(
        available=Sum("balance_fen", filter=Q(kind=Account.Kind.AVAILABLE), default=0),
        held=Sum("balance_fen", filter=Q(kind=Account.Kind.ESCROW), default=0),
    )
    leaving = Payout.objects.filter(
        party_id=party_id, state__in=[Payout.State.REQUESTED, Payout.State.APPROVED, Payout.State.SENT]
    ).aggregate(fen=Sum("amount_fen", default=0))
    return Balance(Money(of_kind["available"]), Money(of_kind["held"]), Money(leaving["fen"]))


def derived_balance(account_id: int) -> Money:
    """The balance of an account from its transfers alone, for accounts that store none."""
    moved = Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id)).aggregate(
        fen=Coalesce(Sum(_signed(account_id)), Value(0))
    )
    return Money(moved["fen"], LEDGER_CURRENCY)


def movements(party_id: int) -> QuerySet[Transfer]:
    """Transfers of a seller's available money with `signed_fen` and the running `balance_fen`, oldest first."""
    account = Account.objects.filter(
        kind=Account.Kind.AVAILABLE, party_id=party_id, currency=LEDGER_CURRENCY
    ).values_list("pk", flat=True)
    account_id = account.first() or 0
    moved = Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id)).select_related("debit")
    signed = _signed(account_id)
    return moved.annotate(signed_fen=signed, balance_fen=Window(Sum(signed), order_by=F("pk").asc())).order_by("pk")


def statement(
    party_id: int, *, since: datetime | None = None, until: datetime | None = None
) -> Iterator[StatementLine]:
    """A seller's statement of account, oldest first; `since` included, `until` not."""
    for moved in movements(party_id).iterator(chunk_size=2000):
        if (since is None or moved.at >= since) and (until is None or moved.at < until):
            yield line_of(moved)


def line_of(moved: Transfer) -> StatementLine:
    """A line of what `movements` gave."""
    return StatementLine(
        transfer_id=moved.pk,
        at=moved.at,
        cause=moved.cause,
        reference=moved.debit.reference,
        amount=Money(vars(moved)["signed_fen"], LEDGER_CURRENCY),
        balance=Money(vars(moved)["balance_fen"], LEDGER_CURRENCY),
    )


def _signed(account_id: int) -> Case:
    return Case(When(credit_id=account_id, then=F("amount_fen")), default=-F("amount_fen"))
