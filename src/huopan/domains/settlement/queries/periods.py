"""A seller's statement of a period, which adds up by its own figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Q, Sum, When

from huopan.domains.settlement.models import Transfer
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.domains.settlement.queries.statements import StatementLine, available_account, lines_of, moved_by
from huopan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PeriodStatement:
    """`opening` + `received` − `gone` = `closing`, each summed by the database for itself. `lines`, oldest first, are
    all of the period or, when `is_cut`, its first ones."""

    opening: Money
    received: Money
    gone: Money
    closing: Money
    lines: tuple[StatementLine, ...]
    is_cut: bool


def period_statement(party_id: int, *, since: datetime, until: datetime, most: int) -> PeriodStatement:
    """Movements from `since` until before `until`. Five statements at most."""
    account_id = available_account(party_id)
    sums = _sums(account_id, since, until)
    opening = Money(sums["opening"], LEDGER_CURRENCY)
    rows = list(moved_by(account_id).filter(at__gte=since, at__lt=until).order_by("pk")[: most + 1])
    return PeriodStatement(
        opening,
        Money(sums["received"], LEDGER_CURRENCY),
        Money(sums["gone"], LEDGER_CURRENCY),
        Money(sums["closing"], LEDGER_CURRENCY),
        tuple(lines_of(rows[:most], account_id, opening)),
        len(rows) > most,
    )


def _sums(account_id: int, since: datetime, until: datetime) -> dict[str, int]:
    signed = Case(When(credit_id=account_id, then=F("amount_fen")), default=-F("amount_fen"))
    within = Q(at__gte=since, at__lt=until)
    moved = Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id), at__lt=until)
    return moved.aggregate(
        opening=Sum(signed, filter=Q(at__lt=since), default=0),
        received=Sum("amount_fen", filter=within & Q(credit_id=account_id), default=0),
        gone=Sum("amount_fen", filter=within & Q(debit_id=account_id), default=0),
        closing=Sum(signed, default=0),
    )
