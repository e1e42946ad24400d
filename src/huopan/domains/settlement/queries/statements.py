"""How a seller came to have what it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from django.db.models import Q, QuerySet

from huopan.domains.settlement.models import Account, Payout, Refund, Transfer
from huopan.domains.settlement.queries.balances import derived_balance
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.money import Money

MovementKind = Literal["release", "refund", "payout", "payout_returned"]
KINDS: dict[tuple[str, str], MovementKind] = {
    (Account.Kind.ESCROW, Account.Kind.AVAILABLE): "release",
    (Account.Kind.AVAILABLE, Account.Kind.REFUNDING): "refund",
    (Account.Kind.AVAILABLE, Account.Kind.PAYING_OUT): "payout",
    (Account.Kind.PAYING_OUT, Account.Kind.AVAILABLE): "payout_returned",
}
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of a seller's available money; `balance` is what was there after it. `reference`: the order, or
    the payout's number."""

    transfer_id: int
    at: datetime
    kind: MovementKind
    reference: str
    amount: Money
    balance: Money


def statement_page(party_id: int, *, before: int | None, limit: int) -> list[StatementLine]:
    """Up to `limit` movements, newest first, older than transfer `before`. Five statements."""
    account_id = available_account(party_id)
    moved = moved_by(account_id).order_by("-pk")
    rows = list((moved if before is None else moved.filter(pk__lt=before))[:limit])
    if not rows:
        return []
    balance = derived_balance(account_id, until_transfer=rows[0].pk)
    opening = balance - sum((_amount(row, account_id) for row in rows), Money(0, LEDGER_CURRENCY))
    return [*lines_of(rows[::-1], account_id, opening)][::-1]


def statement(party_id: int, *, since: datetime, until: datetime) -> Iterator[StatementLine]:
    """All movements from `since` until before `until`, oldest first, read as they are needed."""
    account_id = available_account(party_id)
    balance = Money(0, LEDGER_CURRENCY)
    rows = moved_by(account_id).filter(at__lt=until).order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for line in lines_of(chunk, account_id, balance):
            balance = line.balance
            if line.at >= since:
                yield line


def available_account(party_id: int) -> int:
    accounts = Account.objects.filter(kind=Account.Kind.AVAILABLE, party_id=party_id, currency=LEDGER_CURRENCY)
    return accounts.values_list("pk", flat=True).first() or 0


def moved_by(account_id: int) -> QuerySet[Transfer]:
    return Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id)).select_related("debit", "credit")


def _amount(row: Transfer, account_id: int) -> Money:
    return Money(row.amount_fen if row.credit_id == account_id else -row.amount_fen, LEDGER_CURRENCY)


def lines_of(rows: Sequence[Transfer], account_id: int, opening: Money) -> Iterator[StatementLine]:
    """`rows` oldest first, `opening` the balance before them."""
    references = _references(rows)
    balance = opening
    for row in rows:
        balance += _amount(row, account_id)
        yield StatementLine(
            transfer_id=row.pk,
            at=row.at,
            kind=KINDS[row.debit.kind, row.credit.kind],
            reference=row.debit.reference or references.get(_source(row), ""),
            amount=_amount(row, account_id),
            balance=balance,
        )


def _references(rows: Sequence[Transfer]) -> dict[tuple[str, int], str]:
    """The order behind each refund and the number of each payout that moved money here."""
    sources = {_source(row) for row in rows}
    refunds = Refund.objects.filter(pk__in=[pk for kind, pk in sources if kind == "refund"])
    payouts = Payout.objects.filter(pk__in=[pk for kind, pk in sources if kind == "payout"])
    return {
        **{("refund", pk): reference for pk, reference in refunds.values_list("pk", "reference")},
        **{("payout", pk): number for pk, number in payouts.values_list("pk", "number")},
    }


def _source(row: Transfer) -> tuple[str, int]:
    """What a cause such as `payout:7:paid` names; (…, 0) for causes given from above."""
    kind, _, rest = row.cause.partition(":")
    pk = rest.partition(":")[0]
    return kind, int(pk) if kind in ("refund", "payout") and pk.isdigit() else 0
