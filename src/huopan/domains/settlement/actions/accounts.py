"""Where a seller wants its money."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.settlement.events import PayoutAccountSaved
from huopan.domains.settlement.models import PayoutAccount
from huopan.domains.settlement.rules import masked
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

SHORTEST, LONGEST = 8, 34


class NotABankAccountError(RefusedError):
    kind = "invalid"
    sentence = said("“{number}” is not an account number; write its {shortest} to {longest} letters and digits.")


@transaction.atomic
def save_payout_account(*, holder: str, bank: str, number: str, by: Actor, at: datetime) -> PayoutAccount:
    """Set the bank account of the actor's party; payouts already asked for keep the account they had."""
    by.must("money.payout")
    plain = number.replace(" ", "").replace("-", "")
    if not (SHORTEST <= len(plain) <= LONGEST and plain.isascii() and plain.isalnum()):
        raise NotABankAccountError(number=number, shortest=SHORTEST, longest=LONGEST)
    account, _ = PayoutAccount.objects.update_or_create(
        party_id=by.party_id,
        defaults={"holder": holder.strip(), "bank": bank.strip(), "number": plain, "changed_at": at},
    )
    announce(
        PayoutAccountSaved(account_id=account.pk, masked_number=masked(plain), at=at, concerns=(by.party_id,)), by=by
    )
    return account
