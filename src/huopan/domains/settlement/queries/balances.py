"""What a party has now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, F, Q, Sum, When

from huopan.domains.settlement.models import Account, Payout, Transfer
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Balance:
    """A seller's money: to be had now, held in escrow for orders under way, and on its way to the bank."""

    available: Money
    held: Money
    on_its_way: Money


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


def derived_balance(account_id: int, *, until_transfer: int | None = None) -> Money:
    """The balance of an account from its transfers alone; `until_transfer`: as it was after that one."""
    moved = Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id))
    if until_transfer is not None:
        moved = moved.filter(pk__lte=until_transfer)
    signed = Case(When(credit_id=account_id, then=F("amount_fen")), default=-F("amount_fen"))
    return Money(moved.aggregate(fen=Sum(signed, default=0))["fen"], LEDGER_CURRENCY)
