"""Escrow to the seller."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.settlement import queries
from huopan.domains.settlement.events import EscrowReleased
from huopan.domains.settlement.models import Account, Transfer
from huopan.domains.settlement.queries.platform import COMMISSION, LEDGER_CURRENCY
from huopan.domains.settlement.rules import Shares, shares
from huopan.infra.crashing import crash_point
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said


class NothingHeldError(RefusedError):
    sentence = said("No money was ever held for {reference}; it has not been paid.")


@transaction.atomic
def release_escrow(*, reference: str, payee_id: int, cause: str, by: Actor, at: datetime) -> Money:
    """Give the payee all that is left in escrow under `reference`, less commission; the sum released comes back.

    Nothing left gives zero, so hearing twice is safe. Raises NothingHeldError when it was never paid.
    """
    escrows = queries.locked_escrows(reference, payee_id=payee_id)
    if not escrows:
        raise NothingHeldError(reference=reference)
    held = [escrow for escrow in escrows if escrow.balance_fen]
    if held:
        rate = queries.commission_basis_points(payee_id)
        cuts = [shares(Money(escrow.balance_fen, escrow.currency), rate) for escrow in held]
        _book(held, cuts, _available_account(payee_id), cause, at)
        crash_point("after_release")
        announce(*(_released(escrow, cut, at) for escrow, cut in zip(held, cuts, strict=True)), by=by)
    return Money(sum(escrow.balance_fen for escrow in held), LEDGER_CURRENCY)


def _book(held: list[Account], cuts: list[Shares], available_id: int, cause: str, at: datetime) -> None:
    Transfer.objects.bulk_create(
        Transfer(debit=escrow, credit_id=credit_id, amount_fen=part.fen, cause=cause, at=at)
        for escrow, cut in zip(held, cuts, strict=True)
        for credit_id, part in ((COMMISSION, cut.fee), (available_id, cut.share))
        if part
    )


def _available_account(party_id: int) -> int:
    account, _ = Account.objects.get_or_create(kind=Account.Kind.AVAILABLE, party_id=party_id, currency=LEDGER_CURRENCY)
    return account.pk


def _released(escrow: Account, cut: Shares, at: datetime) -> EscrowReleased:
    return EscrowReleased(
        account_id=escrow.pk,
        reference=escrow.reference,
        payee_id=escrow.party_id or 0,
        share_fen=cut.share.fen,
        fee_fen=cut.fee.fen,
        at=at,
        concerns=queries.concerned(escrow),
    )
