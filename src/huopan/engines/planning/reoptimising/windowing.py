"""CP-SAT on a few steps at a time: everything else stays where it is, and what it finds is taken when it is better.

A window is some steps that are done about the same time. Its model tells time in working seconds of the shop, so that
shifts and pauses vanish from it, and takes every hour for an ordinary one; the plan that follows is timed and reckoned
by the shop's own clocks before it is compared. Deterministic: each window has CP-SAT's one thread for the same effort.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.compiled import floor
from huopan.engines.planning.model import ALWAYS, Calendar, Job, Machine, Placement, Plan, Shift, Shop, Span, WorkCentre
from huopan.engines.planning.reoptimising.flooring import Ground, blank_desk, blank_state, ground_of, plan_of, state_of
from huopan.engines.planning.reoptimising.proving import may_model, try_once
from huopan.engines.planning.reoptimising.values import Objective
from huopan.engines.planning.supply import ready_at

STEPS, LEFT_OUT = 16, 2  # planned steps of a window, and jobs left out that it may take in
EFFORT = 0.2  # deterministic seconds for each window


@dataclass(frozen=True)
class WorkTime:
    """The shop's working seconds before a second: it works while any of its work centres is open."""

    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    worked: NDArray[np.int64]

    def of(self, at: int) -> int:
        nth = int(np.searchsorted(self.opens, at, side="right")) - 1
        if nth < 0:
            return 0
        return int(self.worked[nth]) + min(at, int(self.closes[nth])) - int(self.opens[nth])

    def back(self, worked: int) -> int:
        """The first second before which so much is worked."""
        nth = max(0, int(np.searchsorted(self.worked, worked, side="right")) - 1)
        return int(self.opens[nth]) + worked - int(self.worked[nth])


def work_time(shop: Shop) -> WorkTime:
    """All the time there is when nobody pauses: work that must not be interrupted has to see the closings."""
    shifts = sorted((shift.start, shift.end) for centre in shop.work_centres for shift in centre.calendar.shifts)
    if not any(centre.may_pause for centre in shop.work_centres):
        shifts = [(0, ALWAYS)]
    merged: list[list[int]] = []
    for start, end in shifts:
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    opens, closes = (np.array([each[n] for each in merged], np.int64) for n in range(2))
    worked = np.concatenate([np.zeros(1, np.int64), np.cumsum(closes - opens)])[: len(opens)]
    return WorkTime(opens, closes, worked)


def polish(
    shop: Shop, ground: Ground, plan: Plan, objective: Objective, *, seed: int, effort: float, left: Callable[[], float]
) -> Plan:
    """The plan after windows of `effort` deterministic seconds together, cut off when no seconds are `left`."""
    chance, time, desk = Random(seed), work_time(shop), blank_desk(ground)  # noqa: S311 - a search, not a secret
    best = state_of(ground, plan, desk)
    base = _copy_of(ground, best)
    for nth in range(int(effort / EFFORT)):
        if left() <= 0:
            break
        window = _window(ground, plan, chance)
        if not window[0]:
            break
        found = _improved(shop, ground, plan, window, (time, objective, seed + nth))
        if found is None:
            continue
        state = state_of(ground, found, desk)
        if floor.is_better(ground.floor, state.totals, best.totals):
            best, plan = state, plan_of(ground, state)
    return plan if floor.is_better(ground.floor, best.totals, base.totals) else plan_of(ground, base)


def _copy_of(ground: Ground, state: Any) -> Any:
    copy = blank_state(ground)
    floor.copy_state(state, copy)
    return copy


def _window(ground: Ground, plan: Plan, chance: Random) -> tuple[set[tuple[str, int]], list[Job]]:
    """Steps that are done about the same moment, and the jobs they are of with some that are left out."""
    movable = [each for each in plan.placements if not each.is_fixed]
    if not movable:
        return set(), []
    moment = chance.choice(movable).start
    near = sorted(movable, key=lambda each: abs(each.start - moment))[:STEPS]
    left_out = [job for job in ground.jobs if job.code not in plan.by_job]
    loose = {(each.job, each.step) for each in near}
    among = {each.job for each in near}
    jobs = [job for job in ground.jobs if job.code in among]
    return loose, jobs + chance.sample(left_out, min(LEFT_OUT, len(left_out)))


def _improved(
    shop: Shop,
    ground: Ground,
    plan: Plan,
    window: tuple[set[tuple[str, int]], list[Job]],
    terms: tuple[WorkTime, Objective, int],
) -> Plan | None:
    """The plan with the window's steps placed as CP-SAT would; None when it finds nothing or would take too long."""
    (loose, jobs), (time, objective, seed) = window, terms
    by_code = {job.code: job for job in ground.jobs}
    among = {job.code for job in jobs}
    own = [each for each in plan.placements if each.job in among]
    others = [(each, _as_job(by_code[each.job], each)) for each in _around(plan, loose) if each.job not in among]
    known = [*(_job_in(shop, job, time) for job in jobs), *(job for _each, job in others)]
    held = [replace(each, is_fixed=each.is_fixed or (each.job, each.step) not in loose) for each in own]
    rest = [replace(each, job=job.code, step=0, is_fixed=True) for each, job in others]
    sub = Plan(tuple(replace(each, start=time.of(each.start), end=time.of(each.end)) for each in [*held, *rest]))
    small = ground_of(_shop_in(shop, time), known, sub, objective)
    found = try_once(small, sub, objective, seed=seed, effort=EFFORT) if may_model(small) else None
    if found is None:
        return None
    kept = [each for each in plan.placements if (each.job, each.step) not in loose]
    moved = [each for each in found.placements if each.job in among and not each.is_fixed]
    return Plan((*kept, *(replace(each, start=time.back(each.start), end=time.back(each.end)) for each in moved)))


def _as_job(job: Job, placed: Placement) -> Job:
    """A job of one step, for a placement that stays where it is."""
    return Job(f"{job.code} step {placed.step} stays", (job.steps[placed.step],))


def _around(plan: Plan, loose: set[tuple[str, int]]) -> list[Placement]:
    """On each machine whatever touches the span of the loose steps, with one more either way."""
    span = [each for each in plan.placements if (each.job, each.step) in loose]
    start, end = min(each.start for each in span), max(each.end for each in span)
    chosen: list[Placement] = []
    for row in plan.by_machine.values():
        low = bisect_right(row, start, key=lambda each: each.end)
        high = bisect_left(row, end, key=lambda each: each.start)
        chosen += row[max(0, low - 1) : high + 1]
    return chosen


def _shop_in(shop: Shop, time: WorkTime) -> Shop:
    """The shop in working seconds; nothing pauses there, nothing is overtime, every material is a release."""
    return Shop(tuple(_centre_in(centre, time) for centre in shop.work_centres))


def _centre_in(centre: WorkCentre, time: WorkTime) -> WorkCentre:
    machines = tuple(Machine(m.code, m.traits, time.of(m.free_from), _spans_in(m.down, time)) for m in centre.machines)
    merged: list[Shift] = []
    for shift in centre.calendar.shifts:
        start, end = time.of(shift.start), time.of(shift.end)
        if merged and merged[-1].end == start:
            merged[-1] = Shift(merged[-1].start, end)
        else:
            merged.append(Shift(start, end))
    return replace(centre, machines=machines, calendar=Calendar(tuple(merged)), may_pause=False)


def _spans_in(spans: Sequence[Span], time: WorkTime) -> tuple[Span, ...]:
    found = (Span(time.of(span.start), time.of(span.end)) for span in spans)
    return tuple(span for span in found if span.end > span.start)


def _job_in(shop: Shop, job: Job, time: WorkTime) -> Job:
    release, due, deadline = (time.of(at) for at in (max(job.release, ready_at(shop, job)), job.due, job.deadline))
    return replace(job, release=release, due=due, deadline=deadline, needs=())
