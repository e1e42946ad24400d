"""Capable-to-promise: when a new job can be done beside everything promised, or what it costs to be done by a date.

Source of the method: feasible insertion with cached slacks (Kis and Hertz 2003 for the bound; Fleischmann and Meyr
1997 on sequence-dependent set-ups), widened to a chain of steps by depth-first search, best place first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.boards import Board, Slide
from huopan.engines.planning.compiled import boards as compiled
from huopan.engines.planning.compiled import seeking
from huopan.engines.planning.model import ALWAYS, HOUR, Job, Option, Placement, Step
from huopan.engines.planning.refusals import (
    AlreadyPlannedError,
    BeyondCalendarError,
    DeadlineMissedError,
    MaterialShortError,
    Moment,
    NoMachineError,
    PromiseLapsedError,
    Shortage,
    TimesNotApprovedError,
)
from huopan.engines.planning.working import NEVER

Numbers = NDArray[np.int64]
EFFORT = 2000  # places looked at and steps pushed before the best so far is good enough
PERCENT = 100


@dataclass(frozen=True, slots=True)
class StepCost:
    """What one step needs and costs: seconds of set-up and run, fen by kind.

    `overtime_fen`: what set-up and run cost beyond regular hours; `follower_fen`: what the next job's set-up costs
    more (or, negative, less) because this one runs before it; `beside`: (job, step) of
    equal traits just before and after it."""

    step: str
    work_centre: str
    setup_seconds: int
    run_seconds: int
    setup_fen: int
    run_fen: int
    overtime_fen: int
    follower_fen: int
    beside: tuple[tuple[str, int], ...]

    @property
    def joins(self) -> bool:
        return bool(self.beside)

    @property
    def total_fen(self) -> int:
        return self.setup_fen + self.run_fen + self.overtime_fen + self.follower_fen


@dataclass(frozen=True)
class Promise:
    """Where and when a job would be done. `slid`: planned jobs whose finish moves, each within its deadline.

    `turns`: the job and step each of its steps comes after on its machine, None for a machine's first."""

    job: Job
    placements: tuple[Placement, ...]
    costs: tuple[StepCost, ...]
    slid: tuple[Slide, ...]
    moved_steps: int
    turns: tuple[tuple[str, int] | None, ...] = field(repr=False, compare=False)
    version: int = field(repr=False, compare=False)
    best: Numbers = field(repr=False, compare=False)
    query: Query = field(repr=False, compare=False)

    @property
    def start(self) -> int:
        return self.placements[0].start

    @property
    def finish(self) -> int:
        return self.placements[-1].end

    @property
    def setup_seconds(self) -> int:
        return sum(cost.setup_seconds for cost in self.costs)

    @property
    def run_seconds(self) -> int:
        return sum(cost.run_seconds for cost in self.costs)

    @property
    def cost_fen(self) -> int:
        """Machine hours with their people; material and packaging are the asker's."""
        return sum(cost.total_fen for cost in self.costs)


@dataclass(frozen=True)
class Query:
    """A job as numbers: each way to do each step (step, machine, run, own set-up, fen an hour)."""

    ways: Numbers
    way_at: Numbers
    families: Numbers
    least_run: Numbers
    ready: int


@dataclass(frozen=True, slots=True)
class Joining:
    """Step number `step` has to run beside planned work of equal traits; on `machine` (work centre, code) if named."""

    step: int
    machine: tuple[str, str] | None = None


def promise(
    board: Board,
    job: Job,
    *,
    at: int = 0,
    may_slide: bool = True,
    effort: int = EFFORT,
    joining: Joining | None = None,
) -> Promise:
    """The earliest finish of `job` found, begun at second `at` or later, that keeps every planned job's deadline.

    Planned jobs may slide right within their slack; none ends later with `may_slide` off. Does not change the board.
    `effort` bounds the search (a count of places, so the answer does not depend on the machine's speed).
    Raises TimesNotApprovedError, NoMachineError, MaterialShortError, DeadlineMissedError, BeyondCalendarError."""
    query = query_of(board, job, at, joining)
    found = sought(board, query, job.deadline, cheap=False, may_slide=may_slide, effort=effort)
    if found is None:
        raise _too_late(board, job, query, job.deadline, at=at, may_slide=may_slide)
    return _told(board, job, query, found)


def cheapest(
    board: Board, job: Job, wanted_by: int, *, at: int = 0, may_slide: bool = True, effort: int = EFFORT
) -> Promise:
    """The cheapest way found to finish `job` by second `wanted_by` (and its deadline): machine hours and set-ups, own
    and the follower's, overtime at its rate. Otherwise as `promise`, never dearer than it when that is in time."""
    query = query_of(board, job, at)
    cut = min(job.deadline, wanted_by)
    asked = [sought(board, query, cut, cheap=cheap, may_slide=may_slide, effort=effort) for cheap in (True, False)]
    found = [_told(board, job, query, best) for best in asked if best is not None]
    if not found:
        raise _too_late(board, job, query, cut, at=at, may_slide=may_slide)
    return min(found, key=lambda each: (each.cost_fen, each.finish))


def commit(board: Board, made: Promise) -> None:
    """Put a promised job into the board, ending when it was said to; others still slide within their slack only.

    PromiseLapsedError when the board has changed in a way that the promise does not survive,
    AlreadyPlannedError when the job is in it."""
    if made.job.code in board:
        raise AlreadyPlannedError(job=made.job.code)
    rows = board.spare_rows(len(made.job.steps))
    best = made.best.copy()
    if board.version != made.version:
        _found_again(board, made, best)
    moved = np.empty((0, 3), dtype=np.int64)
    query = made.query
    _noted, keeps = seeking.settle_in(
        board.arrays, rows, query.ways, query.families, query.ready, best, made.job.deadline, moved, True
    )
    if not keeps:
        raise PromiseLapsedError(job=made.job.code)
    board.adopt(made.job, rows, made.start)


def query_of(board: Board, job: Job, at: int, joining: Joining | None = None) -> Query:
    """A job as arrays for this board. Raises TimesNotApprovedError, NoMachineError, MaterialShortError."""
    rows: list[tuple[int, int, int, int, int, bool]] = []
    way_at = [0]
    for number, step in enumerate(job.steps):
        joins = joining is not None and joining.step == number
        rows += [
            (number, machine, option.run, option.setup, board.centres[option.work_centre].hour_fen, joins)
            for option in _options(board, step)
            for machine in board.of_centre[option.work_centre]
            if not joins or joining is None or joining.machine in (None, board.key_of(machine))
        ]
        if len(rows) == way_at[-1]:
            raise NoMachineError(step=step.code, work_centres=", ".join(each.work_centre for each in step.options))
        way_at.append(len(rows))
    spans = [rows[first:last] for first, last in pairwise(way_at)]
    return Query(
        np.array(rows, dtype=np.int64),
        np.array(way_at, dtype=np.int64),
        np.array([board.family(step.traits) for step in job.steps], dtype=np.int64),
        _rest([min(way[2] for way in ways) for ways in spans]),
        max(at, board.at, job.release, _materials_at(board, job)),
    )


def _options(board: Board, step: Step) -> list[Option]:
    known: dict[str, Option] = {}
    for option in step.options:
        if option.work_centre in board.centres:
            known.setdefault(option.work_centre, option)
    usable = [option for option in known.values() if option.is_approved and option.run > 0]
    if known and not usable:
        raise TimesNotApprovedError(step=step.code)
    return usable


def _rest(least: list[int]) -> Numbers:
    """`rest[k]`: the least that steps k and later add up to."""
    return np.array([*np.cumsum(least[::-1])[::-1].tolist(), 0], dtype=np.int64)


def _materials_at(board: Board, job: Job) -> int:
    ready = {need.material: board.claims.ready_at(need) for need in job.needs}
    latest = max(ready.values(), default=0)
    if latest >= ALWAYS:
        raise MaterialShortError(_material_shortages(board, job, board.at))
    return latest


def _material_shortages(board: Board, job: Job, at: int) -> tuple[Shortage, ...]:
    short = []
    for need in job.needs:
        ready = board.claims.ready_at(need)
        if ready > at:
            free_from = None if ready >= ALWAYS else moment(board, ready)
            missing = board.claims.missing(need, ALWAYS if free_from is None else at)
            short.append(Shortage("material", need.material, free_from, missing))
    return tuple(short)


def moment(board: Board, second: int) -> Moment:
    """A second as people read it, when the board knows its origin."""
    return second if board.origin is None else board.origin.to_datetime(second)


def sought(board: Board, query: Query, cut: int, *, cheap: bool, may_slide: bool, effort: int) -> Numbers | None:
    steps = len(query.families)
    rows = board.spare_rows(steps)
    best = np.zeros((steps, 7), dtype=np.int64)
    for still in (False, True) if may_slide else (True,):
        value, _spent = seeking.seek(
            board.arrays,
            rows,
            query.ways,
            query.way_at,
            query.families,
            query.ready,
            min(cut, NEVER - 1),
            query.least_run,
            cheap,
            still,
            effort,
            best,
        )
        if value < seeking.NO_VALUE:
            return best
    return None


def _told(board: Board, job: Job, query: Query, best: Numbers) -> Promise:
    rows = board.spare_rows(len(job.steps))
    moved = np.empty((len(board.arrays.ops), 3), dtype=np.int64)
    told = best.copy()
    noted, _keeps = seeking.settle_in(
        board.arrays, rows, query.ways, query.families, query.ready, told, job.deadline, moved, False
    )
    lines = told.tolist()
    placements = tuple(_placement(board, job, query, number, line) for number, line in enumerate(lines))
    costs = tuple(_cost(board, job, query, rows, line) for line in lines)
    slid = board.slides(moved[:noted])
    turns = tuple(_turn(board, job, rows, line[seeking.PLACE]) for line in lines)
    return Promise(job, placements, costs, slid, noted, turns, board.version, best, query)


def _turn(board: Board, job: Job, rows: Numbers, before: int) -> tuple[str, int] | None:
    own = rows.tolist()
    if before in own:
        return job.code, own.index(before)
    return None if before < 0 else (board.job_of(before), board.step_of(before))


def _placement(board: Board, job: Job, query: Query, number: int, line: list[int]) -> Placement:
    centre, machine = board.machines[int(query.ways[line[seeking.WAY], seeking.MACHINE])]
    start, setup, end = line[seeking.BEGIN], line[seeking.TIE], line[seeking.FINISH]
    return Placement(job.code, number, centre.code, machine.code, start, setup, end)


def _cost(board: Board, job: Job, query: Query, rows: Numbers, line: list[int]) -> StepCost:
    number, machine, run, _own, hour_fen, _joins = query.ways[line[seeking.WAY]].tolist()
    setup, step, centre = line[seeking.TIE], job.steps[number], board.machines[machine][0]
    work = setup + run
    paid = int(compiled.paid(board.arrays, machine, line[seeking.BEGIN], work))
    setup_fen, run_fen = fen(setup * hour_fen, HOUR), fen(run * hour_fen, HOUR)
    overtime = fen((paid - work * PERCENT) * hour_fen, HOUR * PERCENT)
    follower = fen(line[seeking.COST] * hour_fen, HOUR)
    around = [line[seeking.PLACE], line[seeking.KEY]]
    beside = _beside(board, rows, around, int(query.families[number]))
    return StepCost(step.code, centre.code, setup, run, setup_fen, run_fen, overtime, follower, beside)


def _beside(board: Board, rows: Numbers, around: list[int], family: int) -> tuple[tuple[str, int], ...]:
    """Planned steps of equal traits among the rows before and after a step that has just been tried."""
    ops, own = board.arrays.ops, set(rows.tolist())
    others = [each for each in around if family and each >= 0 and each not in own]
    return tuple((board.job_of(each), board.step_of(each)) for each in others if ops[each, compiled.FAM] == family)


def fen(numerator: int, denominator: int) -> int:
    """A fraction rounded half up to the fen."""
    return (2 * numerator + denominator) // (2 * denominator)


def _found_again(board: Board, made: Promise, best: Numbers) -> None:
    """The turns of a promise as places in a board that has changed since. Raises PromiseLapsedError."""
    ready = max((board.claims.ready_at(need) for need in made.job.needs), default=0)
    if made.start < max(board.at, ready):
        raise PromiseLapsedError(job=made.job.code)
    seated: dict[int, list[int]] = {}
    for step, (line, turn) in enumerate(zip(best, made.turns, strict=True)):
        own = seated.setdefault(int(made.query.ways[line[seeking.WAY], seeking.MACHINE]), [])
        if turn is not None and turn[0] == made.job.code:
            place = int(best[turn[1], seeking.PLACE]) + 1
        else:
            place = _place_after(board, made, step, turn)
            place += sum(each <= place for each in own)
        line[seeking.PLACE] = place
        own.append(place)


def _place_after(board: Board, made: Promise, step: int, turn: tuple[str, int] | None) -> int:
    if turn is None:
        return 0
    rows = board.rows.get(turn[0])
    machine = int(made.query.ways[made.best[step, seeking.WAY], seeking.MACHINE])
    if rows is None or board.arrays.ops[rows[turn[1]], compiled.MACH] != machine:
        raise PromiseLapsedError(job=made.job.code)
    return int(compiled.place_of(board.arrays, rows[turn[1]])) + 1


def _too_late(
    board: Board, job: Job, query: Query, cut: int, *, at: int, may_slide: bool
) -> DeadlineMissedError | BeyondCalendarError:
    best = sought(board, query, NEVER - 1, cheap=False, may_slide=may_slide, effort=EFFORT)
    if best is None:
        centres = {option.work_centre for step in job.steps for option in step.options}
        return BeyondCalendarError(job=job.code, work_centres=", ".join(sorted(centres)))
    soonest = _told(board, job, query, best)
    begun, short = query.ready, list(_material_shortages(board, job, max(at, board.at, job.release)))
    for place in soonest.placements:
        if place.start > begun:
            short.append(Shortage("work_centre", place.work_centre, moment(board, place.start)))
        begun = place.end
    return DeadlineMissedError(moment(board, cut), moment(board, soonest.finish), tuple(short))
