"""An offer's public prices as one ladder: from how many pieces on a piece costs how much, at best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

RUNGS = 5  # how many the index keeps of each offer
Ladder = tuple[tuple[int, int], ...]  # (from quantity, unit price in hao), quantities rise, prices fall


def ladder_of(tiers: Iterable[tuple[int | None, int, int]]) -> Ladder:
    """From tiers (SKU, from quantity, hao): the price of the SKU that is cheapest at each quantity.

    Below a SKU's first tier its first price holds, as when it is sold. More than RUNGS rungs are made fewer by leaving
    out those that lower the price least: the ladder then never says less than the price.
    """
    by_sku: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for sku, quantity, hao in tiers:
        by_sku[sku].append((quantity, hao))
    for steps in by_sku.values():
        steps.sort()
        steps[0] = (1, steps[0][1])
    starts = sorted({quantity for steps in by_sku.values() for quantity, _ in steps})
    rungs: list[tuple[int, int]] = []
    for start in starts:
        hao = min(_price_at(steps, start) for steps in by_sku.values())
        if not rungs or hao < rungs[-1][1]:
            rungs.append((start, hao))
    while len(rungs) > RUNGS:
        drops = [(rungs[i - 1][1] - rungs[i][1], i) for i in range(1, len(rungs) - 1)]
        del rungs[min(drops)[1]]
    return tuple(rungs)


def price_at(ladder: Ladder, quantity: int) -> int:
    """The unit price in hao at `quantity`; 0 without a ladder."""
    return _price_at(ladder, quantity) if ladder else 0


def _price_at(steps: Iterable[tuple[int, int]], quantity: int) -> int:
    price, first = 0, True
    for start, hao in steps:
        if first or start <= quantity:
            price, first = hao, False
    return price
