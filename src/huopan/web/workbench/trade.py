"""How the last days went, in sums and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.queries import Day
from huopan.kernel.money import Money
from huopan.web.components.charts import Chart, bar_chart

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Trade:
    """`pickup_rate_48h`: percent, None before any order was due."""

    orders: int
    revenue: Money
    pickup_rate_48h: int | None
    by_day: Chart


def trade_of(days: Sequence[Day]) -> Trade:
    due = sum(day.due for day in days)
    return Trade(
        sum(day.orders for day in days),
        Money(sum(day.revenue_fen for day in days)),
        round(WHOLE * sum(day.in_time for day in days) / due) if due else None,
        bar_chart(
            title=_("Revenue by day"),
            what=_("Day"),
            labels=[f"{day.on:%m-%d}" for day in days],
            series=(_("Revenue"), [day.revenue_fen for day in days]),
            shown=lambda fen: str(Money(round(fen))),
        ),
    )
