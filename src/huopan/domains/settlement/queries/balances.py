"""What a party has now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, CharField, F, Q, Sum, Value, When

from huopan.domains.settlement.models import Account, Payout, Transfer
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.money import Money

LEAVING = (Payout.State.REQUESTED, Payout.State.APPROVED, Payout.State.SENT)


@dataclass(frozen=True, slots=True)
class Balance:
    """A seller's money: to be had now, held in escrow for orders under way, and on its way to the bank."""

    available: Money
    held: Money
    on_its_way: Money


def balance_of(party_id: int) -> Balance:
    """One statement."""
    accounts = Account.objects.filter(party_id=party_id, currency=LEDGER_CURRENCY).order_by()
    of_kind = accounts.values_list("kind").annotate(fen=Sum("balance_fen"))
    leaving = Payout.objects.filter(party_id=party_id, state__in=LEAVING).order_by()
    on_its_way = leaving.values_list(Value(Account.Kind.PAYING_OUT, CharField())).annotate(fen=Sum("amount_fen"))
    fen = dict(of_kind.union(on_its_way, all=True))
    kinds = (Account.Kind.AVAILABLE, Account.Kind.ESCROW, Account.Kind.PAYING_OUT)
    return Balance(*(Money(int(fen.get(kind) or 0)) for kind in kinds))


def derived_balance(account_id: int, *, until_transfer: int | None = None) -> Money:
    """The balance of an account from its transfers alone; `until_transfer`: as it was after that one."""
    moved = Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id))
    if until_transfer is not None:
        moved = moved.filter(pk__lte=until_transfer)
    signed = Case(When(credit_id=account_id, then=F("amount_fen")), default=-F("amount_fen"))
    return Money(moved.aggregate(fen=Sum(signed, default=0))["fen"], LEDGER_CURRENCY)
