from __future__ import annotations

from collections.abc import Sequence

from huopan.domains.settlement.models import Account, Transfer


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
