"""The search itself: greedy, then ruin and recreate in short stretches between looks at the budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from huopan.engines.planning.compiled import annealing, floor, recreating
from huopan.engines.planning.model import ALWAYS, Job, Plan, Shop
from huopan.engines.planning.reoptimising.budgets import Budget
from huopan.engines.planning.reoptimising.flooring import Ground, blank_desk, blank_state, ground_of, plan_of, state_of
from huopan.engines.planning.reoptimising.shortening import may_shorten, shorten
from huopan.engines.planning.reoptimising.values import Objective

AVERAGE, LONGEST, BLINK = 8, 8, 0.02  # jobs a ruin removes on average, longest string, share of places overlooked
RUINED = 0.1  # of the budget that ruin and recreate gets when only the makespan counts
HOT, COLD = 0.5, 0.005  # of the mean change of the score


def greedy_plan(shop: Shop, jobs: Sequence[Job], plan: Plan, objective: Objective = "profit") -> Plan:
    """The plan with every job that is left out put in where it costs least, by due date, nothing taken out."""
    ground = ground_of(shop, jobs, plan, objective)
    desk = blank_desk(ground)
    state = state_of(ground, plan, desk)
    annealing.complete(ground.floor, state, desk, 1, 3, ground.is_thin)
    return plan_of(ground, state)


def search(ground: Ground, plan: Plan, seed: int, budget: Budget) -> tuple[Plan, int]:
    """The best plan found from `plan` on, and how many iterations it took."""
    desk = blank_desk(ground)
    state = state_of(ground, plan, desk)
    best, kept = blank_state(ground), blank_state(ground)
    floor.copy_state(state, best)
    annealing.complete(ground.floor, state, desk, seed, 3, ground.is_thin)
    if floor.is_better(ground.floor, state.totals, best.totals):
        floor.copy_state(state, best)
    first = budget.part(RUINED) if ground.floor.makespan_weight else budget
    done = _anneal(ground, (state, best, kept), desk, seed, first)
    if may_shorten(ground, best):
        done += shorten(ground, best, desk, seed * 1_000_003 + done, budget.without(done))
    _relent(ground, best, desk, seed)
    return plan_of(ground, best), done


def _relent(ground: Ground, best: Any, desk: Any, seed: int) -> None:
    """Place the promises that cannot be kept all the same, as cheaply as it goes: late is better than never."""
    if not best.totals[floor.MISSING]:
        return
    arrays = ground.floor
    for job in np.flatnonzero(arrays.jobs[floor.JOB_MUST]).tolist():
        if not recreating.is_whole(arrays, best, job):
            first, steps = int(arrays.jobs[floor.JOB_FIRST, job]), int(arrays.jobs[floor.JOB_STEPS, job])
            arrays.ops[floor.OP_LIMIT, first : first + steps] = ALWAYS
    annealing.complete(arrays, best, desk, seed, 3, ground.is_thin)


def _anneal(ground: Ground, states: tuple[Any, Any, Any], desk: Any, seed: int, budget: Budget) -> int:
    average = min(AVERAGE, 1 + len(ground.jobs) // 5)
    stretch = max(5, min(500, 50_000 // max(1, len(ground.ops))))
    done, size = 0, 0.0
    while not (budget.is_over(done) or _is_enough(ground, states[1], budget)):
        count = stretch if budget.iterations is None else min(stretch, budget.iterations - done)
        now = budget.progress(done)
        then = budget.progress(done + count)
        hot, cold = (size * HOT * (COLD / HOT) ** share for share in (now, then))
        _moved, changes = annealing.anneal(
            ground.floor, *states, desk, seed * 1_000_003 + done, count, hot, cold,
            average, min(LONGEST, average), BLINK, ground.is_thin,
        )  # fmt: skip
        size = size or changes
        done += count
    return done


def _is_enough(ground: Ground, best: Any, budget: Budget) -> bool:
    totals = best.totals
    if budget.enough is None or totals[floor.BREACHES] or totals[floor.MISSING]:
        return False
    if ground.floor.makespan_weight:
        return budget.is_enough(int(totals[floor.MAKESPAN]))
    return bool(totals[floor.REVENUE] - totals[floor.LATE_COST] - totals[floor.COST] >= budget.enough)
