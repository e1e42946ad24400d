"""Payments, refunds, balances, statements and payouts."""

from huopan.api.settlement import money, payments, payouts, quarantine
from huopan.api.settlement.routing import router

__all__ = ["money", "payments", "payouts", "quarantine", "router"]
