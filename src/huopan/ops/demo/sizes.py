"""How large the demo market is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: offers of each supplier, buyers, how often the everyday story of an order is told, factories
    that make to order, and how large pictures are."""

    offers_each: int
    buyers: int
    everyday: int
    factories: int
    pixels: int


WHOLE = Size(offers_each=125, buyers=60, everyday=90, factories=9, pixels=480)
