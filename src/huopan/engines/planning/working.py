"""Working time: when a machine that opens and closes ends what it begins.

A `Clock` is the open stretches of one machine, its work centre's calendar less its own down times, as arrays, so
that compiled code can ask it too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.compiled import clocks
from huopan.engines.planning.model import ALWAYS, Machine, Span, WorkCentre

Seconds = NDArray[np.int64]
NEVER = int(clocks.NEVER)


@dataclass(frozen=True, slots=True)
class Clock:
    """Open stretches `[opens[i], closes[i])`, sorted and apart; `worked[i]` is the working time before the i-th;
    `rates[i]` its cost in percent. int64 arrays of one length, which may be 0 (never open)."""

    opens: Seconds
    closes: Seconds
    worked: Seconds
    rates: Seconds
    may_pause: bool = True

    def begin(self, at: int, work: int) -> int:
        """The first second from `at` on in which `work` seconds can begin; NEVER when they cannot."""
        return int(clocks.begin_of(self.opens, self.closes, at, work, self.may_pause))

    def end(self, start: int, work: int) -> int:
        """When `work` seconds begun at `start` (an answer of `begin`) are done; NEVER past the horizon."""
        return int(clocks.end_of(self.opens, self.closes, self.worked, start, work))

    def latest(self, end: int, work: int) -> int:
        """The latest start of `work` seconds that are done by `end`; -NEVER when there is none."""
        return int(clocks.latest_of(self.opens, self.closes, self.worked, end, work, self.may_pause))

    def open_seconds(self, start: int, end: int) -> int:
        """Working seconds in `[start, end)`."""
        return self.worked_until(end) - self.worked_until(start)

    def worked_until(self, at: int) -> int:
        """Working seconds before `at`."""
        return int(clocks.worked_until(self.opens, self.closes, self.worked, at))

    def paid_seconds(self, start: int, work: int) -> int:
        """`work` seconds begun at `start`, weighted by what they cost: an hour of overtime at 150% counts 5,400."""
        at, left, total = self.begin(start, 0), work, 0
        for opens, closes, rate in zip(self.opens.tolist(), self.closes.tolist(), self.rates.tolist(), strict=True):
            if closes <= at or left <= 0:
                continue
            here = min(left, closes - max(opens, at))
            total += here * rate
            left -= here
        return -(-total // 100)


def clock_of(centre: WorkCentre, machine: Machine) -> Clock:
    """The machine's clock, from the second it is free."""
    closed = sorted([*machine.down, Span(-ALWAYS, machine.free_from)])
    pieces = [(shift.start, shift.end, shift.rate_pct) for shift in centre.calendar.shifts]
    for span in closed:
        pieces = [part for piece in pieces for part in _without(piece, span)]
    pieces = sorted(piece for piece in pieces if piece[1] > piece[0])
    opens, closes, rates = (np.array([piece[n] for piece in pieces], dtype=np.int64) for n in range(3))
    worked = np.concatenate([[0], np.cumsum(closes - opens)[:-1]]).astype(np.int64) if pieces else opens
    return Clock(opens, closes, worked, rates, centre.may_pause)


def _without(piece: tuple[int, int, int], span: Span) -> list[tuple[int, int, int]]:
    start, end, rate = piece
    if span.end <= start or span.start >= end:
        return [piece]
    return [(start, min(end, span.start), rate), (max(start, span.end), end, rate)]
