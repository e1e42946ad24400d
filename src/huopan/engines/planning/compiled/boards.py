"""A board's plan as one table of operations and one sequence per machine, kept by pushing changes along.

`ops` int64[rows, COLUMNS], `seq` int64[machines, places] of row numbers, `mach` int64[machines, 7],
`times` int64[4, stretches] (opens, closes, worked, rates of every machine's clock, end to end),
`fam` int64[families, traits] value numbers (-1: not named), `rules` int64[centres, 1 + 2 × traits] (base, what each
trait adds or -1, where its pairs begin or -1), `sizes` int64[traits], `pairs` int64 flat (-1: no such pair).

END_WORKED and LIMIT_WORKED are END and LIMIT in working time of the operation's machine.

An operation ends at its goal, or later when its machine or its job's step before is not done: so taking one out
gives the board back. Its limit is the latest end that still keeps every deadline after it.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from huopan.engines.planning.compiled.clocks import NEVER, begin_of, end_of, latest_of, worked_until

START, END, WORK, RUN, OWN, FAM, GOAL, LIMIT, MACH, MPREV, MNEXT, JPREV, JNEXT = range(13)
READY, FIXED, DUE, QUEUED, END_WORKED, LIMIT_WORKED = range(13, 19)
COLUMNS = 19
CENTRE, HEAD, COUNT, FIRST, LAST, PAUSES, LOADED = range(7)


class Arrays(NamedTuple):
    """What every function here is given."""

    ops: np.ndarray
    seq: np.ndarray
    mach: np.ndarray
    times: np.ndarray
    fam: np.ndarray
    rules: np.ndarray
    sizes: np.ndarray
    pairs: np.ndarray
    queue: np.ndarray
    log: np.ndarray


@njit(cache=True)
def setup_of(b, m, before, after, own):
    """Set-up seconds on machine `m` from family `before` to `after`; as `setups.setup_seconds`."""
    if before == after:
        return own if after == 0 else np.int64(0)
    traits = len(b.sizes)
    rule = b.rules[b.mach[m, CENTRE]]
    differs, added = False, np.int64(0)
    for t in range(traits):
        change, becomes, was = rule[1 + t], b.fam[after, t], max(b.fam[before, t], 0)
        if change < 0 or becomes < 0 or was == becomes:
            continue
        differs = True
        first, size = rule[1 + traits + t], b.sizes[t]
        if first >= 0 and was < size and becomes < size and b.pairs[first + was * size + becomes] >= 0:
            change = b.pairs[first + was * size + becomes]
        added += change
    return own + rule[0] + added if differs else own


@njit(cache=True)
def timed(b, m, at, work, goal):
    """(start, end) of `work` on machine `m`, not before `at`, held back to end at `goal`."""
    first, last = b.mach[m, FIRST], b.mach[m, LAST]
    opens, closes, worked = b.times[0, first:last], b.times[1, first:last], b.times[2, first:last]
    pauses = b.mach[m, PAUSES] == 1
    start = begin_of(opens, closes, at, work, pauses)
    end = end_of(opens, closes, worked, start, work)
    if end < goal and goal < NEVER:
        held = goal if work == 0 else latest_of(opens, closes, worked, goal, work, pauses)
        if held > start:
            start = begin_of(opens, closes, held, work, pauses)
            end = end_of(opens, closes, worked, start, work)
    return start, end


@njit(cache=True)
def worked(b, m, at):
    """Working seconds of machine `m` before `at`."""
    first, last = b.mach[m, FIRST], b.mach[m, LAST]
    return worked_until(b.times[0, first:last], b.times[1, first:last], b.times[2, first:last], at)


@njit(cache=True)
def place_in_time(b, o, start, end):
    """Say when an operation runs."""
    b.ops[o, START], b.ops[o, END], b.ops[o, END_WORKED] = start, end, worked(b, b.ops[o, MACH], end)


@njit(cache=True)
def limit_to(b, o, limit):
    """Say until when an operation may end."""
    b.ops[o, LIMIT], b.ops[o, LIMIT_WORKED] = limit, worked(b, b.ops[o, MACH], limit)


@njit(cache=True)
def paid(b, m, start, work):
    """`work` seconds from `start` on machine `m`, each times what it costs in percent."""
    first, last = b.mach[m, FIRST], b.mach[m, LAST]
    i = first + np.searchsorted(b.times[0, first:last], start, side="right") - 1
    total, at = np.int64(0), start
    while work > 0 and i < last:
        here = min(work, b.times[1, i] - max(at, b.times[0, i]))
        if here > 0:
            total += here * b.times[3, i]
            work -= here
        i += 1
    return total


@njit(cache=True)
def ready_of(b, o):
    """The second from which an operation's job lets it begin."""
    before = b.ops[o, JPREV]
    return b.ops[o, READY] if before < 0 else max(b.ops[o, READY], b.ops[before, END])


@njit(cache=True)
def settled(b, o):
    """(start, end) where an operation belongs now."""
    if b.ops[o, FIXED]:
        return b.ops[o, START], b.ops[o, END]
    at, before = ready_of(b, o), b.ops[o, MPREV]
    if before >= 0:
        at = max(at, b.ops[before, END])
    return timed(b, b.ops[o, MACH], at, b.ops[o, WORK], b.ops[o, GOAL])


@njit(cache=True)
def limit_of(b, o):
    """The latest end of an operation with which everything after it still keeps its deadline, or gets no later."""
    if b.ops[o, FIXED]:
        return b.ops[o, END]
    limit = b.ops[o, DUE] if b.ops[o, JNEXT] < 0 else NEVER
    for column in (MNEXT, JNEXT):
        after = b.ops[o, column]
        if after < 0:
            continue
        if b.ops[after, FIXED]:
            limit = min(limit, b.ops[after, START])
            continue
        m = b.ops[after, MACH]
        first, last = b.mach[m, FIRST], b.mach[m, LAST]
        latest = latest_of(
            b.times[0, first:last],
            b.times[1, first:last],
            b.times[2, first:last],
            b.ops[after, LIMIT],
            b.ops[after, WORK],
            b.mach[m, PAUSES] == 1,
        )
        limit = min(limit, latest)
    return max(limit, b.ops[o, END])


@njit(cache=True)
def rework(b, o):
    """Reckon an operation's set-up anew from what runs before it."""
    if o < 0 or b.ops[o, FIXED]:
        return
    m, before = b.ops[o, MACH], b.ops[o, MPREV]
    family = b.mach[m, HEAD] if before < 0 else b.ops[before, FAM]
    work = b.ops[o, RUN] + setup_of(b, m, family, b.ops[o, FAM], b.ops[o, OWN])
    b.mach[m, LOADED] += work - b.ops[o, WORK]
    b.ops[o, WORK] = work


@njit(cache=True)
def link(b, o, m, place):
    """Put an operation at `place` of a machine's sequence."""
    count = b.mach[m, COUNT]
    row = b.seq[m]
    for p in range(count, place, -1):
        row[p] = row[p - 1]
    row[place] = o
    b.mach[m, COUNT] = count + 1
    before = row[place - 1] if place > 0 else -1
    after = row[place + 1] if place < count else -1
    b.ops[o, MACH], b.ops[o, MPREV], b.ops[o, MNEXT] = m, before, after
    if before >= 0:
        b.ops[before, MNEXT] = o
    if after >= 0:
        b.ops[after, MPREV] = o
    b.mach[m, LOADED] += b.ops[o, WORK]
    rework(b, o)
    rework(b, after)


@njit(cache=True)
def place_of(b, o):
    """Where in its machine's sequence an operation is."""
    row = b.seq[b.ops[o, MACH]]
    p = 0
    while row[p] != o:
        p += 1
    return p


@njit(cache=True)
def unlink(b, o, place):
    """Take an operation out of its machine's sequence."""
    m, before, after = b.ops[o, MACH], b.ops[o, MPREV], b.ops[o, MNEXT]
    row = b.seq[m]
    b.mach[m, COUNT] -= 1
    for p in range(place, b.mach[m, COUNT]):
        row[p] = row[p + 1]
    if before >= 0:
        b.ops[before, MNEXT] = after
    if after >= 0:
        b.ops[after, MPREV] = before
    b.ops[o, MACH] = -1
    b.mach[m, LOADED] -= b.ops[o, WORK]
    rework(b, after)


@njit(cache=True)
def push(b, o, tail):
    """Queue an operation once; the new end of the queue."""
    if o < 0 or b.ops[o, QUEUED]:
        return tail
    b.ops[o, QUEUED] = 1
    b.queue[tail % len(b.queue)] = o
    return tail + 1


@njit(cache=True)
def spread(b, o, logged, checks):
    """Move `o` and what it pushes, noting (row, start, end, end worked) of each in the log from `logged` on.

    Returns (how many are noted, whether nothing passed its limit); with `checks` it stops at the first that does."""
    head, tail = 0, 0
    tail = push(b, o, tail)
    keeps = True
    while head < tail:
        o = b.queue[head % len(b.queue)]
        head += 1
        b.ops[o, QUEUED] = 0
        if not keeps:
            continue
        start, end = settled(b, o)
        if start == b.ops[o, START] and end == b.ops[o, END]:
            continue
        if checks and (end > b.ops[o, LIMIT] or logged >= len(b.log)):
            keeps = False
            continue
        if logged < len(b.log):
            b.log[logged, 0], b.log[logged, 1], b.log[logged, 2] = o, b.ops[o, START], b.ops[o, END]
            b.log[logged, 3] = b.ops[o, END_WORKED]
            logged += 1
        moved = end != b.ops[o, END]
        place_in_time(b, o, start, end)
        if moved:
            tail = push(b, b.ops[o, MNEXT], tail)
            tail = push(b, b.ops[o, JNEXT], tail)
    return logged, keeps


@njit(cache=True)
def unspread(b, logged, back_to):
    """Undo what is noted in the log down to `back_to`."""
    for n in range(logged - 1, back_to - 1, -1):
        o = b.log[n, 0]
        b.ops[o, START], b.ops[o, END], b.ops[o, END_WORKED] = b.log[n, 1], b.log[n, 2], b.log[n, 3]


@njit(cache=True)
def tighten(b, first):
    """Reckon limits anew from the rows `first` backwards, as far as they change."""
    head, tail = 0, 0
    for o in first:
        tail = push(b, o, tail)
    while head < tail:
        o = b.queue[head % len(b.queue)]
        head += 1
        b.ops[o, QUEUED] = 0
        limit = limit_of(b, o)
        if limit != b.ops[o, LIMIT]:
            limit_to(b, o, limit)
            tail = push(b, b.ops[o, MPREV], tail)
            tail = push(b, b.ops[o, JPREV], tail)


@njit(cache=True)
def sweep(b, order):
    """Settle every row of `order` (by start) and what it pushes, past fixed work that is in the way; then all limits.

    Returns the row at which the plan contradicts itself, or -1."""
    head, tail, patience = 0, 0, 200 * len(order) + 1000
    for o in order:
        tail = push(b, o, tail)
    while head < tail:
        o = b.queue[head % len(b.queue)]
        head += 1
        b.ops[o, QUEUED] = 0
        if head > patience:
            return o
        rework(b, o)
        start, end = settled(b, o)
        after = b.ops[o, MNEXT]
        if after >= 0 and b.ops[after, FIXED] and not b.ops[o, FIXED] and end > b.ops[after, START]:
            m, place = b.ops[o, MACH], place_of(b, o)
            unlink(b, o, place)
            link(b, o, m, place + 1)
            tail = push(b, o, tail)
            tail = push(b, b.ops[o, MNEXT], tail)
            continue
        if start == b.ops[o, START] and end == b.ops[o, END]:
            continue
        place_in_time(b, o, start, end)
        tail = push(b, b.ops[o, MNEXT], tail)
        tail = push(b, b.ops[o, JNEXT], tail)
    for o in order:
        place_in_time(b, o, b.ops[o, START], b.ops[o, END])
        limit_to(b, o, NEVER)
    tighten(b, order[::-1].copy())
    return np.int64(-1)


@njit(cache=True)
def machine_seconds(b, now):
    """Set-up and run of what ends after `now`, for each machine."""
    seconds = b.mach[:, LOADED].copy()
    for m in range(len(b.mach)):
        p = 0
        while p < b.mach[m, COUNT] and b.ops[b.seq[m, p], END] <= now:
            seconds[m] -= b.ops[b.seq[m, p], WORK]
            p += 1
    return seconds
