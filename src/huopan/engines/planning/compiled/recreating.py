"""Recreate: put each job that is left out where it costs least, judged against the cached slacks."""

import numpy as np

from huopan.engines.planning.compiled.floor import (
    ALT,
    ALT_CLASS,
    ALT_MACHINE,
    ALT_RUN,
    ALT_SETUP,
    BREACHES,
    CLASS,
    END,
    FREE,
    HARD,
    JOB_DUE,
    JOB_FIRST,
    JOB_LATE,
    JOB_MUST,
    JOB_READY,
    JOB_REVENUE,
    JOB_STEPS,
    JOB_WORK,
    LATE_TIE,
    MACHINE,
    MISSING,
    NEXT,
    OP_AFTER,
    OP_ALTS,
    OP_ALTS_END,
    OP_DUE,
    OP_FIXED,
    OP_JOB,
    OP_LATE,
    OP_LIMIT,
    OP_REST,
    READY,
    REVENUE,
    SETUP,
    SETUP_TIE,
    START,
    UNIT_BLANK,
    UNIT_CLASS,
    UNIT_EVEN,
    UNIT_FROM,
    UNIT_HOUR,
    UNIT_PLAIN,
    UNIT_TABLE,
    UNIT_WIDTH,
    WORK,
    begin_at,
    end_at,
    link,
    paid_at,
    propagate,
    ready_of,
    refresh_slack,
    refresh_stale,
    score_of,
    setup_of,
    unlink,
)
from huopan.engines.planning.compiled.lean import lean

BEYOND = np.int64(4 * 10**18)
DENSE = 40  # places looked at one after the other before the scan becomes a sample


@lean
def delayed_chain(floor, at, op, end):
    """What it costs the job of `op`, not its last step, that `op` ends at `end`: later steps slide as they must."""
    after = floor.ops[OP_AFTER, op]
    while after >= 0:
        if at[MACHINE, after] < 0 or floor.ops[OP_FIXED, after] or end <= at[START, after]:
            return np.int64(0)
        end = at[END, after] + end - at[START, after]
        op, after = after, floor.ops[OP_AFTER, after]
    job = floor.ops[OP_JOB, op]
    if end > floor.ops[OP_LIMIT, op]:
        return BEYOND
    return (floor.jobs[JOB_LATE, job] + LATE_TIE) * max(0, end - max(floor.jobs[JOB_DUE, job], at[END, op]))


@lean
def cheapest_place(floor, state, op, cap, blink, thin):
    """(cost, alternative, op before, start) of the cheapest place under `cap`; alternative -1 when there is none.

    Costs what the op itself costs (machine hours, lateness) and what it does to those behind it on the machine: their
    set-up and delay, walked until a slack takes it up or it costs more than the best place so far."""
    at, ops, alts, units = state.at, floor.ops, floor.alts, floor.units
    job = ops[OP_JOB, op]
    is_last = ops[OP_AFTER, op] < 0
    ready, limit, rest = ready_of(floor, at, op), ops[OP_LIMIT, op], ops[OP_REST, op]
    due, late = floor.jobs[JOB_DUE, job], floor.jobs[JOB_LATE, job] + LATE_TIE
    best, best_alt, best_before, best_start = cap, -1, -1, 0
    for alt in range(ops[OP_ALTS, op], ops[OP_ALTS_END, op]):
        machine, run, own = alts[ALT_MACHINE, alt], alts[ALT_RUN, alt], alts[ALT_CLASS, alt]
        hour = units[UNIT_HOUR, machine]
        plain, even = units[UNIT_PLAIN, machine], units[UNIT_EVEN, machine]
        opens = floor.opens[units[UNIT_FROM, machine]] if plain else np.int64(0)
        own_setup = alts[ALT_SETUP, alt]
        table = floor.change[units[UNIT_TABLE, machine] + own :]
        width = units[UNIT_WIDTH, machine]
        spared = own if own != units[UNIT_BLANK, machine] else -1
        was, prior_end = units[UNIT_CLASS, machine], opens
        before, after = -1, state.ends[0, machine]
        while after >= 0 and at[END, after] <= ready:
            before, after = after, at[NEXT, after]
        if before >= 0:
            was, prior_end = at[CLASS, before], at[END, before]
        seen = 0
        while True:
            free = max(ready, prior_end)
            low = free + run
            if low > limit:
                break
            least = hour * run + late * max(0, low + rest - due)
            if not is_last:
                least += low - ready
            if least >= best:
                break
            seen += 1
            looks = blink == 0.0 or np.random.random() >= blink
            if looks and thin and seen > DENSE and was != own and (after < 0 or at[CLASS, after] != own):
                looks = np.random.random() < 0.1
            if looks:
                setup = table[was * width] + (0 if was == spared else own_setup)
                work = setup + run
                start = max(free, opens)
                end = start + work
                if not plain:
                    start = begin_at(floor, machine, free, work)
                    end = end_at(floor, machine, start, work)
                if end <= limit:
                    cost = hour * (work if even else paid_at(floor, machine, start, work)) + SETUP_TIE * setup
                    cost += late * max(0, end + rest - due)
                    if not is_last:
                        cost += end - ready
                    if after >= 0 and cost < best:
                        cost += cost_behind(floor, at, machine, own, after, end, best - cost)
                    if cost < best:
                        best, best_alt, best_before, best_start = cost, alt, before, start
            if after < 0:
                break
            before, was, prior_end, after = after, at[CLASS, after], at[END, after], at[NEXT, after]
    return best, best_alt, best_before, best_start


@lean
def cost_behind(floor, at, machine, own, after, end, room):
    """What ending at `end` costs `after` and those behind it; BEYOND as soon as it is more than `room`."""
    ops, op = floor.ops, after
    if ops[OP_FIXED, op]:
        return np.int64(0) if end <= at[START, op] else BEYOND
    plain = floor.units[UNIT_PLAIN, machine]
    setup = setup_of(floor, machine, at[ALT, op], own)
    work = setup + floor.alts[ALT_RUN, at[ALT, op]]
    cost = (floor.units[UNIT_HOUR, machine] + SETUP_TIE) * (setup - at[SETUP, op])
    while True:
        start = max(end, at[READY, op])
        end = start + work
        if not plain:
            start = begin_at(floor, machine, start, work)
            end = end_at(floor, machine, start, work)
        if end <= at[END, op] or end <= at[FREE, op]:
            return cost
        if end > at[HARD, op]:
            return BEYOND
        cost += ops[OP_LATE, op] * max(0, end - max(ops[OP_DUE, op], at[END, op]))
        if ops[OP_AFTER, op] >= 0:
            cost += delayed_chain(floor, at, op, end)
        if cost >= room:
            return BEYOND
        op = at[NEXT, op]
        if op < 0:
            return cost
        if ops[OP_FIXED, op]:
            return cost if end <= at[START, op] else BEYOND
        work = at[WORK, op]


@lean
def take_out(floor, state, desk, job):
    """Take every step of the job that is not fixed off its machine; times follow with `propagate`."""
    for op in range(floor.jobs[JOB_FIRST, job], floor.jobs[JOB_FIRST, job] + floor.jobs[JOB_STEPS, job]):
        if state.at[MACHINE, op] >= 0 and not floor.ops[OP_FIXED, op]:
            unlink(floor, state, desk, op)


@lean
def is_whole(floor, state, job):
    for op in range(floor.jobs[JOB_FIRST, job], floor.jobs[JOB_FIRST, job] + floor.jobs[JOB_STEPS, job]):
        if state.at[MACHINE, op] < 0:
            return False
    return True


@lean
def put_in(floor, state, desk, job, blink, thin):
    """Place the job step by step where it costs least; leave it out when it fits nowhere or does not earn its cost."""
    at, totals = state.at, state.totals
    was, breaches = score_of(floor, totals), totals[BREACHES]
    room = BEYOND if floor.jobs[JOB_MUST, job] else floor.jobs[JOB_REVENUE, job]
    for op in range(floor.jobs[JOB_FIRST, job], floor.jobs[JOB_FIRST, job] + floor.jobs[JOB_STEPS, job]):
        if at[MACHINE, op] >= 0:
            continue
        _cost, alt, before, start = cheapest_place(floor, state, op, room, blink, thin)
        if alt < 0:
            take_out(floor, state, desk, job)
            propagate(floor, state, desk)
            return False
        link(floor, state, desk, op, alt, before, start)
        propagate(floor, state, desk)
        refresh_slack(floor, state, floor.alts[ALT_MACHINE, alt])
        if thin:
            desk.stale[floor.alts[ALT_MACHINE, alt]] = 0
        else:
            refresh_stale(floor, state, desk)
    worsens = not floor.jobs[JOB_MUST, job] and score_of(floor, totals) + floor.jobs[JOB_REVENUE, job] <= was
    if totals[BREACHES] > breaches or worsens:
        take_out(floor, state, desk, job)
        propagate(floor, state, desk)
        refresh_stale(floor, state, desk)
        return False
    totals[REVENUE] += floor.jobs[JOB_REVENUE, job]
    if floor.jobs[JOB_MUST, job]:
        totals[MISSING] -= 1
    return True


ORDERS = 7  # ways to queue the jobs that are left out


@lean
def queue_by(floor, desk, count, way):
    """Sort `desk.removed[:count]` by one of the ORDERS."""
    for i in range(count):
        job = desk.removed[i]
        work = max(np.int64(1), floor.jobs[JOB_WORK, job])
        revenue = floor.jobs[JOB_REVENUE, job] / 3600.0
        if way == 0:
            key = np.random.random()
        elif way == 1:
            key = -revenue
        elif way == 2:
            key = -revenue / work
        elif way == 3:
            key = float(floor.jobs[JOB_DUE, job])
        elif way == 4:
            key = float(floor.ops[OP_LIMIT, floor.jobs[JOB_FIRST, job] + floor.jobs[JOB_STEPS, job] - 1])
        elif way == 5:
            key = float(floor.jobs[JOB_READY, job])
        else:
            key = -float(work)
        place = i
        while place > 0 and desk.order[place - 1] > key:
            desk.order[place], desk.removed[place] = desk.order[place - 1], desk.removed[place - 1]
            place -= 1
        desk.order[place], desk.removed[place] = key, job


@lean
def recreate(floor, state, desk, count, blink, thin, way):
    """Try every job of `desk.removed[:count]`, promised ones first among equals of the chosen order."""
    queue_by(floor, desk, count, way)
    for turn in range(2):
        for i in range(count):
            job = desk.removed[i]
            if (floor.jobs[JOB_MUST, job] == 1) == (turn == 0):
                put_in(floor, state, desk, job, blink, thin)
