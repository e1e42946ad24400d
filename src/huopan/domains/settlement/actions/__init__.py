"""What is done with money, one verb each."""

from huopan.domains.settlement.actions.accounts import save_payout_account
from huopan.domains.settlement.actions.noticing import receive_notice
from huopan.domains.settlement.actions.opening import open_platform_accounts
from huopan.domains.settlement.actions.paying import close_payment, open_payment, payment_link
from huopan.domains.settlement.actions.payouts import (
    approve_payout,
    record_payout,
    refuse_payout,
    request_payout,
    reveal_destination,
    send_payout,
)
from huopan.domains.settlement.actions.quarantine import resolve_quarantine
from huopan.domains.settlement.actions.rates import set_commission_rate
from huopan.domains.settlement.actions.reclaiming import (
    RefundBeyondReleasedError,
    SellerShortError,
    refund_from_seller,
)
from huopan.domains.settlement.actions.reconciling import reconcile, send_waiting
from huopan.domains.settlement.actions.refunding import refund, retry_refund, send_refund
from huopan.domains.settlement.actions.releasing import release_escrow

__all__ = [
    "RefundBeyondReleasedError",
    "SellerShortError",
    "approve_payout",
    "close_payment",
    "open_payment",
    "open_platform_accounts",
    "payment_link",
    "receive_notice",
    "reconcile",
    "record_payout",
    "refund",
    "refund_from_seller",
    "refuse_payout",
    "release_escrow",
    "request_payout",
    "resolve_quarantine",
    "retry_refund",
    "reveal_destination",
    "save_payout_account",
    "send_payout",
    "send_refund",
    "send_waiting",
    "set_commission_rate",
]
