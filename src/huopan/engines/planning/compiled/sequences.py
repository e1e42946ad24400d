"""The best choice and order of a few single-step jobs on one machine, by dynamic programming.

A label is a way to have done some jobs, one of them last: when it ends and what it earned (fen × 3600). Of two labels
of the same jobs with the same last one, an earlier end and more earned wins. Exact while the labels fit their room.
"""

from collections import namedtuple

from huopan.engines.planning.compiled.floor import UNIT_HOUR, begin_at, end_at, paid_at
from huopan.engines.planning.compiled.lean import lean

# `facts[field, job]` (fields below), `setups[job before, or the number of jobs at the start; job]` in seconds.
Line = namedtuple("Line", "machine facts setups")  # noqa: PYI024 - numba reads plain named tuples
READY, RUN, LIMIT, DUE, LATE, REVENUE = range(6)
# `heads[jobs done, last]` is the first label there and `others` the next; `before` is the label it grew from, `lasts`
# its last job. `worth[jobs]`: what they pay together.
Labels = namedtuple("Labels", "heads ends earned before others lasts worth")  # noqa: PYI024
FULL, BETTER, NONE = -2, 1, 0


@lean
def follow(floor, line, end, before, job):
    """(end, cost in fen seconds) of `job` right after `before`, which ends at `end`; end -1 past its limit."""
    facts = line.facts
    work = line.setups[before, job] + facts[RUN, job]
    start = begin_at(floor, line.machine, max(end, facts[READY, job]), work)
    end = end_at(floor, line.machine, start, work)
    if end > facts[LIMIT, job]:
        return -1, 0
    cost = floor.units[UNIT_HOUR, line.machine] * paid_at(floor, line.machine, start, work)
    return end, cost + facts[LATE, job] * max(0, end - facts[DUE, job])


@lean
def add_label(labels, count, done, last, end, earned, grown_from):
    """Add a label unless one there is as good, and unhook those it beats; how many labels there are, FULL: no room."""
    at, prior = labels.heads[done, last], -1
    while at >= 0:
        after = labels.others[at]
        if labels.ends[at] <= end and labels.earned[at] >= earned:
            return count
        if labels.ends[at] >= end and labels.earned[at] <= earned:
            if prior < 0:
                labels.heads[done, last] = after
            else:
                labels.others[prior] = after
        else:
            prior = at
        at = after
    if count >= len(labels.ends):
        return FULL
    labels.ends[count], labels.earned[count], labels.before[count] = end, earned, grown_from
    labels.lasts[count], labels.others[count] = last, labels.heads[done, last]
    labels.heads[done, last] = count
    return count + 1


@lean
def grow(floor, line, labels, count, done, before, label, end, earned, best):
    """Add every job that `done` lacks behind a label, unless not even all the rest could earn more than `best`."""
    jobs = line.facts.shape[1]
    lacking = labels.worth[len(labels.worth) - 1 - done]
    for job in range(jobs):
        if done >> job & 1:
            continue
        then, cost = follow(floor, line, end, before, job)
        if then >= 0 and earned + lacking - cost > best:
            more = earned + line.facts[REVENUE, job] - cost
            count = add_label(labels, count, done | 1 << job, job, then, more, label)
            if count == FULL:
                return count
    return count


@lean
def best_order(floor, line, labels, must, least, order):
    """Search for what earns more than `least` with all jobs of the bit set `must`, and write its order, last first.

    Returns (BETTER, NONE: there is nothing better, or FULL: unknown; earned; how many jobs are done)."""
    jobs = line.facts.shape[1]
    best, found = least, -1
    if must == 0 and best < 0:
        best, found = 0, -2
    count = grow(floor, line, labels, 0, 0, jobs, -1, 0, 0, best)
    for done in range(1, 1 << jobs):
        for last in range(jobs):
            label = labels.heads[done, last] if done >> last & 1 else -1
            while label >= 0 and count != FULL:
                end, earned = labels.ends[label], labels.earned[label]
                if earned > best and done & must == must:
                    best, found = earned, label
                count = grow(floor, line, labels, count, done, last, label, end, earned, best)
                label = labels.others[label]
        if count == FULL:
            return FULL, least, 0
    if found == -1:
        return NONE, least, 0
    length, label = 0, found
    while label >= 0:
        order[length] = labels.lasts[label]
        length, label = length + 1, labels.before[label]
    return BETTER, best, length
