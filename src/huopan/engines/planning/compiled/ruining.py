"""Ruin: take strings of neighbours off the machines, near each other in time, so that they can be put back better."""

import numpy as np

from huopan.engines.planning.compiled.floor import (
    ALT_MACHINE,
    ALT_RUN,
    END,
    JOB_FIRST,
    JOB_MUST,
    JOB_READY,
    JOB_REVENUE,
    JOB_STEPS,
    MACHINE,
    MISSING,
    NEXT,
    OP_ALTS,
    OP_ALTS_END,
    OP_FIXED,
    OP_JOB,
    OP_LIMIT,
    PREV,
    REVENUE,
    START,
    propagate,
    refresh_stale,
)
from huopan.engines.planning.compiled.lean import lean
from huopan.engines.planning.compiled.recreating import is_whole, take_out


@lean
def some_op(floor, state):
    """A placed op that may move; -1 when chance finds none."""
    for _ in range(200):
        op = np.random.randint(floor.ops.shape[1])
        if state.at[MACHINE, op] >= 0 and not floor.ops[OP_FIXED, op]:
            return op
    return -1


@lean
def op_near(floor, state, moment, tries):
    """Of some placed ops the one nearest in time."""
    best, gap = -1, np.int64(4 * 10**18)
    for _ in range(tries):
        op = some_op(floor, state)
        if op >= 0 and abs(state.at[START, op] - moment) < gap:
            best, gap = op, abs(state.at[START, op] - moment)
    return best


@lean
def op_at(state, machine, moment):
    """The op that the machine does at `moment`, or its last before; -1 on an empty machine."""
    op = state.ends[0, machine]
    while op >= 0 and state.at[END, op] <= moment and state.at[NEXT, op] >= 0:
        op = state.at[NEXT, op]
    return op


@lean
def remove_job(floor, state, desk, job):
    """Whether there was anything to remove; the job's money goes with it."""
    if not is_whole(floor, state, job):
        return False
    take_out(floor, state, desk, job)
    state.totals[REVENUE] -= floor.jobs[JOB_REVENUE, job]
    state.totals[MISSING] += floor.jobs[JOB_MUST, job]
    return True


@lean
def remove_string(floor, state, desk, op, length, keep):
    """Remove the jobs of `length` neighbours around `op`, keeping `keep` in the middle; how many went."""
    at = state.at
    left = np.random.randint(length)
    for _ in range(left):
        if at[PREV, op] >= 0:
            op = at[PREV, op]
    gone, passed = 0, 0
    kept_from = np.random.randint(1, length) if keep > 0 and length > 1 else length + keep
    while op >= 0 and passed < length + keep:
        after = at[NEXT, op]
        spared = kept_from <= passed < kept_from + keep
        job = floor.ops[OP_JOB, op]
        if not spared and not floor.ops[OP_FIXED, op] and _may_leave(floor, job):
            while after >= 0 and floor.ops[OP_JOB, after] == job:
                after = at[NEXT, after]
            gone += remove_job(floor, state, desk, job)
        passed += 1
        op = after
    return gone


@lean
def _may_leave(floor, job):
    return not floor.ops[OP_FIXED, floor.jobs[JOB_FIRST, job] + floor.jobs[JOB_STEPS, job] - 1]


@lean
def ruin(floor, state, desk, average, longest, wanted):
    """Remove about `average` jobs in strings of at most `longest`; `wanted` (a job left out, or -1) gets room made."""
    seed, moment = -1, np.int64(0)
    if wanted >= 0:
        op = floor.jobs[JOB_FIRST, wanted]
        run = floor.alts[ALT_RUN, floor.ops[OP_ALTS, op]]
        low, high = floor.jobs[JOB_READY, wanted], floor.ops[OP_LIMIT, op] - run
        ends = np.int64(0)
        alt = np.random.randint(floor.ops[OP_ALTS, op], floor.ops[OP_ALTS_END, op])
        tail = state.ends[1, floor.alts[ALT_MACHINE, alt]]
        if tail >= 0:
            ends = state.at[END, tail]
        high = min(high, max(low, ends))
        moment = low + np.int64(np.random.random() * (high - low + 1))
        seed = op_at(state, floor.alts[ALT_MACHINE, alt], moment)
        if seed >= 0 and floor.ops[OP_FIXED, seed]:
            seed = -1
    if seed < 0:
        seed = some_op(floor, state)
    if seed < 0:
        return 0
    moment = state.at[START, seed]
    strings = 1 + np.random.randint(max(1, int(2 * average / longest + 0.5)) + 1)
    gone = 0
    for i in range(strings):
        length = 1 + np.random.randint(longest)
        keep = 0
        if length > 1 and np.random.random() < 0.4:
            keep = 1 + np.random.randint(length)
        if i > 0:
            seed = op_near(floor, state, moment, 1 + np.random.randint(8))
            if seed < 0:
                break
        gone += remove_string(floor, state, desk, seed, length, keep)
    propagate(floor, state, desk)
    refresh_stale(floor, state, desk)
    return gone
