"""Ledger, escrow, payments, refunds, payouts."""
