"""Many runs of one plan as arrays; the rule of the floor is the one of `twin`.

Clocks of all (run, machine) lie end to end: those of run r on machine m are `[at[r, m], at[r, m] + count[r, m])`.
"""

import numpy as np
from numba import njit

from huopan.engines.planning.compiled.clocks import NEVER, begin_of, end_of, latest_of, worked_until


@njit(cache=True)
def without(opens, closes, starts, ends):
    """The open stretches less the spans `[starts[i], ends[i])`, which are sorted by start and may overlap."""
    size = len(opens) + len(starts)
    kept_opens, kept_closes = np.empty(size, np.int64), np.empty(size, np.int64)
    count = 0
    first = 0
    for i in range(len(opens)):
        at = opens[i]
        j = first
        while j < len(starts) and starts[j] < closes[i]:
            if starts[j] > at:
                kept_opens[count], kept_closes[count] = at, starts[j]
                count += 1
            at = max(at, ends[j])
            j += 1
        if at < closes[i]:
            kept_opens[count], kept_closes[count] = at, closes[i]
            count += 1
        while first < len(starts) and ends[first] <= closes[i] and starts[first] < closes[i]:
            first += 1
    return kept_opens[:count], kept_closes[:count]


@njit(cache=True)
def floor_begin(planned, real, at, work, may_pause):
    while True:
        start = begin_of(real[0], real[1], begin_of(planned[0], planned[1], at, work, may_pause), 0, True)
        if start >= NEVER or begin_of(planned[0], planned[1], start, work, may_pause) == start:
            return start
        at = start


@njit(cache=True)
def clock(opens, closes, worked, at, count):
    return opens[at : at + count], closes[at : at + count], worked[at : at + count]


@njit(cache=True)
def drawn(setup, run, factors):
    return np.int64(np.rint(setup * factors[0])) + np.int64(np.rint(run * factors[1]))


@njit(cache=True)
def forward(now, steps, factors, planned, planned_at, planned_count, real, real_at, real_count, pauses):
    """(runs, n) starts, ends, and the seconds from which on each could have begun had its machine been free.

    `steps`: (n, 8) of machine, previous on the machine, previous of the job (-1 for none), earliest, set-up, run,
    start and end if fixed (NEVER when free). In an order in which every previous one comes first."""
    runs, n = factors.shape[0], len(steps)
    starts, ends, ready = np.empty((runs, n), np.int64), np.empty((runs, n), np.int64), np.empty((runs, n), np.int64)
    for r in range(runs):
        for k in range(n):
            machine, before, earlier, earliest, setup, run, fixed_start, fixed_end = steps[k]
            mine = clock(real[0], real[1], real[2], real_at[r, machine], real_count[r, machine])
            usual = clock(planned[0], planned[1], planned[2], planned_at[machine], planned_count[machine])
            ready[r, k] = max(earliest, ends[r, earlier]) if earlier >= 0 else earliest
            if fixed_end <= now:
                starts[r, k], ends[r, k] = fixed_start, fixed_end
                continue
            work = drawn(setup, run, factors[r, k])
            if fixed_start <= now:
                starts[r, k] = fixed_start
                ends[r, k] = max(now, end_of(mine[0], mine[1], mine[2], fixed_start, work))
                continue
            at = ready[r, k]
            if before >= 0:
                at = max(at, ends[r, before])
            start = floor_begin(usual, mine, at, setup + run, pauses[machine])
            starts[r, k] = start
            ends[r, k] = end_of(mine[0], mine[1], mine[2], start, work)
    return starts, ends, ready


@njit(cache=True)
def backward(steps, limits, ends, factors, real, real_at, real_count):
    """(runs, n) latest end of each with which no job that is kept in the run gets late; NEVER when nothing hangs on it.

    `limits`: (n) the deadline of a job's last step, NEVER for the others."""
    runs, n = ends.shape
    latest = np.full((runs, n), NEVER)
    for r in range(runs):
        for k in range(n - 1, -1, -1):
            machine, before, earlier, _, setup, run, _, _ = steps[k]
            if ends[r, k] <= limits[k]:
                latest[r, k] = min(latest[r, k], limits[k])
            if latest[r, k] >= NEVER:
                continue
            mine = clock(real[0], real[1], real[2], real_at[r, machine], real_count[r, machine])
            start = latest_of(mine[0], mine[1], mine[2], latest[r, k], drawn(setup, run, factors[r, k]), True)
            if before >= 0:
                latest[r, before] = min(latest[r, before], start)
            if earlier >= 0:
                latest[r, earlier] = min(latest[r, earlier], start)
    return latest


@njit(cache=True)
def inserted(
    earliest, machine, before, after, setup, run, later_setup, own, steps, factors, runs_of, planned, planned_at,
    planned_count, real, real_at, real_count, pauses,
):  # fmt: skip
    """Ends of one more step between two on a machine, by run, and whether the one after it still ends soon enough.

    `earliest`: (runs); `own`: (runs, 2) factors; `runs_of`: (ends, ready, latest) of the plan as it is."""
    ends, ready, latest = runs_of
    usual = clock(planned[0], planned[1], planned[2], planned_at[machine], planned_count[machine])
    finish, is_harmless = np.empty(len(ends), np.int64), np.ones(len(ends), np.bool_)
    for r in range(len(ends)):
        mine = clock(real[0], real[1], real[2], real_at[r, machine], real_count[r, machine])
        at = max(earliest[r], ends[r, before]) if before >= 0 else earliest[r]
        start = floor_begin(usual, mine, at, setup + run, pauses[machine])
        finish[r] = end_of(mine[0], mine[1], mine[2], start, drawn(setup, run, own[r]))
        if after >= 0:
            then_run = steps[after, 5]
            start = floor_begin(usual, mine, max(finish[r], ready[r, after]), later_setup + then_run, pauses[machine])
            end = end_of(mine[0], mine[1], mine[2], start, drawn(later_setup, then_run, factors[r, after]))
            is_harmless[r] = end <= latest[r, after]
    return finish, is_harmless


@njit(cache=True)
def busy_by_day(starts, ends, steps, centre_of, day, days, centres, real, real_at, real_count, first):
    """(centres, days) mean seconds worked a run, and (centres, days) mean seconds open."""
    runs, n = starts.shape
    busy, is_open = np.zeros((centres, days)), np.zeros((centres, days))
    for r in range(runs):
        for k in range(n):
            if ends[r, k] >= NEVER:
                continue
            machine = steps[k, 0]
            mine = clock(real[0], real[1], real[2], real_at[r, machine], real_count[r, machine])
            for d in range(max(0, (starts[r, k] - first) // day), min(days, (ends[r, k] - first) // day + 1)):
                begin, end = max(starts[r, k], first + d * day), min(ends[r, k], first + (d + 1) * day)
                if end > begin:
                    busy[centre_of[machine], d] += worked_until(mine[0], mine[1], mine[2], end) - worked_until(
                        mine[0], mine[1], mine[2], begin
                    )
        for machine in range(len(centre_of)):
            mine = clock(real[0], real[1], real[2], real_at[r, machine], real_count[r, machine])
            for d in range(days):
                is_open[centre_of[machine], d] += worked_until(
                    mine[0], mine[1], mine[2], first + (d + 1) * day
                ) - worked_until(mine[0], mine[1], mine[2], first + d * day)
    return busy / runs, is_open / runs
