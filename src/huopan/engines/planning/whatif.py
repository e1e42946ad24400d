"""What if: the same days lived twice, with and without a change, by the same luck."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huopan.engines.planning.chance import Luck
from huopan.engines.planning.model import Calendar, Job, Machine, Placement, Plan, Shift, Span, WorkCentre
from huopan.engines.planning.rehearsal import Forecast, rehearse
from huopan.engines.planning.twin import Situation


@dataclass(frozen=True, slots=True)
class AddShift:
    """A work centre works one stretch more."""

    work_centre: str
    shift: Shift


@dataclass(frozen=True, slots=True)
class LoseMachine:
    """A machine does not work in `span`."""

    work_centre: str
    machine: str
    span: Span


@dataclass(frozen=True, slots=True)
class TakeOrder:
    """One more job, with the placements it would get; everybody else keeps the order of the plan."""

    job: Job
    placements: tuple[Placement, ...]


Change = AddShift | LoseMachine | TakeOrder


@dataclass(frozen=True, slots=True)
class Comparison:
    """`before` and `after` the change; `gained`: by job in both, how much more often it is kept (less: negative)."""

    before: Forecast
    after: Forecast
    gained: dict[str, float]


def compared(situation: Situation, change: Change, luck: Luck) -> Comparison:
    """Plays the plan with and without the change, without planning anew after it."""
    before, after = rehearse(situation, luck).forecast(), rehearse(changed(situation, change), luck).forecast()
    return Comparison(before, after, {code: round(after.kept[code] - share, 9) for code, share in before.kept.items()})


def changed(situation: Situation, change: Change) -> Situation:
    """The situation with the change in it; KeyError when it names a work centre or machine that is not there."""
    if isinstance(change, TakeOrder):
        plan = Plan((*situation.plan.placements, *change.placements))
        return replace(situation, jobs=(*situation.jobs, change.job), plan=plan)
    centres = {centre.code: centre for centre in situation.shop.work_centres}
    centre = centres[change.work_centre]
    centres[change.work_centre] = _opened(centre, change) if isinstance(change, AddShift) else _closed(centre, change)
    return replace(situation, shop=replace(situation.shop, work_centres=tuple(centres.values())))


def _opened(centre: WorkCentre, change: AddShift) -> WorkCentre:
    shifts = sorted([*centre.calendar.shifts, change.shift], key=lambda shift: shift.start)
    return replace(centre, calendar=Calendar(tuple(shifts)))


def _closed(centre: WorkCentre, change: LoseMachine) -> WorkCentre:
    machines = {machine.code: machine for machine in centre.machines}
    lost: Machine = machines[change.machine]
    machines[change.machine] = replace(lost, down=tuple(sorted([*lost.down, change.span])))
    return replace(centre, machines=tuple(machines.values()))
