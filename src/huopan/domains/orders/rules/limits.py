"""How much somebody may order without asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said


class OverOrderLimitError(RefusedError):
    sentence = said("{total} is more than the {limit} you may order at once; ask for approval, or order less.")


class OverMonthLimitError(RefusedError):
    sentence = said(
        "You have ordered {spent} this month and may order {limit}; {total} more needs approval, or waits for next"
        " month."
    )


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a person may order, None where nothing limits; `spent`: this month, without what was cancelled or paid
    back."""

    per_order: Money | None
    per_month: Money | None
    spent: Money

    @property
    def left(self) -> Money | None:
        """Of this month."""
        if self.per_month is None:
            return None
        return Money(max(0, self.per_month.fen - self.spent.fen))

    def refusal(self, total: Money) -> RefusedError | None:
        """Why `total` may not be ordered without approval."""
        if self.per_order is not None and total.fen > self.per_order.fen:
            return OverOrderLimitError(total=total, limit=self.per_order)
        if self.per_month is not None and self.spent.fen + total.fen > self.per_month.fen:
            return OverMonthLimitError(spent=self.spent, limit=self.per_month, total=total)
        return None


def month_of(local: datetime) -> datetime:
    """The first moment of the calendar month of a local time."""
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
