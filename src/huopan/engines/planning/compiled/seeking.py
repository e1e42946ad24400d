"""Where a new job fits into a board: a depth-first search over machine and place of each step, best first.

The board is changed while it is tried and is given back as it was.
"""

import numpy as np
from numba import njit

from huopan.engines.planning.compiled.boards import (
    COUNT,
    DUE,
    END,
    END_WORKED,
    FAM,
    FIRST,
    FIXED,
    GOAL,
    HEAD,
    JNEXT,
    JPREV,
    LAST,
    LIMIT,
    LIMIT_WORKED,
    MACH,
    MNEXT,
    MPREV,
    OWN,
    QUEUED,
    READY,
    RUN,
    START,
    WORK,
    limit_to,
    link,
    paid,
    place_of,
    ready_of,
    setup_of,
    spread,
    tighten,
    timed,
    unlink,
    unspread,
    worked,
)
from huopan.engines.planning.compiled.clocks import NEVER

NO_VALUE = np.int64(4 * 10**18)
TRIES = 12  # candidates kept per step
LATER = 8  # later openings tried to keep out of overtime
KEY, TIE, WAY, PLACE, BEGIN, FINISH, COST = range(7)
STEP, MACHINE, RUNS, OWNS, HOUR, JOINS = range(6)  # of a way; JOINS: only beside equal traits


@njit(cache=True)
def keep(table, count, key, tie, way, place, start, end, cost):
    """Keep a candidate in the sorted table; the new count."""
    at = count
    while at > 0 and (table[at - 1, KEY] > key or (table[at - 1, KEY] == key and table[at - 1, TIE] > tie)):
        at -= 1
    if at >= len(table):
        return count
    count = min(count + 1, len(table))
    for row in range(count - 1, at, -1):
        table[row] = table[row - 1]
    table[at, KEY], table[at, TIE], table[at, WAY], table[at, PLACE] = key, tie, way, place
    table[at, BEGIN], table[at, FINISH], table[at, COST] = start, end, cost
    return count


@njit(cache=True)
def first_place(b, m, ready, own, k):
    """The first place of a machine's sequence whose follower may end after `ready`, behind the job's own steps."""
    low, high = 0, b.mach[m, COUNT]
    while low < high:
        middle = (low + high) // 2
        if b.ops[b.seq[m, middle], LIMIT] > ready:
            high = middle
        else:
            low = middle + 1
    for j in range(k):
        if b.ops[own[j], MACH] == m:
            low = max(low, place_of(b, own[j]) + 1)
    return low


@njit(cache=True)
def pushed(b, m, f, family, end, still):
    """Seconds by which work that ends at `end` pushes its follower `f` (-1: none); -1 past its limit, or its end with
    `still`."""
    if f < 0:
        return np.int64(0)
    if b.ops[f, FIXED]:
        return np.int64(0) if end <= b.ops[f, START] else np.int64(-1)
    work = setup_of(b, m, family, b.ops[f, FAM], b.ops[f, OWN]) + b.ops[f, RUN]
    _, later = timed(b, m, max(end, ready_of(b, f)), work, b.ops[f, GOAL])
    if later > (b.ops[f, END] if still else b.ops[f, LIMIT]):
        return np.int64(-1)
    return max(later - b.ops[f, END], 0)


@njit(cache=True)
def candidates(b, own, k, ways, way_from, way_to, family, ready, cut, cheap, still, table):
    """Fill the table with the best places for step `k`; (how many, places looked at)."""
    count, looked = 0, 0
    for way in range(way_from, way_to):
        m, run, hour = ways[way, MACHINE], ways[way, RUNS], ways[way, HOUR]
        n = b.mach[m, COUNT]
        ready_worked = worked(b, m, ready)
        for place in range(first_place(b, m, ready, own, k), n + 1):
            looked += 1
            before = b.seq[m, place - 1] if place > 0 else -1
            at, at_worked, was = ready, ready_worked, b.mach[m, HEAD]
            if before >= 0:
                at, at_worked = max(ready, b.ops[before, END]), max(ready_worked, b.ops[before, END_WORKED])
                was = b.ops[before, FAM]
            if at + run > cut or (not cheap and count == len(table) and at + run >= table[count - 1, KEY]):
                break
            f = b.seq[m, place] if place < n else -1
            if ways[way, JOINS] and was != family and (f < 0 or b.ops[f, FAM] != family):
                continue
            room = b.ops[f, LIMIT_WORKED] - b.ops[f, RUN] - at_worked - run if f >= 0 else np.int64(0)
            if room < 0 and not b.ops[f, FIXED]:
                continue
            setup = setup_of(b, m, was, family, ways[way, OWNS])
            work, added = setup + run, np.int64(0)
            if f >= 0 and not b.ops[f, FIXED]:
                follows = setup_of(b, m, family, b.ops[f, FAM], b.ops[f, OWN])
                if room < setup + follows:
                    continue
                added = follows + b.ops[f, RUN] - b.ops[f, WORK]
            least = (work + added) * hour * 100
            if cheap and count == len(table) and least > table[count - 1, KEY]:
                continue
            start, end = timed(b, m, at, work, 0)
            push = pushed(b, m, f, family, end, still) if end <= cut else np.int64(-1)
            if push < 0:
                continue
            if not cheap:
                count = keep(table, count, end, push + work + added, way, place, start, end, least)
                continue
            cost = (paid(b, m, start, work) + added * 100) * hour
            count = keep(table, count, cost, end + push, way, place, start, end, cost)
            if cost > least:
                count = later_openings(
                    b, m, f, family, work, added, start, cut, still, way, place, hour, cost, table, count
                )
    return count, looked


@njit(cache=True)
def later_openings(b, m, f, family, work, added, start, cut, still, way, place, hour, cost, table, count):
    """Wait for a regular opening when the first start would pay overtime; the new count."""
    first, last = b.mach[m, FIRST], b.mach[m, LAST]
    i = first + np.searchsorted(b.times[0, first:last], start, side="right")
    tried = 0
    while i < last and tried < LATER:
        if b.times[3, i] <= 100:
            tried += 1
            begun, end = timed(b, m, b.times[0, i], work, 0)
            push = pushed(b, m, f, family, end, still) if end <= cut else np.int64(-1)
            if push < 0:
                break
            less = (paid(b, m, begun, work) + added * 100) * hour
            if less < cost:
                cost = less
                count = keep(table, count, cost, end + push, way, place, begun, end, cost)
        i += 1
    return count


@njit(cache=True)
def seat(b, own, k, way, place, end, ways, family, ready, logged):
    """Put step `k` in its place and push what follows; (noted in the log, whether everything keeps its limit)."""
    o = own[k]
    b.ops[o] = 0
    b.ops[o, START], b.ops[o, END], b.ops[o, LIMIT], b.ops[o, DUE] = -1, -1, NEVER, NEVER
    b.ops[o, RUN], b.ops[o, OWN], b.ops[o, FAM] = ways[way, RUNS], ways[way, OWNS], family
    b.ops[o, GOAL], b.ops[o, READY] = end, ready
    b.ops[o, JPREV], b.ops[o, JNEXT] = own[k - 1] if k > 0 else -1, -1
    link(b, o, ways[way, MACHINE], place)
    logged, keeps = spread(b, o, logged, True)
    limit_to(b, o, b.ops[o, END])
    return logged, keeps


@njit(cache=True)
def are_apart(ways, steps):
    """Whether no machine is open to two steps, so that they can spare each other no set-up."""
    for one in range(len(ways)):
        for other in range(one + 1, len(ways)):
            if ways[one, STEP] != ways[other, STEP] and ways[one, MACHINE] == ways[other, MACHINE]:
                return False
    return steps > 0


@njit(cache=True)
def soonest(b, own, k, ways, way_at, families, at, cut, least_run, still, table):
    """The end of steps `k` and later, each at its best from `at` on, as if none pushed anything; effort."""
    spent = 0
    for step in range(k, len(families)):
        count, looked = candidates(
            b,
            own,
            k,
            ways,
            way_at[step],
            way_at[step + 1],
            families[step],
            at,
            cut - least_run[step + 1],
            False,
            still,
            table[:1],
        )
        spent += looked
        if count == 0:
            return NEVER, spent
        at = table[0, FINISH]
    return at, spent


@njit(cache=True)
def least_costs(b, own, ways, way_at, families, ready, cut, least_run, still, table):
    """The least that steps `k` and later cost together, as if none pushed anything; effort."""
    steps = len(families)
    least, spent = np.zeros(steps + 1, np.int64), 0
    for step in range(steps - 1, -1, -1):
        at, until = ready + least_run[0] - least_run[step], cut - least_run[step + 1]
        count, looked = candidates(
            b, own, 0, ways, way_at[step], way_at[step + 1], families[step], at, until, True, still, table[:1]
        )
        spent += looked
        least[step] = least[step + 1] + (table[0, COST] if count else 0)
    return least, spent


@njit(cache=True)
def seek(b, own, ways, way_at, families, ready, cut, least_run, cheap, still, effort, best):
    """The best places for a job's steps: earliest finish, or with `cheap` the lowest cost, by `cut`.

    `best` int64[steps, 7] is filled with rows like a table's.
    Returns (value, effort spent); the value is NO_VALUE when nothing fits."""
    steps = len(own)
    table = np.empty((steps, TRIES, 7), np.int64)
    count, tried = np.zeros(steps, np.int64), np.zeros(steps, np.int64)
    logs, costs, bound = np.zeros(steps + 1, np.int64), np.zeros(steps + 1, np.int64), np.zeros(steps, np.int64)
    value, spent, k, fresh, at = NO_VALUE, np.int64(0), 0, True, ready
    chosen = np.zeros(steps, np.int64)
    apart = are_apart(ways, steps)
    least_cost = np.zeros(steps + 1, np.int64)
    if cheap and apart and steps > 1:
        least_cost, looked = least_costs(b, own, ways, way_at, families, ready, cut, least_run, still, table[0])
        spent += looked
    while k >= 0:
        if fresh:
            until = cut - least_run[k + 1]
            count[k], looked = candidates(
                b, own, k, ways, way_at[k], way_at[k + 1], families[k], at, until, cheap, still, table[k]
            )
            tried[k], fresh, spent = 0, False, spent + looked
            bound[k] = -1
        c = tried[k]
        over = spent > effort and (value < NO_VALUE or spent > 10 * effort)
        hopeless = c < count[k] and value < NO_VALUE and not over
        if hopeless and cheap:
            hopeless = costs[k] + table[k, c, COST] + least_cost[k + 1] >= value
        elif hopeless:
            if bound[k] < 0:
                bound[k] = 0
                if apart and k < steps - 1:
                    bound[k], looked = soonest(
                        b,
                        own,
                        k + 1,
                        ways,
                        way_at,
                        families,
                        table[k, 0, FINISH],
                        cut,
                        least_run,
                        still,
                        table[k + 1],
                    )
                    spent += looked
            hopeless = max(bound[k], table[k, c, FINISH] + least_run[k + 1]) >= value
        if c >= count[k] or over or hopeless:
            k -= 1
            if k >= 0:
                unspread(b, logs[k + 1], logs[k])
                unlink(b, own[k], place_of(b, own[k]))
            continue
        tried[k] = c + 1
        row = table[k, c]
        begins = ready if k == 0 else np.int64(0)
        logs[k + 1], keeps = seat(b, own, k, row[WAY], row[PLACE], row[FINISH], ways, families[k], begins, logs[k])
        spent += logs[k + 1] - logs[k]
        chosen[k] = c
        if keeps and k < steps - 1:
            costs[k + 1] = costs[k] + row[COST]
            at, fresh, k = row[FINISH], True, k + 1
            continue
        if keeps:
            value = costs[k] + row[COST] if cheap else row[FINISH]
            for j in range(steps):
                best[j] = table[j, chosen[j]]
            tried[k] = count[k]
        unspread(b, logs[k + 1], logs[k])
        unlink(b, own[k], place_of(b, own[k]))
    return value, spent


@njit(cache=True)
def settle_in(b, own, ways, families, ready, best, due, moved, stays):
    """Seat the best places again and note every end that moves in `moved` int64[rows, 3] (row, before, after).

    `best` gets start, set-up, end, what the follower's set-up changes by, and the rows before and after (PLACE, KEY).
    Without `stays`, or when a limit would be passed, the board is given back.
    Returns (rows noted, whether all keep their limits)."""
    logged, keeps, seated = 0, True, 0
    for k in range(len(own)):
        place, m = best[k, PLACE], ways[best[k, WAY], MACHINE]
        f = b.seq[m, place] if place < b.mach[m, COUNT] else -1
        worked = b.ops[f, WORK] if f >= 0 else 0
        logged, keeps = seat(
            b, own, k, best[k, WAY], place, best[k, FINISH], ways, families[k], ready if k == 0 else np.int64(0), logged
        )
        seated += 1
        keeps = keeps and b.ops[own[k], END] == best[k, FINISH]
        if not keeps:
            break
        best[k, BEGIN] = b.ops[own[k], START]
        best[k, TIE] = b.ops[own[k], WORK] - b.ops[own[k], RUN]
        best[k, COST] = b.ops[f, WORK] - worked if f >= 0 else 0
    for k in range(seated):
        best[k, PLACE], best[k, KEY] = b.ops[own[k], MPREV], b.ops[own[k], MNEXT]
    noted = note(b, logged, moved)
    if stays and keeps:
        stay(b, own, due)
        return noted, keeps
    unspread(b, logged, 0)
    for k in range(seated - 1, -1, -1):
        unlink(b, own[k], place_of(b, own[k]))
    return noted, keeps


@njit(cache=True)
def note(b, logged, moved):
    """Write each logged row whose end changed once: (row, first end, end now); how many."""
    noted = 0
    for n in range(logged):
        o = b.log[n, 0]
        if b.ops[o, QUEUED]:
            continue
        b.ops[o, QUEUED] = 1
        if b.log[n, 2] >= 0 and b.log[n, 2] != b.ops[o, END] and noted < len(moved):
            moved[noted, 0], moved[noted, 1], moved[noted, 2] = o, b.log[n, 2], b.ops[o, END]
            noted += 1
    for n in range(logged):
        b.ops[b.log[n, 0], QUEUED] = 0
    return noted


@njit(cache=True)
def stay(b, own, due):
    """Make seated steps part of the board: their chain, their deadline, and every limit before them."""
    steps = len(own)
    first = np.empty(3 * steps, np.int64)
    for k in range(steps):
        o, after = own[k], b.ops[own[k], MNEXT]
        b.ops[o, JNEXT] = own[k + 1] if k < steps - 1 else -1
        b.ops[o, DUE] = due if k == steps - 1 else NEVER
        n = 3 * (steps - 1 - k)
        first[n], first[n + 1] = o, b.ops[o, MPREV]
        first[n + 2] = b.ops[after, JPREV] if after >= 0 else -1
    tighten(b, first)


@njit(cache=True)
def withdraw(b, own):
    """Take a job's rows out of the board and let what it held back return."""
    logged = 0
    first = np.full(3 * len(own) + len(b.log), -1, np.int64)
    for k in range(len(own)):
        before, after = b.ops[own[k], MPREV], b.ops[own[k], MNEXT]
        unlink(b, own[k], place_of(b, own[k]))
        first[3 * k], first[3 * k + 1] = before, after
        if after >= 0:
            first[3 * k + 2] = b.ops[after, JPREV]
            logged, _ = spread(b, after, logged, False)
    for k in range(len(own)):
        for n in range(3 * len(own)):
            if first[n] == own[k]:
                first[n] = -1
    for n in range(logged):
        first[3 * len(own) + n] = b.log[n, 0]
    for k in range(len(own)):
        b.ops[own[k], JPREV] = b.ops[own[k], JNEXT] = b.ops[own[k], MPREV] = b.ops[own[k], MNEXT] = -1
    tighten(b, first[: 3 * len(own) + logged])
    return logged
