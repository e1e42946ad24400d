"""How a price stands among those of other results for the same question."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import median

LEAST_PRICES = 5  # fewer results make no market


def middle_price(prices: Iterable[int]) -> float | None:
    """The median of the prices above 0; None for fewer than five."""
    known = [price for price in prices if price > 0]
    return median(known) if len(known) >= LEAST_PRICES else None


def price_fitness(price: int, middle: float | None) -> float:
    """1 at half the middle price or below, 0 at it, -1 at twice it or above; logarithmic in between.

    Bounded on purpose: a price of almost nothing says more about the seller than about the goods.
    """
    if middle is None or price <= 0:
        return 0.0
    return min(max(-math.log2(price / middle), -1.0), 1.0)
