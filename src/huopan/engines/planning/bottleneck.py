"""Where the factory is short, and what an hour of it is worth now."""

from __future__ import annotations

from dataclasses import dataclass

from huopan.engines.planning.boards import Board
from huopan.engines.planning.compiled import boards as compiled
from huopan.engines.planning.model import HOUR

DAY = 24 * HOUR
WINDOW = 5 * DAY
PERCENT = 100
IDLE_PCT = 70  # below this load an hour would stay empty: it is worth nothing beyond its cost
MOST_PCT = 150  # above this load an hour is worth no more than half as much again as it earns on average


@dataclass(frozen=True, slots=True)
class Load:
    """A work centre's work not yet done, in machine seconds, beside its open machine seconds in the window ahead."""

    work_centre: str
    backlog_seconds: int
    open_seconds: int

    @property
    def pct(self) -> int:
        """Backlog in percent of what is open; 0 for a centre that neither works nor waits."""
        return self.backlog_seconds * PERCENT // max(1, self.open_seconds)


@dataclass(frozen=True, slots=True)
class Bid:
    """What an hour of the bottleneck has to earn now. `earned_hour_fen`: what planned jobs earn there an hour."""

    load: Load
    earned_hour_fen: int
    hour_fen: int

    def of(self, seconds: int) -> int:
        """Fen that `seconds` of the bottleneck have to earn, rounded up."""
        return -(-self.hour_fen * seconds // HOUR)


def loads(board: Board, *, at: int = 0, window: int = WINDOW) -> tuple[Load, ...]:
    """Every work centre's load from second `at` (or the board's, when later) on, heaviest first."""
    now = max(at, board.at)
    backlog = _machine_seconds(board, now)
    found = []
    for code, machines in board.of_centre.items():
        work = sum(backlog[machine] for machine in machines)
        is_open = sum(board.clocks[machine].open_seconds(now, now + window) for machine in machines)
        found.append(Load(code, work, is_open))
    return tuple(sorted(found, key=lambda load: (-load.pct, -load.backlog_seconds, load.work_centre)))


def bid_price(board: Board, *, at: int = 0, window: int = WINDOW) -> Bid:
    """The bottleneck's bid price: nothing while it has idle hours, rising with its load to what it earns on average
    at 100% and half as much again at 150% (a linear form of the opportunity cost in Talluri and van Ryzin 1998).

    A board without work centres has a bottleneck "" with a price of 0."""
    heaviest = next(iter(loads(board, at=at, window=window)), Load("", 0, 0))
    planned = _machine_seconds(board, -1)
    seconds = sum(planned[machine] for machine in board.of_centre.get(heaviest.work_centre, []))
    earned = board.revenue_fen * HOUR // seconds if seconds else 0
    return Bid(heaviest, earned, max(0, earned) * scarcity_pct(heaviest.pct) // PERCENT)


def scarcity_pct(load_pct: int) -> int:
    """How much of its average earning an hour at this load is worth, in percent: 0 up to 70%, 100 at 100%."""
    if load_pct <= PERCENT:
        return max(0, load_pct - IDLE_PCT) * PERCENT // (PERCENT - IDLE_PCT)
    return min(load_pct, MOST_PCT)


def _machine_seconds(board: Board, now: int) -> list[int]:
    """Planned work on each machine that ends after `now`; what has begun counts in full."""
    seconds: list[int] = compiled.machine_seconds(board.arrays, now).tolist()
    return seconds
