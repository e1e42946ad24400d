"""Working time over sorted open stretches: int64 arrays `opens`, `closes`, `worked` of one length."""

import numpy as np

from huopan.engines.planning.compiled.lean import lean

NEVER = np.int64(4 * 10**9)


@lean
def worked_until(opens, closes, worked, at):
    """Working seconds before `at`."""
    i = np.searchsorted(opens, at, side="right") - 1
    if i < 0:
        return np.int64(0)
    return worked[i] + min(at, closes[i]) - opens[i]


@lean
def begin_of(opens, closes, at, work, may_pause):
    """The first open second from `at` on; for work that may not pause, far enough before a closing."""
    i = np.searchsorted(opens, at, side="right") - 1
    i = max(i, 0)
    while i < len(opens):
        start = max(opens[i], at)
        if start < closes[i]:
            last = i
            while not may_pause and last + 1 < len(opens) and opens[last + 1] == closes[last]:
                last += 1
            if may_pause or closes[last] - start >= work:
                return start
        i += 1
    return NEVER


@lean
def end_of(opens, closes, worked, start, work):
    """`work` seconds of open time after `start`, which lies in an open stretch."""
    if start >= NEVER:
        return NEVER
    if work == 0:
        return np.int64(start)
    done = worked_until(opens, closes, worked, start) + work
    i = np.searchsorted(worked, done, side="left") - 1
    if i < 0 or opens[i] + done - worked[i] > closes[i]:
        return NEVER
    return opens[i] + done - worked[i]


@lean
def latest_of(opens, closes, worked, end, work, may_pause):
    """The latest open second from which `work` seconds are done by `end`."""
    i = np.searchsorted(opens, end, side="left") - 1
    while i >= 0:
        last, first = min(end, closes[i]), i
        while not may_pause and last - opens[first] < work and first > 0 and closes[first - 1] == opens[first]:
            first -= 1
        if last - opens[first] >= max(work, 1):
            return last - max(work, 1) if work == 0 else last - work
        if may_pause:
            left = worked[i] + last - opens[i] - work
            if left < 0:
                return -NEVER
            j = np.searchsorted(worked, left, side="right") - 1
            return opens[j] + left - worked[j]
        i -= 1
    return -NEVER
