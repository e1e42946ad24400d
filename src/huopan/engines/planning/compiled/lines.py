"""Machines side by side, each job one step, open around the clock: the case in which a plan is only a queue a machine.

`queue` int64[machines, width] of rows, `count` int64[machines]; `free`, `head` int64[machines]: when a machine is free
and for which class it is set up; `jobs` int64[rows, 5] of class, own set-up, run, due, deadline; `change`
int64[classes, classes]. Seconds everywhere. Class 0 has no traits, so its own set-up is never spared.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

CLASS, OWN, RUN, DUE, DEADLINE = range(5)
FAR = np.int64(4 * 10**9)
BROKEN, BROKEN_AT_ONCE = 10, 2 * 3600  # a second after the deadline, and the first one, beside a second after the due
LONGEST, STRINGS, FAMILY_SHARE, BLINK = 10, 3, 0.35, 0.03


class Price(NamedTuple):
    """What queues cost, in seconds of set-up: a second after the due (`late`; after the deadline more), what every
    set-up spoils (`spoiled`), and each run second for each second until it is done (`haste`)."""

    late: float
    spoiled: float
    haste: float


@njit(cache=True, nogil=True)
def setup_of(jobs, change, before, row):
    after = jobs[row, CLASS]
    if before == after and after != 0:
        return np.int64(0)
    return jobs[row, OWN] + change[before, after]


@njit(cache=True, nogil=True)
def lateness(jobs, row, end, weight):
    """What ending at `end` costs in seconds of set-up: `weight` a second after the due, more after the deadline."""
    late = end - jobs[row, DUE]
    if late <= 0:
        return 0.0
    cost = weight * late
    if end > jobs[row, DEADLINE]:
        cost += weight * (BROKEN * (end - jobs[row, DEADLINE]) + BROKEN_AT_ONCE)
    return cost


@njit(cache=True, nogil=True)
def priced(setup, price):
    """What a set-up of so many seconds costs in seconds of set-up."""
    return setup + price.spoiled if setup > 0 else 0.0


@njit(cache=True, nogil=True)
def timed_cost(m, queue, count, free, head, jobs, change, price, start, setup, slack):
    """As `time_machine`; what the machine's queue costs."""
    time_machine(m, queue, count, free, head, jobs, change, start, setup, slack)
    cost = 0.0
    for i in range(count[m]):
        row, end = queue[m, i], start[m, i + 1]
        cost += priced(setup[m, i], price) + lateness(jobs, row, end, price.late)
        cost += price.haste * jobs[row, RUN] * (end - free[m])
    return cost


@njit(cache=True, nogil=True)
def time_machine(m, queue, count, free, head, jobs, change, start, setup, slack):
    """Fill the m-th rows of `start` (one more: the end), `setup` and `slack` (delay at which a due is first passed by
    it or one behind it)."""
    at, before = free[m], head[m]
    for i in range(count[m]):
        row = queue[m, i]
        start[m, i], setup[m, i] = at, setup_of(jobs, change, before, row)
        at += setup[m, i] + jobs[row, RUN]
        before = jobs[row, CLASS]
        slack[m, i] = max(np.int64(0), jobs[row, DUE] - at)
    start[m, count[m]], slack[m, count[m]] = at, FAR
    for i in range(count[m] - 1, -1, -1):
        slack[m, i] = min(slack[m, i], slack[m, i + 1])


@njit(cache=True, nogil=True)
def opening(row, queue, count, free, head, jobs, change):
    """(machine, place, end, set-up added) where the row adds least set-up, then ends first, by its due and without
    anybody passing a due; machine -1 when there is none."""
    machines, width = queue.shape
    start, setup = np.empty((machines, width + 1), np.int64), np.empty((machines, width + 1), np.int64)
    slack = np.empty((machines, width + 1), np.int64)
    best, found = (FAR, FAR), (np.int64(-1), np.int64(0), np.int64(0), np.int64(0))
    for m in range(machines):
        time_machine(m, queue, count, free, head, jobs, change, start, setup, slack)
        before = head[m]
        for i in range(count[m] + 1):
            added = setup_of(jobs, change, before, row)
            end = start[m, i] + added + jobs[row, RUN]
            if i < count[m]:
                added += setup_of(jobs, change, jobs[row, CLASS], queue[m, i]) - setup[m, i]
                before = jobs[queue[m, i], CLASS]
            fits = end <= jobs[row, DUE] and added + jobs[row, RUN] <= slack[m, i]
            if fits and (added, end) < best:
                best, found = (added, end), (np.int64(m), np.int64(i), np.int64(end), np.int64(added))
    return found


@njit(cache=True, nogil=True)
def cheapest_place(row, queue, count, free, head, jobs, change, price, start, setup, slack):
    """(machine, place) where the row costs least, its own cost and that of those behind it."""
    best, machine, place, run = np.inf, 0, 0, jobs[row, RUN]
    for m in range(len(count)):
        behind = np.int64(0)
        for i in range(count[m], -1, -1):
            own = setup_of(jobs, change, head[m] if i == 0 else jobs[queue[m, i - 1], CLASS], row)
            cost, delay = priced(own, price), own + run
            if i < count[m]:
                behind += jobs[queue[m, i], RUN]
                after = setup_of(jobs, change, jobs[row, CLASS], queue[m, i])
                cost += priced(after, price) - priced(setup[m, i], price)
                delay += after - setup[m, i]
            end = start[m, i] + own + run
            cost += price.haste * (run * (end - free[m]) + delay * behind)
            if cost >= best or (own > 0 and np.random.random() < BLINK):
                continue
            cost += lateness(jobs, row, end, price.late)
            j = i
            while j < count[m] and cost < best and delay > slack[m, j]:
                end = start[m, j + 1]
                other = queue[m, j]
                cost += lateness(jobs, other, end + delay, price.late) - lateness(jobs, other, end, price.late)
                j += 1
            if cost < best:
                best, machine, place = cost, m, i
    return machine, place


@njit(cache=True, nogil=True)
def put_in(row, m, place, queue, count):
    for i in range(count[m], place, -1):
        queue[m, i] = queue[m, i - 1]
    queue[m, place] = row
    count[m] += 1


@njit(cache=True, nogil=True)
def take_out(m, first, last, queue, count, out, gone):
    """Take the places `[first, last)` out of a queue into `out`; how many are out now."""
    for i in range(first, last):
        out[gone + i - first] = queue[m, i]
    for i in range(last, count[m]):
        queue[m, first + i - last] = queue[m, i]
    count[m] -= last - first
    return gone + last - first


@njit(cache=True, nogil=True)
def take_class(kind, queue, count, jobs, out, gone):
    for m in range(len(count)):
        kept = 0
        for i in range(count[m]):
            if jobs[queue[m, i], CLASS] == kind:
                out[gone] = queue[m, i]
                gone += 1
            else:
                queue[m, kept] = queue[m, i]
                kept += 1
        count[m] = kept
    return gone


@njit(cache=True, nogil=True)
def ruin(queue, count, jobs, start, out):
    """Take out all of one class, or strings of neighbours on some machines near one moment; how many went."""
    pick = np.random.randint(count.sum())
    m = 0
    while pick >= count[m]:
        pick -= count[m]
        m += 1
    kind = jobs[queue[m, pick], CLASS]
    if kind > 0 and np.random.random() < FAMILY_SHARE:
        return take_class(kind, queue, count, jobs, out, 0)
    moment, gone = start[m, pick], 0
    for string in range(1 + np.random.randint(STRINGS)):
        if string > 0:
            m, pick = np.random.randint(len(count)), 0
            while pick < count[m] - 1 and start[m, pick + 1] < moment:
                pick += 1
        length = 1 + np.random.randint(LONGEST)
        first = max(0, pick - np.random.randint(length))
        gone = take_out(m, min(first, count[m]), min(count[m], first + length), queue, count, out, gone)
    return gone


@njit(cache=True, nogil=True)
def in_some_order(out, gone, jobs):
    """The rows taken out by chance, by deadline, or class by class."""
    way, key = np.random.randint(3), np.empty(gone)
    salt = np.random.randint(1, 1000)
    for i in range(gone):
        if way == 0:
            key[i] = np.random.random()
        elif way == 1:
            key[i] = jobs[out[i], DEADLINE]
        else:
            key[i] = float((jobs[out[i], CLASS] * 7919 * salt) % 1009) * FAR + jobs[out[i], DEADLINE]
    return out[:gone][np.argsort(key)]


@njit(cache=True, nogil=True)
def improve(queue, count, free, head, jobs, change, price, iterations, seed, heat):
    """Ruin and recreate in place, cooling from `heat` seconds of set-up to none; the cost before and after."""
    np.random.seed(seed)
    machines, width = queue.shape
    start, setup = np.zeros((machines, width + 1), np.int64), np.zeros((machines, width + 1), np.int64)
    slack, costs, out = np.zeros((machines, width + 1), np.int64), np.zeros(machines), np.empty(width, np.int64)
    for m in range(machines):
        costs[m] = timed_cost(m, queue, count, free, head, jobs, change, price, start, setup, slack)
    first = now = best = costs.sum()
    best_queue, best_count, kept_queue, kept_count = queue.copy(), count.copy(), queue.copy(), count.copy()
    for turn in range(iterations):
        gone = ruin(queue, count, jobs, start, out)
        for m in range(machines):
            costs[m] = timed_cost(m, queue, count, free, head, jobs, change, price, start, setup, slack)
        for row in in_some_order(out, gone, jobs):
            m, place = cheapest_place(row, queue, count, free, head, jobs, change, price, start, setup, slack)
            put_in(row, m, place, queue, count)
            costs[m] = timed_cost(m, queue, count, free, head, jobs, change, price, start, setup, slack)
        found = costs.sum()
        if found <= now or np.random.random() < np.exp((now - found) / (heat * (1 - turn / iterations) + 1e-3)):
            now = found
            kept_queue[:], kept_count[:] = queue, count
            if now < best - 1e-6:
                best = now
                best_queue[:], best_count[:] = queue, count
        else:
            queue[:], count[:] = kept_queue, kept_count
            for m in range(machines):
                time_machine(m, queue, count, free, head, jobs, change, start, setup, slack)
    queue[:], count[:] = best_queue, best_count
    return first, best
