"""Reads of the ledger that repeat or lock."""

from huopan.domains.settlement.queries.balances import Balance, balance_of, derived_balance
from huopan.domains.settlement.queries.escrows import (
    HeldEscrow,
    concerned,
    escrows_to_release,
    held_of,
    locked_escrows,
    was_released,
)
from huopan.domains.settlement.queries.exploring import (
    AccountLine,
    Origin,
    Proof,
    account_lines,
    escrow_of,
    ledger_proof,
    notices_about,
    origin_of,
    payments_found,
    transfers_of_payment,
)
from huopan.domains.settlement.queries.payments import locked_payment, payment
from huopan.domains.settlement.queries.payouts import asked_within_a_day, locked_available, payouts_to_approve
from huopan.domains.settlement.queries.periods import PeriodStatement, period_statement
from huopan.domains.settlement.queries.platform import LEDGER_CURRENCY, PLATFORM_ACCOUNTS, clearing_account
from huopan.domains.settlement.queries.statements import StatementLine, statement, statement_page
from huopan.domains.settlement.queries.waiting import payments_to_poll, payouts_to_send, quarantined, refunds_to_send

__all__ = [
    "LEDGER_CURRENCY",
    "PLATFORM_ACCOUNTS",
    "AccountLine",
    "Balance",
    "HeldEscrow",
    "Origin",
    "PeriodStatement",
    "Proof",
    "StatementLine",
    "account_lines",
    "asked_within_a_day",
    "balance_of",
    "clearing_account",
    "concerned",
    "derived_balance",
    "escrow_of",
    "escrows_to_release",
    "held_of",
    "ledger_proof",
    "locked_available",
    "locked_escrows",
    "locked_payment",
    "notices_about",
    "origin_of",
    "payment",
    "payments_found",
    "payments_to_poll",
    "payouts_to_approve",
    "payouts_to_send",
    "period_statement",
    "quarantined",
    "refunds_to_send",
    "statement",
    "statement_page",
    "transfers_of_payment",
    "was_released",
]
