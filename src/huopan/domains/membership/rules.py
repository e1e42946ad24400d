"""Which plans there are, how long a membership runs, and where the next one begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# Their places, counted from one, are digits in search indexes: new ones go to the end, nine at most.
PLAN_CODES = ("trusted", "super_factory")
ADMISSION_PROOF = "inspection"
LAPSES_SOON = timedelta(days=30)
LONGEST = timedelta(days=5 * 366)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StarterPlan:
    """As a plan begins; the fee is that of the trade in 2025."""

    code: str
    name_zh: str
    name_en: str
    yearly_fee_fen: int
    needs_admission: bool = False


STARTER_PLANS = (
    StarterPlan("trusted", "诚信会员", "Trusted member", 668_800),
    StarterPlan("super_factory", "超级工厂", "Super factory", 10_680_000, needs_admission=True),
)


def first_day(today: date, covered_until: date | None) -> date:
    """Today, or the day after what is covered already: no day twice, none left out."""
    return today if covered_until is None else max(today, covered_until + DAY)


def year_from(first: date) -> date:
    """The last day of the year that begins on `first`; of one that begins on 29 February, 28 February."""
    try:
        return first.replace(year=first.year + 1) - DAY
    except ValueError:
        return first.replace(year=first.year + 1, day=28)


def last_day_left(first: date, today: date) -> date:
    """The last day covered of what ends early today: yesterday, or none at all (the day before the first)."""
    return max(today - DAY, first - DAY)
