"""What happens to money. Amounts are integer fen."""

from __future__ import annotations

from dataclasses import dataclass

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class PaymentOpened(Event):
    about = "payment_id"
    payment_id: int
    number: str
    purpose: str
    reference: str
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(Event):
    """The money is in escrow. `is_late`: the payment had been closed before; who opened it must return or use it."""

    about = "payment_id"
    payment_id: int
    number: str
    purpose: str
    reference: str
    amount_fen: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class PaymentClosed(Event):
    about = "payment_id"
    payment_id: int
    number: str
    purpose: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class NoticeQuarantined(Event):
    """An alert: a provider told us of money that does not fit what was asked. Nothing was booked."""

    about = "notice_id"
    notice_id: int
    provider: str
    number: str
    because: str


@dataclass(frozen=True, kw_only=True)
class QuarantineResolved(Event):
    about = "notice_id"
    notice_id: int
    resolution: str


@dataclass(frozen=True, kw_only=True)
class EscrowReleased(Event):
    about = "account_id"
    account_id: int
    reference: str
    payee_id: int
    share_fen: int
    fee_fen: int


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    about = "refund_id"
    refund_id: int
    number: str
    reference: str
    amount_fen: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class RefundDone(Event):
    about = "refund_id"
    refund_id: int
    number: str
    reference: str
    amount_fen: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    """The provider refused for good; a person must look. The money waits in the refunding account."""

    about = "refund_id"
    refund_id: int
    number: str
    reference: str
    amount_fen: int
    because: str


@dataclass(frozen=True, kw_only=True)
class PayoutAccountSaved(Event):
    about = "account_id"
    account_id: int
    masked_number: str


@dataclass(frozen=True, kw_only=True)
class PayoutRequested(Event):
    about = "payout_id"
    payout_id: int
    number: str
    amount_fen: int
    needs_second_person: bool


@dataclass(frozen=True, kw_only=True)
class PayoutApproved(Event):
    about = "payout_id"
    payout_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class PayoutSent(Event):
    about = "payout_id"
    payout_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class PayoutPaid(Event):
    about = "payout_id"
    payout_id: int
    number: str
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class PayoutReturned(Event):
    """The payout was refused or failed; the money is available to the seller again."""

    about = "payout_id"
    payout_id: int
    number: str
    amount_fen: int
    because: str


@dataclass(frozen=True, kw_only=True)
class CommissionRateSet(Event):
    about = "rate_id"
    rate_id: int
    payee_id: int
    basis_points: int
