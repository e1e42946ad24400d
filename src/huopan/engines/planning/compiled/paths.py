"""Earliest and latest times of a whole plan in one pass each way, and a longest path through it.

`Track` is an order of work in which every op is placed: `at[field, op]` and `ends[0 or 1, machine]` as in
`floor.State`, with fields of its own (below), and `path` int64[3, ops]: the ops in an order in which nobody comes
before what it waits for, scratch, and the ops of a longest path. Times in seconds.
"""

from collections import namedtuple

import numpy as np

from huopan.engines.planning.compiled.floor import (
    ALT_CLASS,
    ALT_MACHINE,
    ALT_RUN,
    JOB_READY,
    OP_AFTER,
    OP_BEFORE,
    OP_FIXED,
    OP_JOB,
    OP_LIMIT,
    UNIT_CLASS,
    begin_at,
    copy_rows,
    end_at,
    latest_at,
    link,
    propagate,
    setup_of,
    unlink,
)
from huopan.engines.planning.compiled.lean import lean

Track = namedtuple("Track", "at ends path")  # noqa: PYI024 - numba reads plain named tuples

# MACHINE, ALT, PREV and NEXT of an op are rows 0 to 3, as in `floor`. LATEST is the latest end with which nothing ends
# after the makespan, BEGUN the latest start that goes with it.
MACHINE, ALT, PREV, NEXT, START, END, WORK, LATEST, BEGUN = range(9)
FIELDS = 9
ORDER, WAITS, LONGEST = range(3)
BROKEN = np.int64(-1)


@lean
def class_before(floor, track, machine, before):
    """The class the machine is in after `before` (-1: as it stands at the origin)."""
    return floor.units[UNIT_CLASS, machine] if before < 0 else floor.alts[ALT_CLASS, track.at[ALT, before]]


@lean
def work_after(floor, track, machine, alt, before):
    """Set-up and run of the alternative behind `before`."""
    return floor.alts[ALT_RUN, alt] + setup_of(floor, machine, alt, class_before(floor, track, machine, before))


@lean
def sort_ops(floor, track):
    """Write the ops into `path[ORDER]`, each behind its job's step before and its machine's; whether that can be."""
    at, order, waits = track.at, track.path[ORDER], track.path[WAITS]
    ops = floor.ops.shape[1]
    filled = 0
    for op in range(ops):
        waits[op] = (floor.ops[OP_BEFORE, op] >= 0) + (at[PREV, op] >= 0)
        if waits[op] == 0:
            order[filled] = op
            filled += 1
    taken = 0
    while taken < filled:
        op = order[taken]
        taken += 1
        for after in (floor.ops[OP_AFTER, op], at[NEXT, op]):
            if after >= 0:
                waits[after] -= 1
                if waits[after] == 0:
                    order[filled] = after
                    filled += 1
    return filled == ops


@lean
def sweep(floor, track):
    """Give every op its earliest time; the makespan, or BROKEN when a limit or a fixed op would not hold."""
    if not sort_ops(floor, track):
        return BROKEN
    at, longest = track.at, np.int64(0)
    for op in track.path[ORDER]:
        machine, before, prior = at[MACHINE, op], at[PREV, op], floor.ops[OP_BEFORE, op]
        free = at[END, before] if before >= 0 else np.int64(0)
        if floor.ops[OP_FIXED, op]:
            if before >= 0 and not floor.ops[OP_FIXED, before] and free > at[START, op]:
                return BROKEN
        else:
            ready = at[END, prior] if prior >= 0 else floor.jobs[JOB_READY, floor.ops[OP_JOB, op]]
            work = work_after(floor, track, machine, at[ALT, op], before)
            start = begin_at(floor, machine, max(free, ready), work)
            end = end_at(floor, machine, start, work)
            if end > floor.ops[OP_LIMIT, op]:
                return BROKEN
            at[WORK, op], at[START, op], at[END, op] = work, start, end
        longest = max(longest, at[END, op])
    return longest


@lean
def sweep_back(floor, track, makespan):
    """Give every op its latest time; after `sweep`, whose order it follows backwards."""
    at, order = track.at, track.path[ORDER]
    for nth in range(len(order) - 1, -1, -1):
        op = order[nth]
        if floor.ops[OP_FIXED, op]:
            at[LATEST, op], at[BEGUN, op] = at[END, op], at[START, op]
            continue
        latest = min(makespan, floor.ops[OP_LIMIT, op])
        after, behind = floor.ops[OP_AFTER, op], at[NEXT, op]
        if after >= 0:
            latest = min(latest, at[BEGUN, after])
        if behind >= 0:
            latest = min(latest, at[BEGUN, behind])
        at[LATEST, op] = latest
        at[BEGUN, op] = latest_at(floor, at[MACHINE, op], latest, at[WORK, op])


@lean
def longest_path(floor, track, makespan):
    """Write one of the paths that end last, back to front, into `path[LONGEST]`, chance choosing; how many ops."""
    at, path = track.at, track.path[LONGEST]
    last, ties = -1, 0
    for machine in range(track.ends.shape[1]):
        op = track.ends[1, machine]
        if op >= 0 and at[END, op] == makespan:
            ties += 1
            if np.random.randint(ties) == 0:
                last = op
    count = 0
    while last >= 0 and not floor.ops[OP_FIXED, last]:
        path[count] = last
        count += 1
        last = _held_by(floor, at, last)
    return count


@lean
def _held_by(floor, at, op):
    """Of the step before and the machine's op before the one that ends later; -1 when neither holds `op` back."""
    before, prior = at[PREV, op], floor.ops[OP_BEFORE, op]
    by_machine = at[END, before] if before >= 0 else np.int64(-1)
    by_job = at[END, prior] if prior >= 0 else floor.jobs[JOB_READY, floor.ops[OP_JOB, op]]
    if by_machine == by_job and prior >= 0:
        return before if np.random.randint(2) == 0 else prior
    return before if by_machine > by_job else prior


@lean
def detach(track, op):
    """Take `op` out of its machine's sequence."""
    at, ends, machine = track.at, track.ends, track.at[MACHINE, op]
    before, after = at[PREV, op], at[NEXT, op]
    if before >= 0:
        at[NEXT, before] = after
    else:
        ends[0, machine] = after
    if after >= 0:
        at[PREV, after] = before
    else:
        ends[1, machine] = before


@lean
def attach(floor, track, op, alt, before):
    """Put `op` behind `before` (-1: first) on the alternative's machine."""
    at, ends, machine = track.at, track.ends, floor.alts[ALT_MACHINE, alt]
    after = at[NEXT, before] if before >= 0 else ends[0, machine]
    at[MACHINE, op], at[ALT, op], at[PREV, op], at[NEXT, op] = machine, alt, before, after
    if before >= 0:
        at[NEXT, before] = op
    else:
        ends[0, machine] = op
    if after >= 0:
        at[PREV, after] = op
    else:
        ends[1, machine] = op


@lean
def copy_track(source, target):
    copy_rows(source.at, target.at)
    copy_rows(source.ends, target.ends)


@lean
def adopt(floor, state, desk, track):
    """Order the state's work like a track that `sweep` has timed; times follow with `annealing.settle`."""
    for op in range(floor.ops.shape[1]):
        if not floor.ops[OP_FIXED, op]:
            unlink(floor, state, desk, op)
    propagate(floor, state, desk)
    for op in track.path[ORDER]:
        if not floor.ops[OP_FIXED, op]:
            link(floor, state, desk, op, track.at[ALT, op], track.at[PREV, op], track.at[START, op])
