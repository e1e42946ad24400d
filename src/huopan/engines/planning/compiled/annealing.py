"""Ruin and recreate under a falling temperature, some iterations at a time, on states that the caller keeps."""

import numpy as np

from huopan.engines.planning.compiled.floor import (
    BREACHES,
    BROKEN,
    JOB_MUST,
    MACHINE,
    MISSING,
    OP_FIXED,
    OP_JOB,
    PREV,
    START,
    copy_state,
    is_better,
    measure_makespan,
    propagate,
    push,
    refresh_stale,
    score_of,
)
from huopan.engines.planning.compiled.lean import lean
from huopan.engines.planning.compiled.recreating import ORDERS, is_whole, put_in, recreate
from huopan.engines.planning.compiled.ruining import remove_job, ruin


@lean
def settle(floor, state, desk):
    """Times and slacks of a state whose ops have just been linked."""
    propagate(floor, state, desk)
    desk.stale[:] = 1
    refresh_stale(floor, state, desk)
    measure_makespan(floor, state)


@lean
def list_left_out(floor, state, desk):
    """Write the jobs left out into `desk.removed`; how many."""
    count = 0
    for job in range(floor.jobs.shape[1]):
        if not is_whole(floor, state, job):
            desk.removed[count] = job
            count += 1
    return count


TRIES = 8  # of the jobs left out for long, about how many each recreate tries again


@lean
def list_to_try(floor, state, kept, desk):
    """Write into `desk.removed` those just taken out, the promised, and a sample of the others left out; how many."""
    count = list_left_out(floor, state, desk)
    old = 0
    for i in range(count):
        old += not is_whole(floor, kept, desk.removed[i])
    if old <= TRIES:
        return count
    chosen = 0
    for i in range(count):
        job = desk.removed[i]
        is_new = floor.jobs[JOB_MUST, job] == 1 or is_whole(floor, kept, job)
        if is_new or np.random.random() * old < TRIES:
            desk.removed[chosen] = job
            chosen += 1
    return chosen


@lean
def complete(floor, state, desk, seed, way, thin):
    """Greedy: put in whatever is left out, once, in one order."""
    np.random.seed(seed)
    recreate(floor, state, desk, list_left_out(floor, state, desk), 0.0, thin, way)
    measure_makespan(floor, state)


@lean
def anneal(floor, state, best, kept, desk, seed, iterations, hot, cold, average, longest, blink, thin):
    """Improve `best` from `state` for some iterations, the temperature falling from `hot` to `cold` (fen seconds).

    Returns (how often the state changed, mean size of the score's changes)."""
    np.random.seed(seed)
    copy_state(state, kept)
    moved, size, changed = 0, 0.0, 0
    for i in range(iterations):
        heat = hot * (cold / hot) ** (i / iterations) if hot > 0 else 0.0
        left_out = list_left_out(floor, state, desk)
        wanted = -1
        if left_out > 0 and np.random.random() < 0.4:
            wanted = desk.removed[np.random.randint(left_out)]
        ruin(floor, state, desk, average, longest, wanted)
        if wanted >= 0:
            put_in(floor, state, desk, wanted, 0.0, thin)
        recreate(floor, state, desk, list_to_try(floor, state, kept, desk), blink, thin, np.random.randint(ORDERS))
        measure_makespan(floor, state)
        hard = state.totals[BREACHES] + state.totals[MISSING]
        was_hard = kept.totals[BREACHES] + kept.totals[MISSING]
        gain = float(score_of(floor, state.totals) - score_of(floor, kept.totals))
        if gain != 0:
            changed += 1
            size += abs(gain)
        if hard < was_hard or (hard == was_hard and (gain >= 0 or np.random.random() < np.exp(gain / max(heat, 1e-9)))):
            moved += 1
            if is_better(floor, state.totals, best.totals):
                copy_state(state, best)
            copy_state(state, kept)
        else:
            copy_state(kept, state)
    return moved, size / max(1, changed)


@lean
def requeue(floor, state, desk):
    """Queue every placed op, so that `settle` finds the times anew."""
    for op in range(floor.ops.shape[1]):
        if state.at[MACHINE, op] >= 0:
            push(desk, op, state.at[START, op])


@lean
def drop_broken(floor, state, desk):
    """Leave out jobs whose steps break a law, last planned first, until none does or none may leave."""
    while state.totals[BREACHES] > 0:
        worst = -1
        for op in range(floor.ops.shape[1]):
            if (
                state.at[BROKEN, op]
                and not floor.ops[OP_FIXED, op]
                and (worst < 0 or state.at[START, op] > state.at[START, worst])
            ):
                worst = op
        if worst < 0:
            for op in range(floor.ops.shape[1]):
                if state.at[BROKEN, op] and state.at[PREV, op] >= 0 and not floor.ops[OP_FIXED, state.at[PREV, op]]:
                    worst = state.at[PREV, op]
        if worst < 0 or not remove_job(floor, state, desk, floor.ops[OP_JOB, worst]):
            return
        propagate(floor, state, desk)
    refresh_stale(floor, state, desk)
    measure_makespan(floor, state)
