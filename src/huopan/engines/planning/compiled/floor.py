"""A shop floor as arrays: who follows whom on which machine, and the times that follow from it.

`Floor` never changes while searching. `State` is an order of work: `at[field, op]` (fields below), `ends[0 or 1,
machine]` the first and last op of a machine, `totals[field]`. Money is fen × 3600 ("fen seconds": an hour's price ×
seconds), time is seconds, everything int64; -1 is nobody.
"""

from collections import namedtuple

import numpy as np

from huopan.engines.planning.compiled.clocks import NEVER, begin_of, end_of, latest_of
from huopan.engines.planning.compiled.lean import lean

Floor = namedtuple("Floor", "ops alts jobs units opens closes worked rates change makespan_weight")  # noqa: PYI024
State = namedtuple("State", "at ends totals")  # noqa: PYI024 - numba reads plain named tuples
Desk = namedtuple("Desk", "queue removed order stale")  # noqa: PYI024

# Rows of `floor.ops`: its job, the steps before and after it, the last second it may end in, the least work after it,
# when its job is due and what its end costs an hour after that (0 but for the last step), and its alternatives
# `[OP_ALTS, OP_ALTS_END)`.
OP_JOB, OP_BEFORE, OP_AFTER, OP_FIXED, OP_LIMIT, OP_REST, OP_DUE, OP_LATE, OP_ALTS, OP_ALTS_END = range(10)
ALT_MACHINE, ALT_RUN, ALT_SETUP, ALT_CLASS = range(4)
JOB_FIRST, JOB_STEPS, JOB_READY, JOB_DUE, JOB_LATE, JOB_REVENUE, JOB_MUST, JOB_WORK = range(8)
# Rows of `floor.units`, the machines: their stretches `[UNIT_FROM, UNIT_TO)`, whether work may pause, is never
# interrupted and costs the same at all times, the hour's price, the class they start in, the class of no traits,
# and where and how wide their table of changeovers is.
UNIT_FROM, UNIT_TO, UNIT_PAUSE, UNIT_PLAIN, UNIT_EVEN, UNIT_HOUR, UNIT_CLASS, UNIT_BLANK, UNIT_TABLE, UNIT_WIDTH = (
    range(10)
)
HEAP, KEYS, QUEUED = range(3)
# Fields of an op: its place, its times, and how late it may end costing nothing (FREE) or breaking nothing (HARD);
# WORK is set-up and run, READY when the job lets it begin.
MACHINE, ALT, PREV, NEXT, START, END, SETUP, PAID, CLASS, BROKEN, FREE, HARD, WORK, READY = range(14)
FIELDS = 14
# Totals: revenue of the jobs taken, cost of lateness and machines, seconds late and of set-up, laws broken, promises
# left out.
REVENUE, LATE_COST, COST, LATE, SETUPS, BREACHES, MISSING, MAKESPAN = range(8)
TOTALS = 8
LATE_TIE = 2  # fen an hour: breaks ties between plans that earn the same
SETUP_TIE = 1


@lean
def score_of(floor, totals):
    earned = totals[REVENUE] - totals[LATE_COST] - totals[COST]
    return earned - LATE_TIE * totals[LATE] - SETUP_TIE * totals[SETUPS] - floor.makespan_weight * totals[MAKESPAN]


@lean
def is_better(floor, totals, other):
    """Fewer laws broken, then profit, then lateness, then set-ups."""
    hard, others = totals[BREACHES] + totals[MISSING], other[BREACHES] + other[MISSING]
    if hard != others:
        return hard < others
    if floor.makespan_weight > 0 and totals[MAKESPAN] != other[MAKESPAN]:
        return totals[MAKESPAN] < other[MAKESPAN]
    earned = totals[REVENUE] - totals[LATE_COST] - totals[COST]
    others = other[REVENUE] - other[LATE_COST] - other[COST]
    if earned != others:
        return earned > others
    if totals[LATE] != other[LATE]:
        return totals[LATE] < other[LATE]
    return totals[SETUPS] < other[SETUPS]


@lean
def begin_at(floor, machine, at, work):
    if floor.units[UNIT_PLAIN, machine]:
        start = max(at, floor.opens[floor.units[UNIT_FROM, machine]])
    else:
        low, high = floor.units[UNIT_FROM, machine], floor.units[UNIT_TO, machine]
        start = begin_of(floor.opens[low:high], floor.closes[low:high], at, work, floor.units[UNIT_PAUSE, machine])
    return start


@lean
def end_at(floor, machine, start, work):
    if floor.units[UNIT_PLAIN, machine]:
        end = start + work
    else:
        low, high = floor.units[UNIT_FROM, machine], floor.units[UNIT_TO, machine]
        end = end_of(floor.opens[low:high], floor.closes[low:high], floor.worked[low:high], start, work)
    return end


@lean
def latest_at(floor, machine, end, work):
    if floor.units[UNIT_PLAIN, machine]:
        start = end - work
    else:
        low, high = floor.units[UNIT_FROM, machine], floor.units[UNIT_TO, machine]
        opens, closes, worked = floor.opens[low:high], floor.closes[low:high], floor.worked[low:high]
        start = latest_of(opens, closes, worked, end, work, floor.units[UNIT_PAUSE, machine])
    return start


@lean
def paid_at(floor, machine, start, work):
    """Working seconds weighted by what they cost, rounded up like `Clock.paid_seconds`."""
    if floor.units[UNIT_EVEN, machine] or start >= NEVER:
        return work
    low, high = floor.units[UNIT_FROM, machine], floor.units[UNIT_TO, machine]
    i = low + max(np.searchsorted(floor.opens[low:high], start, side="right") - 1, 0)
    left, total = work, 0
    while left > 0 and i < high:
        here = min(left, floor.closes[i] - max(floor.opens[i], start))
        if here > 0:
            total += here * floor.rates[i]
            left -= here
        i += 1
    return (total + 99) // 100


@lean
def setup_of(floor, machine, alt, before):
    """Seconds to set `machine` up for the op's alternative `alt` after a step of class `before`."""
    after = floor.alts[ALT_CLASS, alt]
    seconds = floor.change[floor.units[UNIT_TABLE, machine] + before * floor.units[UNIT_WIDTH, machine] + after]
    if before == after and after != floor.units[UNIT_BLANK, machine]:
        return seconds
    return seconds + floor.alts[ALT_SETUP, alt]


@lean
def ready_of(floor, at, op):
    before = floor.ops[OP_BEFORE, op]
    if before < 0:
        return floor.jobs[JOB_READY, floor.ops[OP_JOB, op]]
    return at[END, before] if at[MACHINE, before] >= 0 else floor.jobs[JOB_READY, floor.ops[OP_JOB, op]]


@lean
def push(desk, op, key):
    if desk.queue[QUEUED, op] > 0:
        return
    desk.queue[QUEUED, op] = 1
    size = desk.queue[HEAP, 0]
    i = size + 1
    desk.queue[HEAP, 0] = i
    while i > 1 and desk.queue[KEYS, i >> 1] > key:
        desk.queue[HEAP, i], desk.queue[KEYS, i] = desk.queue[HEAP, i >> 1], desk.queue[KEYS, i >> 1]
        i >>= 1
    desk.queue[HEAP, i], desk.queue[KEYS, i] = op, key


@lean
def pop(desk):
    op = desk.queue[HEAP, 1]
    desk.queue[QUEUED, op] = 0
    size = desk.queue[HEAP, 0]
    last, key = desk.queue[HEAP, size], desk.queue[KEYS, size]
    size -= 1
    desk.queue[HEAP, 0] = size
    i = 1
    while 2 * i <= size:
        child = 2 * i
        if child < size and desk.queue[KEYS, child + 1] < desk.queue[KEYS, child]:
            child += 1
        if desk.queue[KEYS, child] >= key:
            break
        desk.queue[HEAP, i], desk.queue[KEYS, i] = desk.queue[HEAP, child], desk.queue[KEYS, child]
        i = child
    desk.queue[HEAP, i], desk.queue[KEYS, i] = last, key
    return op


@lean
def count_end(floor, totals, op, end, sign):
    """Add or take off what ending at `end` costs, when `op` is its job's last."""
    if floor.ops[OP_AFTER, op] >= 0:
        return
    job = floor.ops[OP_JOB, op]
    seconds = max(0, end - floor.jobs[JOB_DUE, job])
    totals[LATE] += sign * seconds
    totals[LATE_COST] += sign * seconds * floor.jobs[JOB_LATE, job]


@lean
def propagate(floor, state, desk):
    """Give every queued op, and whoever follows from it, its times."""
    at, totals = state.at, state.totals
    while desk.queue[HEAP, 0] > 0:
        op = pop(desk)
        machine, before = at[MACHINE, op], at[PREV, op]
        if machine < 0:
            continue
        free = at[END, before] if before >= 0 else np.int64(0)
        if floor.ops[OP_FIXED, op]:
            broken = np.int64(before >= 0 and not floor.ops[OP_FIXED, before] and free > at[START, op])
            totals[BREACHES] += broken - at[BROKEN, op]
            at[BROKEN, op] = broken
            continue
        was_end, was_setup, was_start = at[END, op], at[SETUP, op], at[START, op]
        setup = setup_of(
            floor, machine, at[ALT, op], at[CLASS, before] if before >= 0 else floor.units[UNIT_CLASS, machine]
        )
        work = setup + floor.alts[ALT_RUN, at[ALT, op]]
        start = begin_at(floor, machine, max(free, at[READY, op]), work)
        end = end_at(floor, machine, start, work)
        if start == was_start and end == was_end and setup == was_setup and at[PAID, op] >= 0:
            continue
        desk.stale[machine] = 1
        paid = work if floor.units[UNIT_EVEN, machine] else paid_at(floor, machine, start, work)
        if at[PAID, op] >= 0:
            totals[COST] += floor.units[UNIT_HOUR, machine] * (paid - at[PAID, op])
            count_end(floor, totals, op, was_end, -1)
        else:
            totals[COST] += floor.units[UNIT_HOUR, machine] * paid
        totals[SETUPS] += setup - was_setup
        count_end(floor, totals, op, end, 1)
        broken = np.int64(end > floor.ops[OP_LIMIT, op])
        totals[BREACHES] += broken - at[BROKEN, op]
        at[START, op], at[END, op], at[SETUP, op], at[PAID, op], at[BROKEN, op] = start, end, setup, paid, broken
        at[WORK, op] = work
        after = at[NEXT, op]
        if after >= 0:
            push(desk, after, at[START, after])
        after = floor.ops[OP_AFTER, op]
        if after >= 0 and at[MACHINE, after] >= 0 and not floor.ops[OP_FIXED, after] and end != at[READY, after]:
            at[READY, after] = end
            push(desk, after, at[START, after])


@lean
def link(floor, state, desk, op, alt, before, start):
    """Put `op` on the alternative's machine right after `before` (-1: first); times follow with `propagate`."""
    at, ends = state.at, state.ends
    machine = floor.alts[ALT_MACHINE, alt]
    after = at[NEXT, before] if before >= 0 else ends[0, machine]
    at[MACHINE, op], at[ALT, op], at[PREV, op], at[NEXT, op] = machine, alt, before, after
    at[CLASS, op] = floor.alts[ALT_CLASS, alt]
    at[START, op], at[END, op], at[SETUP, op], at[PAID, op], at[BROKEN, op] = start, start, 0, -1, 0
    at[FREE, op], at[HARD, op] = start, floor.ops[OP_LIMIT, op]
    at[WORK, op], at[READY, op] = floor.alts[ALT_RUN, alt], ready_of(floor, at, op)
    if before >= 0:
        at[NEXT, before] = op
    else:
        ends[0, machine] = op
    if after >= 0:
        at[PREV, after] = op
        push(desk, after, at[START, after])
    else:
        ends[1, machine] = op
    push(desk, op, start)


@lean
def unlink(floor, state, desk, op):
    """Take `op` off its machine; times follow with `propagate`."""
    at, ends, totals = state.at, state.ends, state.totals
    machine, before, after = at[MACHINE, op], at[PREV, op], at[NEXT, op]
    if before >= 0:
        at[NEXT, before] = after
    else:
        ends[0, machine] = after
    if after >= 0:
        at[PREV, after] = before
        push(desk, after, at[START, after])
    else:
        ends[1, machine] = before
    if at[PAID, op] >= 0:
        totals[COST] -= floor.units[UNIT_HOUR, machine] * at[PAID, op]
        totals[SETUPS] -= at[SETUP, op]
        totals[BREACHES] -= at[BROKEN, op]
        count_end(floor, totals, op, at[END, op], -1)
    desk.stale[machine] = 1
    at[MACHINE, op] = -1
    after = floor.ops[OP_AFTER, op]
    if after >= 0 and at[MACHINE, after] >= 0 and not floor.ops[OP_FIXED, after]:
        at[READY, after] = floor.jobs[JOB_READY, floor.ops[OP_JOB, op]]
        push(desk, after, at[START, after])


@lean
def refresh_slack(floor, state, machine):
    """How late each op of the machine may end without costing (FREE) or breaking (HARD) anything after it."""
    at = state.at
    free_next, hard_next = NEVER, NEVER
    op = state.ends[1, machine]
    while op >= 0:
        if floor.ops[OP_FIXED, op]:
            at[FREE, op] = at[HARD, op] = at[END, op]
            free_next = hard_next = at[START, op]
        else:
            free, hard = floor.ops[OP_LIMIT, op], floor.ops[OP_LIMIT, op]
            after = floor.ops[OP_AFTER, op]
            if after < 0:
                free = min(free, max(floor.jobs[JOB_DUE, floor.ops[OP_JOB, op]], at[END, op]))
            elif at[MACHINE, after] >= 0 and not floor.ops[OP_FIXED, after]:
                work = at[WORK, after]
                free = min(free, max(at[START, after], latest_at(floor, at[MACHINE, after], at[FREE, after], work)))
                hard = min(hard, max(at[START, after], latest_at(floor, at[MACHINE, after], at[HARD, after], work)))
            at[FREE, op], at[HARD, op] = min(free, free_next), min(hard, hard_next)
            work = at[WORK, op]
            free_next = latest_at(floor, machine, at[FREE, op], work)
            hard_next = latest_at(floor, machine, at[HARD, op], work)
        op = at[PREV, op]


@lean
def refresh_stale(floor, state, desk):
    for machine in range(len(desk.stale)):
        if desk.stale[machine]:
            refresh_slack(floor, state, machine)
            desk.stale[machine] = 0


@lean
def measure_makespan(floor, state):
    if floor.makespan_weight == 0:
        return
    longest = np.int64(0)
    for machine in range(state.ends.shape[1]):
        if state.ends[1, machine] >= 0:
            longest = max(longest, state.at[END, state.ends[1, machine]])
    state.totals[MAKESPAN] = longest


@lean
def copy_state(source, target):
    copy_rows(source.at, target.at)
    copy_rows(source.ends, target.ends)
    for n in range(len(source.totals)):
        target.totals[n] = source.totals[n]


@lean
def copy_rows(source, target):
    for row in range(source.shape[0]):
        for n in range(source.shape[1]):
            target[row, n] = source[row, n]
