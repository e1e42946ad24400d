"""Escrow to the seller."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huopan.domains.settlement import queries
from huopan.domains.settlement.events import EscrowReleased
from huopan.domains.settlement.models import Account, Transfer
from huopan.domains.settlement.queries import HeldEscrow
from huopan.domains.settlement.queries.platform import COMMISSION, LEDGER_CURRENCY
from huopan.domains.settlement.rules import Shares, shares
from huopan.infra.crashing import crash_point
from huopan.infra.outbox.announcing import announce
from huopan.infra.rows import insert
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
    escrows = queries.escrows_to_release(reference, payee_id)
    if not escrows:
        raise NothingHeldError(reference=reference)
    held = [escrow for escrow in escrows if escrow.held]
    if held:
        cuts = [shares(escrow.held, _rate(escrow)) for escrow in held]
        _book(held, cuts, cause, at)
        crash_point("after_release")
        announce(*(_released(escrow, cut, at) for escrow, cut in zip(held, cuts, strict=True)), by=by)
    return Money(sum(escrow.held.fen for escrow in held), LEDGER_CURRENCY)


def _rate(escrow: HeldEscrow) -> int:
    return settings.HUOPAN.commission_basis_points if escrow.own_basis_points is None else escrow.own_basis_points


def _book(held: list[HeldEscrow], cuts: list[Shares], cause: str, at: datetime) -> None:
    available_id = held[0].available_id or _new_available_account(held[0].payee_id)
    insert(
        Transfer,
        ("debit_id", "credit_id", "amount_fen", "cause", "at"),
        [
            (escrow.account_id, credit_id, part.fen, cause, at)
            for escrow, cut in zip(held, cuts, strict=True)
            for credit_id, part in ((COMMISSION, cut.fee), (available_id, cut.share))
            if part
        ],
    )


def _new_available_account(party_id: int) -> int:
    account, _ = Account.objects.get_or_create(kind=Account.Kind.AVAILABLE, party_id=party_id, currency=LEDGER_CURRENCY)
    return account.pk


def _released(escrow: HeldEscrow, cut: Shares, at: datetime) -> EscrowReleased:
    return EscrowReleased(
        account_id=escrow.account_id,
        reference=escrow.reference,
        payee_id=escrow.payee_id,
        share_fen=cut.share.fen,
        fee_fen=cut.fee.fen,
        at=at,
        concerns=(escrow.payee_id, escrow.payer_id),
    )
