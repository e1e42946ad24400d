"""Make a plan shorter: rounds of tabu search on its longest paths, each from a shaken copy of the last good one."""

from __future__ import annotations

from typing import Any

import numpy as np

from huopan.engines.planning.compiled import annealing, floor, paths, shortening
from huopan.engines.planning.reoptimising.budgets import Budget
from huopan.engines.planning.reoptimising.flooring import Ground, is_ordered

STALL, SHAKES = 3_000, 8  # moves without a shorter plan that end a round, random moves that begin the next


def may_shorten(ground: Ground, state: Any) -> bool:
    """Whether length is all that counts here, every op has its place and no law is broken."""
    totals = state.totals
    return bool(ground.floor.makespan_weight and not totals[floor.BREACHES] and not totals[floor.MISSING])


def shorten(ground: Ground, state: Any, desk: Any, seed: int, budget: Budget) -> int:
    """Shorten the state's plan until the budget ends; how many moves were made."""
    arrays, track, base, best = ground.floor, _track_of(ground, state), _track_of(ground, state), None
    hunt = _hunt(ground)
    made, kept = 0, shortening.begin(arrays, track, hunt)
    record, rounds = kept, 0
    while kept != paths.BROKEN and not budget.is_over(made) and not budget.is_enough(record):
        if rounds:
            paths.copy_track(base, track)
            shortening.shake(arrays, track, hunt, seed + 2 * rounds, SHAKES, shortening.begin(arrays, track, hunt))
        found = _track_of(ground, state)
        makespan = shortening.begin(arrays, track, hunt)
        length, moves = shortening.shorten(
            arrays, track, found, hunt, seed + 2 * rounds + 1, makespan, STALL, budget.most(made)
        )
        made, rounds = made + max(1, moves), rounds + 1
        if length <= kept:
            kept, base = length, found
        if length < record:
            record, best = length, found
    if best is not None:
        _take_over(ground, state, desk, best)
    return made


def _track_of(ground: Ground, state: Any) -> Any:
    at = np.zeros((paths.FIELDS, len(ground.ops)), np.int64)
    at[[paths.MACHINE, paths.ALT, paths.PREV, paths.NEXT]] = state.at[
        [floor.MACHINE, floor.ALT, floor.PREV, floor.NEXT]
    ]
    at[[paths.START, paths.END, paths.WORK]] = state.at[[floor.START, floor.END, floor.WORK]]
    return paths.Track(at, state.ends.copy(), np.zeros((3, len(ground.ops)), np.int64))


def _hunt(ground: Ground) -> Any:
    machines = range(len(ground.machines))
    return shortening.Hunt(
        np.zeros((len(ground.ops), len(machines)), np.int64),
        np.zeros(shortening.MOVE, np.int64),
        np.zeros((3, shortening.FARTHEST + 2), np.int64),
        np.array([is_ordered(ground, machine) for machine in machines], np.int64),
    )


def _take_over(ground: Ground, state: Any, desk: Any, track: Any) -> None:
    paths.sweep(ground.floor, track)
    paths.adopt(ground.floor, state, desk, track)
    annealing.settle(ground.floor, state, desk)
