"""The platform's own accounts: known by fixed ids below zero, so that booking never has to look them up."""

from __future__ import annotations

from huopan.domains.settlement.models import Account
from huopan.kernel.refusal import RefusedError, said

LEDGER_CURRENCY = "CNY"

COMMISSION = -1
REFUNDING = -2
PAYING_OUT = -3
CLEARING = {"sandbox": -11, "alipay": -12}

PLATFORM_ACCOUNTS: dict[int, tuple[Account.Kind, str]] = {
    COMMISSION: (Account.Kind.COMMISSION, ""),
    REFUNDING: (Account.Kind.REFUNDING, ""),
    PAYING_OUT: (Account.Kind.PAYING_OUT, ""),
    **{pk: (Account.Kind.CLEARING, provider) for provider, pk in CLEARING.items()},
}


class UnknownProviderError(RefusedError):
    kind = "unknown"
    sentence = said("The ledger has no clearing account for the payment provider “{provider}”.")


def clearing_account(provider: str) -> int:
    """The id of the account that stands at minus what `provider` holds for us. Raises UnknownProviderError."""
    if provider not in CLEARING:
        raise UnknownProviderError(provider=provider)
    return CLEARING[provider]
