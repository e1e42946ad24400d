"""How sure each promise is, and what a change would do to it: the plan lived through many times, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from huopan.domains.production.models import Demand, Machine
from huopan.domains.production.queries.board import Board, board_of
from huopan.domains.production.rules.states import PROMISED
from huopan.engines.planning.model import ALWAYS, Calendar, Job, Shift, Span
from huopan.kernel.refusal import RefusedError, said

if TYPE_CHECKING:
    from huopan.engines.planning.chance import Luck
    from huopan.engines.planning.rehearsal import Forecast
    from huopan.engines.planning.twin import Situation
    from huopan.engines.planning.whatif import Change

RUNS, SEED = 200, 20261125
PERCENT, SURE, DOUBTFUL = 100, 95, 80
OVERTIME_PCT = 150
Question = Literal["lose_machine", "add_shift"]


class NoTimeLeftToAddError(RefusedError):
    kind = "invalid"
    sentence = said("“{work_centre}” works through all of that time already; choose a time when it is closed.")


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of one promise, in percent of the days lived; `half_by`, `most_by`: None when it is never done."""

    demand: Demand
    now_pct: int
    then_pct: int
    half_by: datetime | None
    most_by: datetime | None

    @property
    def tone(self) -> str:
        return "good" if self.then_pct >= SURE else "warn" if self.then_pct >= DOUBTFUL else "bad"


@dataclass(frozen=True, slots=True)
class Outlooks:
    promises: tuple[Outlook, ...]
    bottleneck: str
    is_question: bool = False


def confidence_of(factory_id: int, at: datetime) -> Outlooks:
    """As the plan stands."""
    board = board_of(factory_id, at)
    forecast = _forecast(board)
    return Outlooks(tuple(_promises(board, forecast, forecast)), forecast.bottleneck)


def what_if(
    factory_id: int, *, kind: Question, machine: Machine, starts_at: datetime, ends_at: datetime, at: datetime
) -> Outlooks:
    """The same under a change, by the same luck. Raises NoTimeLeftToAddError."""
    from huopan.engines.planning.whatif import compared  # noqa: PLC0415 - compiled code takes a second to load

    board = board_of(factory_id, at)
    span = Span(board.second(starts_at), board.second(ends_at))
    found = compared(_situation(board), _change(board, kind, machine, span), _luck())
    promises = tuple(_promises(board, found.before, found.after))
    return Outlooks(promises, found.after.bottleneck, is_question=True)


def _promises(board: Board, before: Forecast, after: Forecast) -> Iterator[Outlook]:
    """The least sure first."""
    found = [
        Outlook(
            demand,
            round(PERCENT * before.kept[str(demand.pk)]),
            round(PERCENT * after.kept[str(demand.pk)]),
            _moment(board, after.p50[str(demand.pk)]),
            _moment(board, after.p90[str(demand.pk)]),
        )
        for demand in board.demands.values()
        if demand.state in PROMISED and str(demand.pk) in before.kept
    ]
    yield from sorted(found, key=lambda each: (each.then_pct, each.now_pct, each.demand.pk))


def _change(board: Board, kind: Question, machine: Machine, span: Span) -> Change:
    from huopan.engines.planning.whatif import AddShift, LoseMachine  # noqa: PLC0415 - compiled code

    centre = machine.work_centre
    if kind == "lose_machine":
        return LoseMachine(centre.code, machine.code, span)
    works = next(each for each in board.shop.work_centres if each.code == centre.code)
    gap = next(iter(_closed(works.calendar, span)), None)
    if gap is None:
        raise NoTimeLeftToAddError(work_centre=str(centre))
    return AddShift(centre.code, Shift(gap.start, gap.end, OVERTIME_PCT))


def _closed(calendar: Calendar, within: Span) -> Iterator[Span]:
    """Stretches of `within` that lie between the shifts, the first first."""
    edge = within.start
    for shift in calendar.shifts:
        if shift.start > edge:
            end = min(shift.start, within.end)
            if end > edge:
                yield Span(edge, end)
        edge = max(edge, shift.end)
        if edge >= within.end:
            return
    if edge < within.end:
        yield Span(edge, within.end)


def _forecast(board: Board) -> Forecast:
    from huopan.engines.planning.rehearsal import rehearse  # noqa: PLC0415 - compiled code takes a second to load

    return rehearse(_situation(board), _luck()).forecast()


def _situation(board: Board) -> Situation:
    from huopan.engines.planning.twin import Situation  # noqa: PLC0415 - compiled code

    return Situation(board.shop, tuple(_judged_by_promise(board)), board.plan)


def _judged_by_promise(board: Board) -> Iterator[Job]:
    """Jobs whose deadline is the very promise, also where it cannot be kept any more."""
    for job in board.jobs:
        demand = board.demands[int(job.code)]
        yield replace(job, deadline=board.second(demand.promised_at)) if demand.promised_at else job


def _luck() -> Luck:
    from huopan.engines.planning.chance import Luck, Uncertainty  # noqa: PLC0415 - compiled code

    return Luck(Uncertainty(), runs=RUNS, seed=SEED)


def _moment(board: Board, second: int) -> datetime | None:
    return board.moment(second) if second < ALWAYS else None
