"""What the money's rules decide, from values to values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huopan.kernel.money import WHOLE_BASIS_POINTS, Money
from huopan.kernel.refusal import RefusedError, counted, said

SHOWN_DIGITS = 4


class EmptyPaymentError(RefusedError):
    kind = "invalid"
    sentence = said("There is nothing to pay; every part of a payment must be above zero.")


class TwicePaidReferenceError(RefusedError):
    kind = "invalid"
    sentence = counted(
        "{reference} is named twice in one payment; add its parts up first.",
        "{reference} is named {count} times in one payment; add its parts up first.",
        "count",
    )


class Verdict(StrEnum):
    """What became of a provider's notice. REPLAYED is told to the caller only: the first hearing is what is stored."""

    BOOKED = "booked"
    LATE = "late"
    REPEATED = "repeated"
    REPLAYED = "replayed"
    NOTED = "noted"
    QUARANTINED = "quarantined"


class Mismatch(StrEnum):
    """In which point a notice differs from what was asked."""

    UNKNOWN = "unknown"
    PROVIDER = "provider"
    AMOUNT = "amount"
    CURRENCY = "currency"
    PAYEE = "payee"
    REFERENCE = "reference"
    PAID_TWICE = "paid_twice"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Allocation:
    """The part of a payment that is held for one payee under one reference (an order's number)."""

    reference: str
    payee_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Claim:
    """What one side says was to be paid: ours when asking, the provider's when telling."""

    provider: str
    payee: str
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Shares:
    """A released sum cut in two: `fee` + `share` is the sum to the fen (M8)."""

    fee: Money
    share: Money


def total_of(allocations: Sequence[Allocation]) -> Money:
    """The sum to ask. Raises EmptyPaymentError, TwicePaidReferenceError, CurrencyMismatchError."""
    if not allocations or any(part.amount.fen <= 0 for part in allocations):
        raise EmptyPaymentError
    references = [part.reference for part in allocations]
    for reference in references:
        if references.count(reference) > 1:
            raise TwicePaidReferenceError(reference=reference, count=references.count(reference))
    return sum((part.amount for part in allocations[1:]), allocations[0].amount)


def first_difference(ours: Claim, told: Claim) -> Mismatch | None:
    """The first point in which the provider's claim is not ours (M10)."""
    differs = {
        Mismatch.PROVIDER: ours.provider != told.provider,
        Mismatch.PAYEE: ours.payee != told.payee,
        Mismatch.REFERENCE: ours.reference != told.reference,
        Mismatch.CURRENCY: ours.amount.currency != told.amount.currency,
        Mismatch.AMOUNT: ours.amount.fen != told.amount.fen,
    }
    return next((point for point, does in differs.items() if does), None)


def shares(released: Money, commission_basis_points: int) -> Shares:
    """Cut a released sum into the platform's fee and the payee's share (largest remainder)."""
    fee, share = released.split([commission_basis_points, WHOLE_BASIS_POINTS - commission_basis_points])
    return Shares(fee, share)


def reclaimed(released: Shares, *, before: Money, amount: Money) -> Shares:
    """Cut a refund after release in the release's own proportion; `before`: what was refunded so earlier. Refunds that
    add up to the release give back exactly its fee and its share."""
    total = released.fee + released.share
    fee = _proportion(released.fee, before + amount, total) - _proportion(released.fee, before, total)
    return Shares(fee, amount - fee)


def _proportion(part: Money, of: Money, total: Money) -> Money:
    return Money(part.fen * of.fen // total.fen, part.currency)


def masked(number: str) -> str:
    """An account number as people may see it: its last four digits."""
    return "•" * max(len(number) - SHOWN_DIGITS, SHOWN_DIGITS) + number[-SHOWN_DIGITS:]
