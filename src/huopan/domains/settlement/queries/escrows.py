from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Sum

from huopan.domains.settlement.models import Account, Transfer
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY
from huopan.kernel.money import Money

_HELD = """
SELECT escrow.id, escrow.reference, escrow.party_id, payment.payer_id, escrow.balance_fen, escrow.currency,
  rate.basis_points, available.id
FROM settlement_account escrow
JOIN settlement_payment payment ON payment.id = escrow.payment_id
LEFT JOIN settlement_commissionrate rate ON rate.party_id = escrow.party_id
LEFT JOIN settlement_account available
  ON available.kind = 'available' AND available.party_id = escrow.party_id AND available.currency = %s
WHERE escrow.kind = 'escrow' AND escrow.reference = %s AND escrow.party_id = %s
ORDER BY escrow.id {lock}
"""


@dataclass(frozen=True, slots=True)
class HeldEscrow:
    """An escrow account with what its release asks for; `available_id`: None until the payee's first release."""

    account_id: int
    reference: str
    payee_id: int
    payer_id: int
    held: Money
    own_basis_points: int | None
    available_id: int | None


def escrows_to_release(reference: str, payee_id: int) -> list[HeldEscrow]:
    """Every escrow of `payee_id` under `reference`, oldest first, locked until the transaction ends. One statement."""
    lock = "FOR NO KEY UPDATE OF escrow" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format(lock=lock), [LEDGER_CURRENCY, reference, payee_id])
        return [
            HeldEscrow(account_id, reference, payee, payer, Money(fen, currency), rate, available)
            for account_id, reference, payee, payer, fen, currency, rate, available in cursor.fetchall()
        ]


def locked_escrows(reference: str, *, payee_id: int | None = None) -> list[Account]:
    """Every escrow account held under `reference`, oldest first, locked until the transaction ends."""
    accounts = Account.objects.select_for_update(of=("self",), no_key=True).select_related("payment")
    accounts = accounts.filter(kind=Account.Kind.ESCROW, reference=reference)
    if payee_id is not None:
        accounts = accounts.filter(party_id=payee_id)
    return list(accounts.order_by("pk"))


def was_released(escrows: Sequence[Account]) -> bool:
    """Whether money has gone from any of these accounts to its payee."""
    return Transfer.objects.filter(debit__in=escrows, credit__kind=Account.Kind.AVAILABLE).exists()


def concerned(escrow: Account) -> tuple[int, ...]:
    """The parties on both ends of an escrow account: who is to be paid, and who paid."""
    payer = [escrow.payment.payer_id] if escrow.payment else []
    return tuple(filter(None, [escrow.party_id, *payer]))


def held_of(references: Sequence[str], party_id: int) -> dict[str, Money]:
    """What is in escrow for `party_id` under each of these references; what has ended holds nothing. One statement."""
    escrows = Account.objects.filter(kind=Account.Kind.ESCROW, party_id=party_id, reference__in=references)
    rows = escrows.order_by().values_list("reference").annotate(Sum("balance_fen"))
    return {reference: Money(fen, LEDGER_CURRENCY) for reference, fen in rows}
