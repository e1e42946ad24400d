"""The bands that numbers fall into when they are counted."""

from __future__ import annotations

from bisect import bisect_right

HAO_PER_YUAN = 10_000
PRICE_FROM_HAO = tuple(yuan * HAO_PER_YUAN for yuan in (1, 5, 20, 100, 500))
MOQ_FROM = (2, 11, 100, 1_000)  # the first two bands are small-lot
SHIP_FROM_DAYS = (2, 3, 4, 8, 16)
PICKUP_FROM_PCT = (70, 80, 88, 95)  # 88 is the figure to beat
SMALL_LOT_BANDS = 2


def price_band(hao: int) -> int:
    """0 below 1 yuan, then from 1, 5, 20, 100 and 500 yuan."""
    return bisect_right(PRICE_FROM_HAO, hao)


def moq_band(pieces: int) -> int:
    """0 for one piece, 1 up to ten, then from 11, 100 and 1,000."""
    return bisect_right(MOQ_FROM, pieces)


def ship_band(days: int) -> int:
    """0 within a day, then 2, 3, up to 7, up to 15 days and longer."""
    return bisect_right(SHIP_FROM_DAYS, days)


def pickup_band(pct: int | None) -> int:
    """0 where nothing was measured, 1 below 70 percent, then from 70, 80, 88 and 95."""
    return 0 if pct is None else 1 + bisect_right(PICKUP_FROM_PCT, pct)
