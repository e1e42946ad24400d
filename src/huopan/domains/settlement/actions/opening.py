from __future__ import annotations

from django.db import transaction

from huopan.domains.settlement.models import Account
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY, PLATFORM_ACCOUNTS


@transaction.atomic
def open_platform_accounts() -> None:
    """Have every platform account stand, under its fixed id; safe to repeat. Runs after each migrate."""
    Account.objects.bulk_create(
        [
            Account(pk=pk, kind=kind, reference=reference, currency=LEDGER_CURRENCY, keeps_balance=False)
            for pk, (kind, reference) in PLATFORM_ACCOUNTS.items()
        ],
        ignore_conflicts=True,
    )
