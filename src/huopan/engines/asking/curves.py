"""A learnt order as one curve a signal, added to the hand weights: small, bounded, and still an arithmetic to read."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

SCALE = 5.0  # logarithms of hand scores differ by tenths: as many units of the learner's logistic
BOUND = math.log(1.5)  # no signal may be corrected by more than half
LEAST_RELEVANCE = -5.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function: `values[i]` up to and with `steps[i]`, the last one beyond; one value more than steps."""

    steps: tuple[float, ...] = ()
    values: tuple[float, ...] = (0.0,)

    def at(self, value: float) -> float:
        return self.values[bisect_left(self.steps, value)]


@dataclass(frozen=True, slots=True)
class Correction:
    """What is added to the logarithm of a hand score, by signal ("relevance" among them, against the list's best).

    Every curve is 0 where a signal is neutral, so that what was not measured is not corrected; none is beyond ±BOUND.
    """

    curves: Mapping[str, Curve] = field(default_factory=dict)

    def of(self, relevance: float, best: float, signals: Mapping[str, float]) -> dict[str, float]:
        """Factors by name: 1 where nothing is corrected. `best`: the greatest relevance in the list."""
        values = {**signals, "relevance": nearness(relevance, best)}
        return {name: math.exp(curve.at(values.get(name, 0.0))) for name, curve in self.curves.items()}

    def written(self) -> dict[str, list[list[float]]]:
        """As JSON holds it."""
        return {name: [list(curve.steps), list(curve.values)] for name, curve in self.curves.items()}


def read_correction(written: Mapping[str, list[list[float]]]) -> Correction:
    """Back from JSON. Raises ValueError for what `written` cannot have made."""
    curves = {name: Curve(tuple(steps), tuple(values)) for name, (steps, values) in written.items()}
    if any(len(curve.values) != len(curve.steps) + 1 for curve in curves.values()):
        raise ValueError("a curve needs one value more than it has steps")
    return Correction(curves)


def nearness(relevance: float, best: float) -> float:
    """The logarithm of relevance against the best of its list: 0 for the best, at least LEAST_RELEVANCE."""
    if relevance <= 0 or best <= 0:
        return 0.0 if best <= 0 else LEAST_RELEVANCE
    return max(math.log(min(relevance / best, 1.0)), LEAST_RELEVANCE)


def curve_of(stumps: list[tuple[float, float, float]]) -> Curve:
    """The sum of (threshold, value up to it, value beyond), as a curve that is 0 at 0 and bounded."""
    steps = tuple(sorted({threshold for threshold, _, _ in stumps}))
    marks = [*steps, (steps[-1] + 1.0) if steps else 0.0]
    sums = [sum(low if mark <= threshold else high for threshold, low, high in stumps) / SCALE for mark in marks]
    neutral = sums[bisect_left(steps, 0.0)]
    return Curve(steps, tuple(min(max(value - neutral, -BOUND), BOUND) for value in sums))
