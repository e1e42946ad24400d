"""Shorten a plan: tabu search that moves ops of a longest path, along their machine or to another.

A move is judged by the longest path through what it moves, reckoned from the times before it: exact along one machine
but for what others pass on, rather too long than too short elsewhere. The plan that follows is timed exactly; a move
that breaks a limit or a fixed op is taken back. Neighbourhood: Mastrolilli and Gambardella (2000), estimates along a
machine: Balas and Vazacopoulos (1998).
"""

from collections import namedtuple

import numpy as np

from huopan.engines.planning.compiled.clocks import NEVER
from huopan.engines.planning.compiled.floor import (
    ALT_CLASS,
    ALT_MACHINE,
    ALT_RUN,
    JOB_READY,
    OP_AFTER,
    OP_ALTS,
    OP_ALTS_END,
    OP_BEFORE,
    OP_FIXED,
    OP_JOB,
    OP_LIMIT,
    begin_at,
    end_at,
    latest_at,
    setup_of,
)
from huopan.engines.planning.compiled.lean import lean
from huopan.engines.planning.compiled.paths import (
    ALT,
    BEGUN,
    BROKEN,
    END,
    LATEST,
    LONGEST,
    MACHINE,
    NEXT,
    PREV,
    START,
    attach,
    class_before,
    copy_track,
    detach,
    longest_path,
    sweep,
    sweep_back,
    work_after,
)

# `tabu[op, machine]`: the move before which it may not go back there; `move[field]`: the best move so far (below);
# `row[0..2, n]`: ops in a row, their ends (or latest ends), their work; `ordered[machine]`: 1 when set-ups depend on
# who works before.
Hunt = namedtuple("Hunt", "tabu move row ordered")  # noqa: PYI024 - numba reads plain named tuples
OP, TO_ALT, BEHIND, TIES, MOMENT, AIM, MAKESPAN = range(7)
MOVE = 7
NONE = np.int64(4 * 10**18)
FARTHEST = 60  # ops that one move passes along its machine


@lean
def ready_at(floor, at, op):
    before = floor.ops[OP_BEFORE, op]
    return at[END, before] if before >= 0 else floor.jobs[JOB_READY, floor.ops[OP_JOB, op]]


@lean
def latest_by_job(floor, at, op, makespan):
    """The latest end of `op` for its limit and its job's next step."""
    after = floor.ops[OP_AFTER, op]
    latest = min(makespan, floor.ops[OP_LIMIT, op])
    return latest if after < 0 else min(latest, at[BEGUN, after])


@lean
def may_follow(floor, at, op, before):
    """Whether `op` can go behind `before` without waiting for itself: its next step does not come before `before`."""
    after = floor.ops[OP_AFTER, op]
    return after < 0 or before < 0 or (before != after and at[START, before] < at[END, after])


@lean
def latest_behind(floor, at, machine, op, kind):
    """The latest start of a placed op when it comes behind one of class `kind`."""
    if floor.ops[OP_FIXED, op]:
        return at[START, op]
    work = floor.alts[ALT_RUN, at[ALT, op]] + setup_of(floor, machine, at[ALT, op], kind)
    return latest_at(floor, machine, at[LATEST, op], work)


@lean
def weigh(hunt, over, best, op, machine, alt, behind):
    """Keep the move if it is the best allowed so far, chance choosing among equals; the best's excess."""
    move = hunt.move
    if over > best or (hunt.tabu[op, machine] > move[MOMENT] and over >= move[AIM]):
        return best
    move[TIES] = move[TIES] + 1 if over == best else 1
    if move[TIES] > 1 and np.random.randint(move[TIES]) > 0:
        return best
    move[OP], move[TO_ALT], move[BEHIND] = op, alt, behind
    return over


@lean
def look_elsewhere(floor, track, hunt, op, alt, best):
    """Weigh every place of `op` on another machine that is not plainly worse than the best."""
    at, machine, makespan = track.at, floor.alts[ALT_MACHINE, alt], hunt.move[MAKESPAN]
    ready, latest = ready_at(floor, at, op), latest_by_job(floor, at, op, makespan)
    before, after = np.int64(-1), track.ends[0, machine]
    while after >= 0 and at[END, after] <= ready:
        before, after = after, at[NEXT, after]
    while may_follow(floor, at, op, before):
        free = at[END, before] if before >= 0 else np.int64(0)
        work = work_after(floor, track, machine, alt, before)
        end = end_at(floor, machine, begin_at(floor, machine, max(free, ready), work), work)
        if end - latest > best:
            break
        until = latest
        if after >= 0:
            until = min(until, latest_behind(floor, at, machine, after, floor.alts[ALT_CLASS, alt]))
        best = weigh(hunt, end - until, best, op, machine, alt, before)
        if after < 0:
            break
        before, after = after, at[NEXT, after]
    return best


@lean
def placed(floor, at, machine, op, kind, free):
    """(end, work) of `op` on its machine behind one of class `kind` that ends at `free`."""
    work = floor.alts[ALT_RUN, at[ALT, op]] + setup_of(floor, machine, at[ALT, op], kind)
    return end_at(floor, machine, begin_at(floor, machine, max(free, ready_at(floor, at, op)), work), work), work


@lean
def over_backwards(floor, track, hunt, low, high, until, over, best):
    """The greatest excess, from `over` on, of the row's ops `[low, high)`, whose ends are known, before `until`."""
    row, makespan = hunt.row, hunt.move[MAKESPAN]
    machine = track.at[MACHINE, row[0, low]]
    for n in range(high - 1, low - 1, -1):
        latest = min(until, latest_by_job(floor, track.at, row[0, n], makespan))
        over = max(over, row[1, n] - latest)
        if over > best:
            break
        until = latest_at(floor, machine, latest, row[2, n])
    return over


@lean
def look_later(floor, track, hunt, op, block_end, best):
    """Weigh moving `op` behind those that follow it on its machine; only beyond `block_end` when it is an op."""
    at, row, machine, makespan = track.at, hunt.row, track.at[MACHINE, op], hunt.move[MAKESPAN]
    own, latest = floor.alts[ALT_CLASS, at[ALT, op]], latest_by_job(floor, at, op, makespan)
    before, last, inside, n = at[PREV, op], at[NEXT, op], block_end >= 0, 0
    kind, free = class_before(floor, track, machine, before), at[END, before] if before >= 0 else np.int64(0)
    while last >= 0 and n < FARTHEST and not floor.ops[OP_FIXED, last] and may_follow(floor, at, op, last):
        free, row[2, n] = placed(floor, at, machine, last, kind, free)
        row[0, n], row[1, n] = last, free
        kind = floor.alts[ALT_CLASS, at[ALT, last]]
        n += 1
        end, work = placed(floor, at, machine, op, kind, free)
        if end - latest > best:
            break
        inside &= last != block_end
        after = at[NEXT, last]
        if not inside:
            until = latest if after < 0 else min(latest, latest_behind(floor, at, machine, after, own))
            over = over_backwards(floor, track, hunt, 0, n, latest_at(floor, machine, until, work), end - until, best)
            best = weigh(hunt, over, best, op, machine, at[ALT, op], last)
        last = after
    return best


@lean
def over_forwards(floor, track, hunt, low, high, kind, free, over, best):
    """The greatest excess, from `over` on, of the row's ops `[low, high)`, whose latest ends are known, from `free`."""
    at, row = track.at, hunt.row
    machine = at[MACHINE, row[0, low]]
    for n in range(low, high):
        free, _work = placed(floor, at, machine, row[0, n], kind, free)
        kind = floor.alts[ALT_CLASS, at[ALT, row[0, n]]]
        over = max(over, free - row[1, n])
        if over > best:
            break
    return over


@lean
def look_sooner(floor, track, hunt, op, block_start, best):
    """Weigh moving `op` before those that precede it on its machine; only up to `block_start` when it is an op."""
    at, row, machine, makespan = track.at, hunt.row, track.at[MACHINE, op], hunt.move[MAKESPAN]
    own, job_latest = floor.alts[ALT_CLASS, at[ALT, op]], latest_by_job(floor, at, op, makespan)
    first, after, inside, n, ready = at[PREV, op], at[NEXT, op], block_start >= 0, FARTHEST, ready_at(floor, at, op)
    until = NEVER
    if after >= 0 and first >= 0:
        until = latest_behind(floor, at, machine, after, floor.alts[ALT_CLASS, at[ALT, first]])
    while first >= 0 and n > 0 and not floor.ops[OP_FIXED, first] and at[END, first] > ready:
        n -= 1
        before = at[PREV, first]
        row[0, n], row[1, n] = first, min(until, latest_by_job(floor, at, first, makespan))
        until = latest_at(floor, machine, row[1, n], work_after(floor, track, machine, at[ALT, first], before))
        kind, free = class_before(floor, track, machine, before), at[END, before] if before >= 0 else np.int64(0)
        end, _work = placed(floor, at, machine, op, kind, free)
        latest = min(job_latest, _latest_first(floor, at, machine, first, row[1, n], own))
        if ready + floor.alts[ALT_RUN, at[ALT, op]] - latest > best:
            break
        inside &= first != block_start
        if not inside:
            over = over_forwards(floor, track, hunt, n, FARTHEST, own, end, end - latest, best)
            best = weigh(hunt, over, best, op, machine, at[ALT, op], before)
        first = before
    return best


@lean
def _latest_first(floor, at, machine, op, latest, kind):
    """The latest start of `op`, to be done by `latest`, behind one of class `kind`."""
    work = floor.alts[ALT_RUN, at[ALT, op]] + setup_of(floor, machine, at[ALT, op], kind)
    return latest_at(floor, machine, latest, work)


@lean
def find_move(floor, track, hunt, count):
    """Write into `hunt.move` the best move of an op of the longest path; whether there is one."""
    at, path = track.at, track.path[LONGEST]
    hunt.move[OP], hunt.move[TIES] = -1, 0
    best, block = NONE, 0
    for n in range(count):
        op = path[n]
        machine = at[MACHINE, op]
        if n == 0 or path[n - 1] != at[NEXT, op]:
            block = n
        first = n
        while first + 1 < count and path[first + 1] == at[PREV, path[first]]:
            first += 1
        is_free = hunt.ordered[machine] == 1
        best = look_later(floor, track, hunt, op, -1 if is_free or first == n else path[block], best)
        best = look_sooner(floor, track, hunt, op, -1 if is_free or block == n else path[first], best)
        for alt in range(floor.ops[OP_ALTS, op], floor.ops[OP_ALTS_END, op]):
            if floor.alts[ALT_MACHINE, alt] != machine:
                best = look_elsewhere(floor, track, hunt, op, alt, best)
    return hunt.move[OP] >= 0


@lean
def some_move(floor, track, hunt, count):
    """Write into `hunt.move` a move of a random op of the longest path to another machine or past a neighbour."""
    at, move = track.at, hunt.move
    op = track.path[LONGEST, np.random.randint(count)]
    alt = np.random.randint(floor.ops[OP_ALTS, op], floor.ops[OP_ALTS_END, op])
    hunt.tabu[op, floor.alts[ALT_MACHINE, alt]] = 0
    move[OP], move[TIES] = -1, 0
    if floor.alts[ALT_MACHINE, alt] != at[MACHINE, op]:
        look_elsewhere(floor, track, hunt, op, alt, NONE)
    elif np.random.randint(2):
        look_later(floor, track, hunt, op, -1, NONE)
    else:
        look_sooner(floor, track, hunt, op, -1, NONE)
    return move[OP] >= 0


@lean
def make_move(floor, track, hunt, makespan):
    """Do what `hunt.move` says; the makespan that follows, or BROKEN when it was taken back."""
    at, move = track.at, hunt.move
    op, alt, behind = move[OP], at[ALT, move[OP]], at[PREV, move[OP]]
    detach(track, op)
    attach(floor, track, op, move[TO_ALT], move[BEHIND])
    found = sweep(floor, track)
    if found == BROKEN:
        detach(track, op)
        attach(floor, track, op, alt, behind)
        makespan = sweep(floor, track)
    else:
        makespan = found
    sweep_back(floor, track, makespan)
    return found


@lean
def begin(floor, track, hunt):
    """Time the track and forget what was forbidden; the makespan, or BROKEN."""
    for op in range(hunt.tabu.shape[0]):
        for machine in range(hunt.tabu.shape[1]):
            hunt.tabu[op, machine] = 0
    makespan = sweep(floor, track)
    if makespan != BROKEN:
        sweep_back(floor, track, makespan)
    return makespan


@lean
def shorten(floor, track, best, hunt, seed, makespan, stall, most):
    """Tabu search from a timed `track`, keeping the shortest plan met in `best`.

    Ends after `stall` moves in a row without a shorter one, or after `most`. Returns (shortest makespan, moves)."""
    np.random.seed(seed)
    copy_track(track, best)
    record, since, moment = makespan, 0, 0
    while since < stall and moment < most:
        count = longest_path(floor, track, makespan)
        if count == 0:
            break
        moment, since = moment + 1, since + 1
        hunt.move[MOMENT], hunt.move[AIM], hunt.move[MAKESPAN] = moment, record - makespan, makespan
        if not find_move(floor, track, hunt, count) and not some_move(floor, track, hunt, count):
            continue
        op, was = hunt.move[OP], track.at[MACHINE, hunt.move[OP]]
        until = moment + 1 + count + floor.ops[OP_ALTS_END, op] - floor.ops[OP_ALTS, op]
        found = make_move(floor, track, hunt, makespan)
        if found == BROKEN:
            hunt.tabu[op, floor.alts[ALT_MACHINE, hunt.move[TO_ALT]]] = until
            continue
        makespan = found
        hunt.tabu[op, was] = until
        if makespan < record:
            record, since = makespan, 0
            copy_track(track, best)
    return record, moment


@lean
def shake(floor, track, hunt, seed, moves, makespan):
    """Some random moves of ops of a longest path of a timed track; the makespan that follows."""
    np.random.seed(seed)
    for _ in range(moves):
        count = longest_path(floor, track, makespan)
        hunt.move[MOMENT], hunt.move[AIM], hunt.move[MAKESPAN] = 0, -NONE, makespan
        if count > 0 and some_move(floor, track, hunt, count):
            found = make_move(floor, track, hunt, makespan)
            makespan = makespan if found == BROKEN else found
    return makespan
