"""How likely a place in a list is to be looked at, so that a click far down counts for more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

STEEPNESS = 0.7  # of the prior: examined ∝ 1 / place^0.7, between published fits of 0.5 and 1 for product lists
PLACES = 100
DOUBT = 200.0  # pairs of the same offer at two places that the prior is worth
FLOOR = 0.05


@dataclass(frozen=True, slots=True)
class Showing:
    """An offer shown after a query at a place (from 1), and whether it was opened."""

    query: str
    offer_id: int
    place: int
    is_opened: bool


def prior(place: int) -> float:
    """Before anything is learnt: 1 at the first place, falling by a power."""
    return max(min(place, PLACES) ** -STEEPNESS, FLOOR) if place > 0 else 1.0


def propensities(showings: Iterable[Showing]) -> list[float]:
    """For places 1 … 100, how likely each is to be looked at, the first being 1; the prior where little is known.

    From offers that the same query showed at different places (as orders change by themselves): their openings at one
    place against the other's are the places' doing, not the offer's (intervention harvesting, Agarwal et al. 2019).
    Chained from each place to the one above, smoothed towards the prior's ratio by DOUBT showings.
    """
    seen: dict[tuple[str, int], dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for showing in showings:
        if 0 < showing.place <= PLACES:
            cell = seen[showing.query, showing.offer_id][showing.place]
            cell[0] += 1
            cell[1] += showing.is_opened
    learnt = [1.0]
    ratios = _ratios(cells for cells in seen.values() if len(cells) > 1)
    for place in range(2, PLACES + 1):
        expected = prior(place) / prior(place - 1)
        below, above = ratios.get(place, (0.0, 0.0))
        ratio = (below + DOUBT * 0.1 * expected) / (above + DOUBT * 0.1)
        learnt.append(max(learnt[-1] * min(ratio, 1.0), FLOOR))
    return learnt


def _ratios(moved: Iterable[dict[int, list[int]]]) -> dict[int, tuple[float, float]]:
    """Openings a showing at each place and at the one above it, by the offers that stood at both."""
    sums: dict[int, tuple[float, float]] = {}
    for cells in moved:
        for place, (shown, opened) in cells.items():
            if place - 1 in cells:
                above_shown, above_opened = cells[place - 1]
                weight = min(shown, above_shown)
                below, above = sums.get(place, (0.0, 0.0))
                sums[place] = (below + weight * opened / shown, above + weight * above_opened / above_shown)
    return sums
