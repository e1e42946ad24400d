"""The named signals: what each measures, between which bounds, and how much it weighs. One table, no other place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

Name = Literal["pickup", "kept", "shipping", "stock", "price", "leaning"]
NEUTRAL = 0.0
LEAST_ORDERS = 5  # fewer orders say nothing about a supplier


@dataclass(frozen=True, slots=True)
class Signal:
    """A value in [-1, 1], 0 where nothing was measured. It multiplies relevance by 1 + weight × value.

    `is_stored`: known before anybody asks, so that the index itself can multiply; the others depend on the question.
    """

    name: Name
    weight: float
    is_stored: bool = True


SIGNALS: tuple[Signal, ...] = (
    Signal("pickup", 0.25),  # quality: share of orders that a courier had within 48 hours of payment
    Signal("kept", 0.20),  # quality: share of closed orders that ended without a refund or a supplier's refusal
    Signal("shipping", 0.15),  # promise: how soon the offer says that it ships
    Signal("stock", 0.20),  # promise: whether there is anything to ship
    # what was opened and bought after such words is mostly of this kind: lifts, never lowers
    Signal("leaning", 0.15, is_stored=False),
    Signal("price", 0.15, is_stored=False),  # how the price stands to the other results of the same question
)
STORED: tuple[Signal, ...] = tuple(signal for signal in SIGNALS if signal.is_stored)


class Signals(TypedDict, total=False):
    """By name; one that is left out is neutral."""

    pickup: float
    kept: float
    shipping: float
    stock: float
    price: float
    leaning: float


def measured(part: int, whole: int, *, usual: float, least: int = LEAST_ORDERS) -> float:
    """A share against what is usual: -1 for none, 0 for the usual share or too few cases, 1 for all of them.

    `usual` in (0, 1). Raises ValueError where `part` is not within `whole`.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is not a part of {whole}")
    return NEUTRAL if whole < least else share(part / whole, usual=usual)


def share(value: float, *, usual: float) -> float:
    """`value` in [0, 1] against the `usual` one: linear to -1 below it and to 1 above."""
    value = min(max(value, 0.0), 1.0)
    return (value - usual) / ((1 - usual) if value >= usual else usual)


def swiftness(days: int, *, usual: int, slowest: int) -> float:
    """1 for what leaves today, 0 at `usual` days, -1 from `slowest` days on."""
    if days <= usual:
        return 1 - max(days, 0) / usual
    return -min((days - usual) / (slowest - usual), 1.0)
