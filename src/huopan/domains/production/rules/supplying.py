"""Who gets what is coming: first promised, first served."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Supply:
    """Of one material: (second, quantity) not claimed yet, first to come first; more can be had after `lead_time`."""

    arrivals: list[tuple[int, int]]
    lead_time: int

    def add(self, at: int, quantity: int) -> None:
        self.arrivals.append((at, quantity))


def waits_until(supply: Supply, quantity: int) -> int:
    """Take `quantity` out of what comes first; the second in which all of it is there."""
    at = 0
    for n, (moment, there) in enumerate(supply.arrivals):
        if quantity <= 0:
            break
        taken = min(there, quantity)
        supply.arrivals[n] = (moment, there - taken)
        quantity -= taken
        at = max(at, moment) if taken else at
    return max(at, supply.lead_time) if quantity > 0 else at
