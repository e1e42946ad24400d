"""Learning an order from what was opened and bought, and judging it on what it has not seen.

The learner is LightGBM's LambdaMART (Burges 2010) with trees of one split, begun at the hand score: what it adds is one
curve a signal. An opening counts by the inverse of how likely its place was to be looked at (Joachims et al. 2017), ten
at most, against everything in its list that was not opened.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from huopan.engines.asking.curves import SCALE, Correction, curve_of, nearness
from huopan.engines.ranking import SIGNALS, arithmetic

OPENED, BOUGHT = 1.0, 5.0
MOST_WEIGHT, AT = 10.0, 10
ROUNDS, RATE, LEAST_IN_LEAF = 200, 0.1, 20
LEAST_GROUPS = 200  # searches with an opening: with fewer the hand weights stay
RESAMPLED = 500
FEATURES = ("relevance", *(signal.name for signal in SIGNALS))


class LearnerMissingError(RuntimeError):
    """LightGBM is not installed: `pip install huopan[ranking]`."""


class TooLittleLoggedError(ValueError):
    """Fewer than LEAST_GROUPS searches with something opened: the hand weights stay."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as it was shown: `signals` in [-1, 1] by name, `place` from 1, `gain` 0, OPENED or BOUGHT."""

    relevance: float
    signals: Mapping[str, float]
    place: int
    gain: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Discounted gain a search, weighed against the places' doing: by the hand weights and by the learnt order, and
    the interval (90%) of the difference, as resampled searches show it."""

    searches: int
    hand: float
    learnt: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        return self.low > 0


def learnt_order(groups: Sequence[Sequence[Shown]], propensities: Sequence[float], *, seed: int = 1) -> Correction:
    """Learn from lists with something opened. Raises LearnerMissingError, TooLittleLoggedError."""
    opened = [group for group in groups if any(row.gain for row in group)]
    if len(opened) < LEAST_GROUPS:
        raise TooLittleLoggedError(f"{len(opened)} searches with something opened; {LEAST_GROUPS} are needed")
    lists = [each for group in opened for each in _one_by_one(group)]
    try:
        import lightgbm  # noqa: PLC0415 - an extra
        import numpy as np  # noqa: PLC0415
    except ImportError as missing:
        raise LearnerMissingError from missing
    rows = [row for group in lists for row in group]
    best = [max(row.relevance for row in group) for group in lists for _ in group]
    data = lightgbm.Dataset(
        np.array([_features(row, top) for row, top in zip(rows, best, strict=True)]),
        label=np.array([int(row.gain > 0) for row in rows]),
        weight=np.array([group[0].gain * _weight(group[0], propensities) for group in lists for _ in group]),
        init_score=np.array([SCALE * _hand(row) for row in rows]),
        group=[len(group) for group in lists],
        feature_name=list(FEATURES),
        free_raw_data=False,
    )
    booster = lightgbm.train(_settings(seed), data, num_boost_round=ROUNDS)
    return _as_curves(booster.dump_model())


def compared(
    groups: Sequence[Sequence[Shown]], propensities: Sequence[float], correction: Correction, *, seed: int = 1
) -> Comparison:
    """What each order would have given the same openings. No list, no difference."""
    lists = [group for group in groups if any(row.gain for row in group)]
    by_hand = [_gain(group, propensities, _hand) for group in lists]
    learnt = [_gain(group, propensities, _corrected(group, correction)) for group in lists]
    if not lists:
        return Comparison(0, 0.0, 0.0, 0.0, 0.0)
    differences = [new - old for new, old in zip(learnt, by_hand, strict=True)]
    low, high = _interval(differences, seed)
    return Comparison(len(lists), _mean(by_hand), _mean(learnt), low, high)


def _one_by_one(group: Sequence[Shown]) -> list[list[Shown]]:
    """For each opened result a list of its own: it first, then all that was not opened. So each pair the learner looks
    at weighs on both sides what the opening weighs."""
    rest = [row for row in group if not row.gain]
    return [[row, *rest] for row in group if row.gain and rest]


def _features(row: Shown, best: float) -> list[float]:
    return [nearness(row.relevance, best), *(row.signals.get(name, 0.0) for name in FEATURES[1:])]


def _hand(row: Shown) -> float:
    return math.log(max(arithmetic(row.relevance, row.signals).score, 1e-9))


def _corrected(group: Sequence[Shown], correction: Correction) -> Callable[[Shown], float]:
    best = max(row.relevance for row in group)
    return lambda row: _hand(row) + sum(map(math.log, correction.of(row.relevance, best, row.signals).values()))


def _weight(row: Shown, propensities: Sequence[float]) -> float:
    place = min(row.place, len(propensities))
    return min(1 / max(propensities[place - 1], 1e-3), MOST_WEIGHT)


def _gain(group: Sequence[Shown], propensities: Sequence[float], worth: Callable[[Shown], float]) -> float:
    order = sorted(group, key=lambda row: (-worth(row), row.place))
    return sum(
        row.gain * _weight(row, propensities) / math.log2(rank + 1)
        for rank, row in enumerate(order[:AT], 1)
        if row.gain
    )


def _interval(differences: list[float], seed: int) -> tuple[float, float]:
    chance = Random(seed)  # noqa: S311 - resampling, the same every time
    means = sorted(_mean(chance.choices(differences, k=len(differences))) for _ in range(RESAMPLED))
    return means[RESAMPLED // 20], means[-RESAMPLED // 20]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _settings(seed: int) -> dict[str, object]:
    return {
        "objective": "lambdarank",
        "max_depth": 1,
        "num_leaves": 2,
        "learning_rate": RATE,
        "min_data_in_leaf": LEAST_IN_LEAF,
        "lambdarank_truncation_level": 20,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "verbosity": -1,
    }


def _as_curves(model: Mapping[str, object]) -> Correction:
    stumps: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for tree in model["tree_info"]:  # type: ignore[attr-defined]
        split = tree["tree_structure"]
        if "threshold" in split:
            left, right = split["left_child"]["leaf_value"], split["right_child"]["leaf_value"]
            stumps[FEATURES[split["split_feature"]]].append((split["threshold"], left, right))
    return Correction({name: curve_of(splits) for name, splits in stumps.items()})
