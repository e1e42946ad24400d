"""What a buyer may claim of an order, what it comes to, and how long each side has to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, counted, said

CLAIMABLE = frozenset({"awaiting_shipment", "awaiting_collection", "in_transit", "delivered", "completed"})


class ClaimsNothingError(RefusedError):
    kind = "invalid"
    sentence = said("Say which pieces the after-sale is about, or how much money it asks for.")


class NotOrderedError(RefusedError):
    kind = "invalid"
    sentence = said("SKU {sku_id} is not part of this order; choose among its lines.")


class ReturnsTooMuchError(RefusedError):
    sentence = counted(
        "{left} piece of “{item}” can be sent back, not {asked}.",
        "{left} pieces of “{item}” can be sent back, not {asked}.",
        "left",
    )


class ClaimsTooMuchError(RefusedError):
    sentence = counted(
        "{left} piece of “{item}” is left to claim a refund for, not {asked}.",
        "{left} pieces of “{item}” are left to claim a refund for, not {asked}.",
        "left",
    )


class NothingToReturnError(RefusedError):
    kind = "invalid"
    sentence = said("Say which pieces go back; to ask for money alone, choose “refund only”.")


class NotClaimableError(RefusedError):
    sentence = said("An order in the state “{state}” has no after-sale; cancel it instead, or order again.")


class ClaimTooLateError(RefusedError):
    sentence = counted(
        "After-sales end {days} day after the order is completed; write to the supplier instead.",
        "After-sales end {days} days after the order is completed; write to the supplier instead.",
        "days",
    )


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A line as it stands: pieces ordered, shipped, dropped before shipment, and sent back already."""

    sku_id: int
    title: str
    amount_fen: int
    ordered: int
    shipped: int
    dropped: int
    returned: int

    @property
    def unshipped(self) -> int:
        return self.ordered - self.shipped - self.dropped

    @property
    def at_hand(self) -> int:
        """Pieces the buyer has, or will have."""
        return self.shipped - self.returned

    def amount_of_next(self, pieces: int) -> Money:
        """What the next `pieces` cost: parts taken one after the other add up to the line, to the fen."""
        before = self.dropped + self.returned
        return Money(self._amount_of_first(before + pieces) - self._amount_of_first(before))

    def _amount_of_first(self, pieces: int) -> int:
        return self.amount_fen * pieces // self.ordered


@dataclass(frozen=True, slots=True)
class Claimable:
    """`left`: the most that can be asked for. `is_shipping`: a refund is for pieces that have not left yet."""

    lines: Sequence[ClaimLine]
    left: Money
    is_shipping: bool

    def most_of(self, sku_id: int) -> int:
        """Pieces of one line that can be claimed."""
        line = next(line for line in self.lines if line.sku_id == sku_id)
        return line.unshipped if self.is_shipping else line.at_hand

    def price_of(self, pieces: Mapping[int, int]) -> Money:
        """What as many pieces come to as can be claimed."""
        possible = {sku_id: min(quantity, self.most_of(sku_id)) for sku_id, quantity in pieces.items() if quantity > 0}
        return price_of(self.lines, possible, left=self.left) if possible else Money(0)


class TimeLimits(Protocol):
    @property
    def after_sale_answer_hours(self) -> int: ...
    @property
    def after_sale_return_days(self) -> int: ...


def check_return(lines: Iterable[ClaimLine], pieces: Mapping[int, int]) -> None:
    """Goods go back only when they were shipped, once each."""
    if not pieces:
        raise NothingToReturnError
    _check(lines, pieces, left_of=lambda line: line.at_hand, refusal=ReturnsTooMuchError)


def check_refund(lines: Iterable[ClaimLine], pieces: Mapping[int, int], *, is_shipping: bool) -> None:
    """Before the last shipment a refund is for pieces that have not left; afterwards for those the buyer has."""
    _check(
        lines,
        pieces,
        left_of=lambda line: line.unshipped if is_shipping else line.at_hand,
        refusal=ClaimsTooMuchError,
    )


def price_of(lines: Sequence[ClaimLine], pieces: Mapping[int, int], *, left: Money) -> Money:
    """What `pieces` cost, at most what is `left` to refund; all of it when nothing of the order would remain."""
    if all(line.at_hand == 0 and line.unshipped == pieces.get(line.sku_id, 0) for line in lines):
        return left
    amounts = (line.amount_of_next(pieces[line.sku_id]).fen for line in lines if line.sku_id in pieces)
    return min(Money(sum(amounts)), left)


def must_be_claimable(state: str, *, closed_at: datetime | None, at: datetime, window_days: int, label: str) -> None:
    """Raise NotClaimableError or ClaimTooLateError."""
    if state not in CLAIMABLE:
        raise NotClaimableError(state=label)
    if closed_at is not None and at > closed_at + timedelta(days=window_days):
        raise ClaimTooLateError(days=window_days)


def due_at(state: str, *, at: datetime, limits: TimeLimits) -> datetime | None:
    """When an after-sale that enters `state` moves by itself; None where only people move it."""
    stays = {
        "requested": timedelta(hours=limits.after_sale_answer_hours),
        "refused": timedelta(hours=limits.after_sale_answer_hours),
        "agreed": timedelta(days=limits.after_sale_return_days),
        "goods_returning": timedelta(days=limits.after_sale_return_days),
    }
    return at + stays[state] if state in stays else None


def _check(
    lines: Iterable[ClaimLine],
    pieces: Mapping[int, int],
    *,
    left_of: Callable[[ClaimLine], int],
    refusal: type[RefusedError],
) -> None:
    known = {line.sku_id: line for line in lines}
    for sku_id, asked in pieces.items():
        if sku_id not in known:
            raise NotOrderedError(sku_id=sku_id)
        left = left_of(known[sku_id])
        if not 1 <= asked <= left:
            raise refusal(item=known[sku_id].title, left=left, asked=asked)
