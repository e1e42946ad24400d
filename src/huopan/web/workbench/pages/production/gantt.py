"""A plan as a drawing: a row per machine, a bar per step, its set-up hatched, closed hours shaded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from huopan.domains.production.models import Demand
from huopan.domains.production.queries import Board
from huopan.engines.planning.model import Placement, Shift, Traits
from huopan.infra.languages import spec_words

ROW, BAR, LABEL, HEAD = 30, 22, 132, 34  # pixels
WIDTH = 1200
TINTS = 12  # as many as plan.css names
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch that is shown, as pixels."""

    starts_at: datetime
    days: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(days=self.days)

    def x(self, moment: datetime) -> float:
        """Pixels from the left edge, clipped to the window."""
        share = (moment - self.starts_at) / (self.ends_at - self.starts_at)
        return round(LABEL + min(max(share, 0.0), 1.0) * WIDTH, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    demand: Demand
    step: int
    x: float
    y: int
    width: float
    setup_width: float
    tint: int
    label: str
    traits: str
    starts_at: datetime
    ends_at: datetime
    is_fixed: bool
    is_held: bool
    is_late: bool
    joins: bool  # the same set-up as the step before on this machine
    pool: str  # the number of the run it shares its set-up in


@dataclass(frozen=True, slots=True)
class Row:
    centre: str
    machine: str
    place: str  # "centre/machine", as a move names it
    y: int
    is_first: bool
    closed: tuple[tuple[float, float], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    at: datetime
    is_day: bool


@dataclass(frozen=True, slots=True)
class Gantt:
    window: Window
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    now_x: float | None
    height: int
    width: int = LABEL + WIDTH

    @property
    def is_empty(self) -> bool:
        return not any(row.bars for row in self.rows)


def drawn(board: Board, window: Window, at: datetime) -> Gantt:
    """The board's plan within the window. No statement."""
    rows = tuple(_rows(board, window))
    now_x = window.x(at) if window.starts_at <= at < window.ends_at else None
    return Gantt(window, rows, tuple(_marks(window)), now_x, HEAD + ROW * len(rows))


def tint_of(traits: Traits) -> int:
    """The same colour for the same set-up, on every day and every page."""
    return zlib.crc32(repr(traits).encode()) % TINTS if traits else 0


def _rows(board: Board, window: Window) -> Iterator[Row]:
    steps = {job.code: job.steps for job in board.jobs}
    y = HEAD
    for centre in board.shop.work_centres:
        closed = tuple(_closed(board, window, centre.calendar.shifts))
        for place, machine in enumerate(centre.machines):
            bars, before = [], machine.traits
            for placement in board.plan.by_machine.get((centre.code, machine.code), ()):
                traits = steps[placement.job][placement.step].traits
                bar = _bar(board, window, placement, y=y, traits=traits, joins=bool(traits) and traits == before)
                bars += [bar] if bar else []
                before = traits
            name, at = str(board.centres[centre.code]), f"{centre.code}/{machine.code}"
            yield Row(name, machine.code, at, y, place == 0, closed, tuple(bars))
            y += ROW


def _bar(board: Board, window: Window, placement: Placement, *, y: int, traits: Traits, joins: bool) -> Bar | None:
    starts_at, ends_at = board.moment(placement.start), board.moment(placement.end)
    if ends_at <= window.starts_at or starts_at >= window.ends_at:
        return None
    demand = board.demands[int(placement.job)]
    x, right = window.x(starts_at), window.x(ends_at)
    setup = window.x(starts_at + timedelta(seconds=placement.setup)) - x
    return Bar(
        demand,
        placement.step,
        x,
        y + (ROW - BAR) // 2,
        max(round(right - x, 1), 2.0),
        round(min(setup, right - x), 1),
        tint_of(traits),
        demand.title,
        spec_words(value for name, value in traits if value and name != "process"),
        starts_at,
        ends_at,
        placement.is_fixed,
        is_held=demand.state in ("open", "held"),
        is_late=bool(demand.promised_at and (board.finish_of(demand) or ends_at) > demand.promised_at),
        joins=joins,
        pool=_pool(board, placement),
    )


def _pool(board: Board, placement: Placement) -> str:
    member = board.pools.get(int(placement.job))
    return member.pool.number if member is not None and member.step == placement.step else ""


def _closed(board: Board, window: Window, shifts: tuple[Shift, ...]) -> Iterator[tuple[float, float]]:
    """(x, width) of what lies between the shifts."""
    edge = window.starts_at
    for shift in shifts:
        opens, closes = board.moment(max(shift.start, -HOUR * 24)), board.moment(shift.end)
        if closes <= window.starts_at:
            continue
        if opens >= window.ends_at:
            break
        if opens > edge:
            yield window.x(edge), round(window.x(opens) - window.x(edge), 1)
        edge = max(edge, closes)
    if edge < window.ends_at:
        yield window.x(edge), round(window.x(window.ends_at) - window.x(edge), 1)


def _marks(window: Window) -> Iterator[Mark]:
    every = {1: 1, 3: 6}.get(window.days, 24)
    for hour in range(0, window.days * 24, every):
        moment = window.starts_at + timedelta(hours=hour)
        yield Mark(window.x(moment), moment, hour % 24 == 0)
