"""What would happen if a step stood elsewhere: asked before it is dropped there, and when it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from huopan.domains.production.models import Demand
from huopan.domains.production.queries.board import Board
from huopan.domains.production.rules.states import PROMISED
from huopan.engines.planning.model import Option, Placement, Plan, Traits
from huopan.engines.planning.setups import setup_seconds
from huopan.kernel.refusal import RefusedError, UnknownError, said

REPINS = 4  # what runs before a pinned step may change with it, and its set-up with that


class StepBegunError(RefusedError):
    sentence = said("This step has begun; only steps that have not begun can be moved.")


class NotDoneThereError(RefusedError):
    kind = "invalid"
    sentence = said("“{machine}” cannot do this step; choose one of {machines}.")


class ClosedThenError(RefusedError):
    kind = "invalid"
    sentence = said("“{machine}” does not work then; the next time it does is {next_at}.")


class InThePastError(RefusedError):
    kind = "invalid"
    sentence = said("{starts_at} is over; choose a later time.")


class BeforeItsTurnError(RefusedError):
    kind = "invalid"
    sentence = said("The step before this one, or its material, is ready at {ready_at} only; choose a later time.")


class OverlapsFixedError(RefusedError):
    kind = "invalid"
    sentence = said("“{machine}” has fixed work from {starts_at} to {ends_at}; choose another time or machine.")


@dataclass(frozen=True)
class Shifted:
    """A demand that would be done at another time. `is_late`: after what was promised."""

    demand: Demand
    before: datetime | None
    after: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Consequences:
    """The plan with the step moved, and what that does to everybody. `setup_seconds`: more set-up in all, or less."""

    plan: Plan
    moved: Placement
    shifted: tuple[Shifted, ...]
    setup_seconds: int

    @property
    def newly_late(self) -> tuple[Shifted, ...]:
        return tuple(each for each in self.shifted if each.is_late)


def consequences_of_move(
    board: Board, *, demand_id: int, step: int, work_centre: str, machine: str, starts_at: datetime
) -> Consequences:
    """What moving a step would do; changes nothing. Raises UnknownError and the refusals of this file."""
    from huopan.engines.planning.retiming import retimed  # noqa: PLC0415 - compiled code takes a second to load

    was = _planned(board, demand_id, step)
    option = _option(board, was, work_centre, machine)
    start = board.second(starts_at)
    if start < 0:
        raise InThePastError(starts_at=starts_at)
    plan, pinned = board.plan, was
    for _ in range(REPINS):
        fixed = _pinned(board, plan, was, option, (work_centre, machine, start))
        if fixed == pinned:
            break
        pinned = fixed
        others = tuple(each for each in board.plan.placements if (each.job, each.step) != (was.job, was.step))
        plan = retimed(board.shop, board.jobs, Plan((*others, pinned)))
    _must_be_its_turn(board, plan, pinned)
    return Consequences(plan, pinned, shifted_between(board, plan), _setups(plan) - _setups(board.plan))


def shifted_between(board: Board, plan: Plan) -> tuple[Shifted, ...]:
    """Promised demands that `plan` has done at another time than the board's plan."""
    found = []
    for demand in board.demands.values():
        before, after = board.finish_of(demand), board.finish_of(demand, plan)
        if demand.state in PROMISED and demand.promised_at and before != after:
            found.append(Shifted(demand, before, after, is_late=after is None or after > demand.promised_at))
    return tuple(found)


def _planned(board: Board, demand_id: int, step: int) -> Placement:
    placements = board.plan.by_job.get(str(demand_id), ())
    demand = board.demands.get(demand_id)
    was = next((each for each in placements if each.step == step), None)
    if was is None or demand is None or demand.state not in PROMISED:
        raise UnknownError(what="planned step")
    if was.is_fixed and was.start < 0:
        raise StepBegunError
    return was


def _option(board: Board, was: Placement, work_centre: str, machine: str) -> Option:
    job = next(job for job in board.jobs if job.code == was.job)
    options = {option.work_centre: option for option in job.steps[was.step].options}
    if work_centre not in options or (work_centre, machine) not in board.machines:
        names = [f"{centre}/{code}" for centre, code in board.machines if centre in options]
        raise NotDoneThereError(machine=f"{work_centre}/{machine}", machines=", ".join(names))
    return options[work_centre]


def _pinned(board: Board, plan: Plan, was: Placement, option: Option, to: tuple[str, str, int]) -> Placement:
    """The step fixed at second `to[2]`, with the set-up that what then runs before it leaves."""
    from huopan.engines.planning.working import clock_of  # noqa: PLC0415 - compiled code takes a second to load

    work_centre, code, start = to
    centre = next(each for each in board.shop.work_centres if each.code == work_centre)
    machine = next(each for each in centre.machines if each.code == code)
    jobs = {job.code: job for job in board.jobs}
    neighbours = [
        each for each in plan.by_machine.get((work_centre, code), ()) if (each.job, each.step) != (was.job, was.step)
    ]
    before = [each for each in neighbours if each.end <= start]
    traits: Traits = jobs[before[-1].job].steps[before[-1].step].traits if before else machine.traits
    setup = setup_seconds(centre.setup, option, traits, jobs[was.job].steps[was.step].traits)
    clock = clock_of(centre, machine)
    begins = clock.begin(start, setup + option.run)
    if begins != start:
        raise ClosedThenError(machine=f"{work_centre}/{code}", next_at=board.moment(begins))
    end = clock.end(start, setup + option.run)
    for each in neighbours:
        if each.is_fixed and each.start < end and each.end > start:
            starts_at, ends_at = board.moment(each.start), board.moment(each.end)
            raise OverlapsFixedError(machine=f"{work_centre}/{code}", starts_at=starts_at, ends_at=ends_at)
    return replace(was, work_centre=work_centre, machine=code, start=start, setup=setup, end=end, is_fixed=True)


def _must_be_its_turn(board: Board, plan: Plan, pinned: Placement) -> None:
    job = next(job for job in board.jobs if job.code == pinned.job)
    before = [each.end for each in plan.by_job[pinned.job] if each.step < pinned.step]
    ready = max(before, default=max(0, job.release))
    if pinned.start < ready:
        raise BeforeItsTurnError(ready_at=board.moment(ready))


def _setups(plan: Plan) -> int:
    return sum(each.setup for each in plan.placements)
