"""The ledger and its payments as the operator looks into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from huopan.domains.settlement.models import Account, Payment, Payout, ProviderNotice, Refund, Transfer
from huopan.domains.settlement.queries.balances import derived_balance
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money

_PROOF = """
SELECT kind, sum(accounts), sum(fen) FROM (
  SELECT kind, count(*) AS accounts, sum(balance_fen) AS fen FROM settlement_account
    WHERE currency = %s AND keeps_balance GROUP BY kind
  UNION ALL
  SELECT kind, count(*), 0 FROM settlement_account WHERE currency = %s AND NOT keeps_balance GROUP BY kind
  UNION ALL
  SELECT a.kind, 0, sum(t.amount_fen) FROM settlement_transfer t JOIN settlement_account a ON a.id = t.credit_id
    WHERE a.currency = %s AND NOT a.keeps_balance GROUP BY a.kind
  UNION ALL
  SELECT a.kind, 0, -sum(t.amount_fen) FROM settlement_transfer t JOIN settlement_account a ON a.id = t.debit_id
    WHERE a.currency = %s AND NOT a.keeps_balance GROUP BY a.kind
) AS parts GROUP BY kind ORDER BY kind
"""


@dataclass(frozen=True, slots=True)
class KindSum:
    """All accounts of one kind together."""

    kind: str
    label: str
    accounts: int
    balance: Money


@dataclass(frozen=True, slots=True)
class Proof:
    """Where all money is, and what it comes to: zero, or the ledger is broken."""

    kinds: list[KindSum]

    @property
    def total(self) -> Money:
        return sum((each.balance for each in self.kinds), Money(0, LEDGER_CURRENCY))

    @property
    def holds(self) -> bool:
        return not self.total


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One transfer as an account sees it: what it brought or took, and what was there after it."""

    transfer: Transfer
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Origin:
    """What asked for a transfer: `kind` payment, refund, payout, order or after_sale, and its number."""

    kind: str
    number: str
    payment_number: str = ""


def ledger_proof() -> Proof:
    """Kept balances as they are kept, the others from their transfers. One statement."""
    labels = dict(Account.Kind.choices)
    with connection.cursor() as cursor:
        cursor.execute(_PROOF, [LEDGER_CURRENCY] * 4)
        return Proof(
            [
                KindSum(kind, str(labels.get(kind, kind)), int(accounts), Money(int(fen), LEDGER_CURRENCY))
                for kind, accounts, fen in cursor.fetchall()
            ]
        )


def account_lines(account_id: int, *, before: int | None, limit: int) -> list[AccountLine]:
    """Up to `limit` transfers of an account, newest first, older than transfer `before`. Two statements."""
    moved = Transfer.objects.filter(Q(debit_id=account_id) | Q(credit_id=account_id))
    moved = moved.select_related("debit__party", "credit__party").order_by("-pk")
    rows = list((moved if before is None else moved.filter(pk__lt=before))[:limit])
    balance = derived_balance(account_id, until_transfer=rows[0].pk) if rows else Money(0, LEDGER_CURRENCY)
    lines = []
    for row in rows:
        amount = Money(row.amount_fen if row.credit_id == account_id else -row.amount_fen, LEDGER_CURRENCY)
        lines.append(AccountLine(row, amount, balance))
        balance -= amount
    return lines


def payments_found(words: str, by: Actor, *, state: str = "") -> QuerySet[Payment]:
    """By our number, the provider's, the purchase, or the payer's name; newest first."""
    rows = Payment.objects.visible_to(by).select_related("payer").order_by("-pk")
    if words:
        named = Q(payer__name_zh__icontains=words) | Q(payer__name_en__icontains=words)
        numbered = Q(number=words) | Q(provider_reference=words) | Q(reference=words)
        rows = rows.filter(numbered | named | Q(escrows__reference=words)).distinct()
    return rows.filter(state=state) if state else rows


def transfers_of_payment(payment: Payment) -> list[Transfer]:
    """What moved because of a payment, oldest first, with both accounts and their parties. One statement."""
    moved = Transfer.objects.filter(Q(debit__payment=payment) | Q(credit__payment=payment))
    return list(moved.select_related("debit__party", "credit__party").order_by("pk"))


def notices_about(number: str) -> Sequence[ProviderNotice]:
    """What providers told of a payment, refund or payout, oldest first."""
    return list(ProviderNotice.objects.filter(number=number).order_by("received_at", "pk"))


def origin_of(transfer: Transfer) -> Origin:
    """What asked for a transfer, by its cause. One statement, none for what names its number itself."""
    kind, _, rest = transfer.cause.partition(":")
    name = rest.partition(":")[0]
    if kind == "payment":
        number = Payment.objects.filter(pk=name).values_list("number", flat=True).first() or ""
        return Origin(kind, number, number)
    if kind == "refund":
        row = Refund.objects.filter(pk=name).values_list("number", "payment__number").first() or ("", "")
        return Origin(kind, *row)
    if kind == "payout":
        return Origin(kind, Payout.objects.filter(pk=name).values_list("number", flat=True).first() or "")
    return Origin(kind, name)


def escrow_of(reference: str, by: Actor) -> Money:
    """What is held for an order now. One statement."""
    held = Account.objects.visible_to(by).filter(kind=Account.Kind.ESCROW, reference=reference)
    return Money(sum(held.values_list("balance_fen", flat=True)), LEDGER_CURRENCY)
