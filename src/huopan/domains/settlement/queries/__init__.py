"""Reads of the ledger that repeat or lock."""

from huopan.domains.settlement.queries.escrows import concerned, locked_escrows, was_released
from huopan.domains.settlement.queries.payouts import asked_within_a_day, locked_available
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY, PLATFORM_ACCOUNTS, clearing_account
from huopan.domains.settlement.queries.rates import commission_basis_points

__all__ = [
    "LEDGER_CURRENCY",
    "PLATFORM_ACCOUNTS",
    "asked_within_a_day",
    "clearing_account",
    "commission_basis_points",
    "concerned",
    "locked_available",
    "locked_escrows",
    "was_released",
]
