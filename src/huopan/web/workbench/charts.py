"""Small charts drawn as figures for an SVG, so that a page needs no script for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huopan.domains.orders.queries import Day
from huopan.kernel.money import Money

WIDTH, HEIGHT, GAP = 360, 72, 2
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    on: date
    orders: int
    revenue: Money


@dataclass(frozen=True, slots=True)
class Trade:
    """The sums of some days and their bars, as high as their revenue. `pickup_rate_48h`: percent, None before any
    order was due."""

    orders: int
    revenue: Money
    pickup_rate_48h: int | None
    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT


def trade_of(days: Sequence[Day]) -> Trade:
    due = sum(day.due for day in days)
    return Trade(
        sum(day.orders for day in days),
        Money(sum(day.revenue_fen for day in days)),
        round(WHOLE * sum(day.in_time for day in days) / due) if due else None,
        tuple(_bars(days)),
    )


def _bars(days: Sequence[Day]) -> list[Bar]:
    most = max((day.revenue_fen for day in days), default=0) or 1
    step = WIDTH / max(1, len(days))
    return [_bar(day, place * step, step - GAP, day.revenue_fen / most) for place, day in enumerate(days)]


def _bar(day: Day, x: float, width: float, share: float) -> Bar:
    height = max(share * HEIGHT, 1.0)
    return Bar(
        round(x, 1),
        round(HEIGHT - height, 1),
        round(width, 1),
        round(height, 1),
        day.on,
        day.orders,
        Money(day.revenue_fen),
    )
