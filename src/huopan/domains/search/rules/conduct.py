"""What orders tell of a supplier, as figures and as signals."""

from __future__ import annotations

from dataclasses import dataclass

from huopan.engines.ranking import measured, swiftness
from huopan.engines.ranking.signals import LEAST_ORDERS

USUAL_PICKUP, USUAL_KEPT = 0.88, 0.95  # 88% within 48 hours is the figure to beat
USUAL_SHIP_DAYS, SLOWEST_SHIP_DAYS = 3, 30
THOUSAND, PERCENT = 1000, 100


@dataclass(frozen=True, slots=True)
class Conduct:
    """Of a supplier's orders in the last ninety days: `collected_in_time` of `orders_due` had their first courier scan
    within 48 hours of payment, `orders_kept` of `orders_closed` ended without refund or refusal."""

    orders_due: int = 0
    collected_in_time: int = 0
    orders_closed: int = 0
    orders_kept: int = 0

    @property
    def pickup_pct(self) -> int | None:
        """Whole percent, rounded down; None for fewer than five orders."""
        return self.collected_in_time * PERCENT // self.orders_due if self.orders_due >= LEAST_ORDERS else None

    @property
    def kept_pct(self) -> int | None:
        return self.orders_kept * PERCENT // self.orders_closed if self.orders_closed >= LEAST_ORDERS else None


UNKNOWN = Conduct()


def signals_of(conduct: Conduct, *, ship_days: int | None = None, is_in_stock: bool | None = None) -> dict[str, int]:
    """The stored signals in thousandths; what nobody measured or stated is left out, which is neutral."""
    signals = {
        "pickup": measured(conduct.collected_in_time, conduct.orders_due, usual=USUAL_PICKUP),
        "kept": measured(conduct.orders_kept, conduct.orders_closed, usual=USUAL_KEPT),
    }
    if ship_days is not None:
        signals["shipping"] = swiftness(ship_days, usual=USUAL_SHIP_DAYS, slowest=SLOWEST_SHIP_DAYS)
    if is_in_stock is not None:
        signals["stock"] = 0.0 if is_in_stock else -1.0
    return {name: round(value * THOUSAND) for name, value in signals.items()}
