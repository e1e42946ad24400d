"""How a seller came to have what it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet

from huopan.domains.settlement.models import Account, Transfer
from huopan.domains.settlement.queries.balances import derived_balance
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.money import Money

MovementKind = Literal["release", "payout", "payout_returned"]
KINDS: dict[str, MovementKind] = {
    Account.Kind.ESCROW: "release",
    Account.Kind.AVAILABLE: "payout",
    Account.Kind.PAYING_OUT: "payout_returned",
}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of a seller's available money; `balance` is what was there after it. `reference`: the order."""

    transfer_id: int
    at: datetime
    kind: MovementKind
    reference: str
    amount: Money
    balance: Money


def statement_page(party_id: int, *, before: int | None, limit: int) -> list[StatementLine]:
    """Up to `limit` movements, newest first, older than transfer `before`. Three statements."""
    account_id = _available(party_id)
    moved = _moved(account_id).order_by("-pk")
    rows = list((moved if before is None else moved.filter(pk__lt=before))[:limit])
    if not rows:
        return []
    balance = derived_balance(account_id, until_transfer=rows[0].pk)
    lines = []
    for row in rows:
        lines.append(_line(row, account_id, balance))
        balance -= lines[-1].amount
    return lines


def statement(party_id: int, *, since: datetime, until: datetime) -> Iterator[StatementLine]:
    """All movements from `since` until before `until`, oldest first, read as they are needed."""
    account_id = _available(party_id)
    balance = Money(0, LEDGER_CURRENCY)
    for row in _moved(account_id).filter(at__lt=until).order_by("pk").iterator(chunk_size=2000):
        line = _line(row, account_id, balance + _amount(row, account_id))
        balance = line.balance
        if row.at >= since:
            yield line


def _available(party_id: int) -> int:
    accounts = Account.objects.filter(kind=Account.Kind.AVAILABLE, party_id=party_id, currency=LEDGER_CURRENCY)
    return accounts.values_list("pk", flat=True).first() or 0


def _moved(account_id: int) -> QuerySet[Transfer]:
    return Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id)).select_related("debit")


def _amount(row: Transfer, account_id: int) -> Money:
    return Money(row.amount_fen if row.credit_id == account_id else -row.amount_fen, LEDGER_CURRENCY)


def _line(row: Transfer, account_id: int, balance: Money) -> StatementLine:
    return StatementLine(
        transfer_id=row.pk,
        at=row.at,
        kind=KINDS[row.debit.kind],
        reference=row.debit.reference,
        amount=_amount(row, account_id),
        balance=balance,
    )
