"""What no plan can beat, by plain reckoning: each job alone on the best machine, each machine with its own work."""

from __future__ import annotations

import numpy as np

from huopan.engines.planning.compiled import floor
from huopan.engines.planning.reoptimising.flooring import Ground
from huopan.engines.planning.reoptimising.values import Objective


def simple_bound(ground: Ground, objective: Objective) -> int:
    """Fen × 3600 of profit, or seconds of makespan. Sound, seldom tight: nobody waits for anybody."""
    jobs = range(len(ground.jobs))
    if objective == "makespan":
        return max(_load(ground), max((_soonest(ground, job) for job in jobs), default=0))
    must = ground.floor.jobs[floor.JOB_MUST]
    return sum(_most(ground, job) if must[job] else max(0, _most(ground, job)) for job in jobs)


def _load(ground: Ground) -> int:
    """Seconds in which the machines could share the work that only they can do, for each one, each centre and all."""
    ops, alts = ground.floor.ops, ground.floor.alts
    codes = [centre.code for centre, _machine in ground.machines]
    groups = [{nth} for nth in range(len(codes))] + [
        {nth for nth, c in enumerate(codes) if c == code} for code in codes
    ]
    groups.append(set(range(len(codes))))
    loads = [0] * len(groups)
    for op in np.flatnonzero(ops[floor.OP_FIXED] == 0).tolist():
        low, high = int(ops[floor.OP_ALTS, op]), int(ops[floor.OP_ALTS_END, op])
        able = set(alts[floor.ALT_MACHINE, low:high].tolist())
        least = int(np.min(alts[floor.ALT_RUN, low:high], initial=np.iinfo(np.int64).max)) if able else 0
        for nth, group in enumerate(groups):
            loads[nth] += least if able <= group else 0
    return max((-(-load // len(group)) for load, group in zip(loads, groups, strict=True)), default=0)


def _soonest(ground: Ground, job: int) -> int:
    """The first second in which it could end; 0 when part of it is pinned."""
    ops, jobs = ground.floor.ops, ground.floor.jobs
    first, steps = int(jobs[floor.JOB_FIRST, job]), int(jobs[floor.JOB_STEPS, job])
    if ops[floor.OP_FIXED, first : first + steps].any():
        return 0
    return int(jobs[floor.JOB_READY, job] + jobs[floor.JOB_WORK, job])


def _most(ground: Ground, job: int) -> int:
    """Its revenue less the cheapest machine hours and the lateness it cannot escape."""
    ops, alts, jobs = ground.floor.ops, ground.floor.alts, ground.floor.jobs
    first, steps = int(jobs[floor.JOB_FIRST, job]), int(jobs[floor.JOB_STEPS, job])
    hours = 0
    for op in range(first, first + steps):
        low, high = int(ops[floor.OP_ALTS, op]), int(ops[floor.OP_ALTS_END, op])
        rates = ground.floor.units[floor.UNIT_HOUR, alts[floor.ALT_MACHINE, low:high]]
        paid = rates * alts[floor.ALT_RUN, low:high] * _cheapest_pct(ground) // 100
        hours += int(np.min(paid, initial=np.iinfo(np.int64).max)) if high > low else 0
    late = max(0, _soonest(ground, job) - int(jobs[floor.JOB_DUE, job]))
    return int(jobs[floor.JOB_REVENUE, job]) - hours - late * int(jobs[floor.JOB_LATE, job])


def _cheapest_pct(ground: Ground) -> int:
    return min(100, int(ground.floor.rates.min(initial=100)))
