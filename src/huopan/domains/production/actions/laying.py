"""Laying a plan down: into rows, into held capacity, and into what each demand may expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from huopan.domains.production.actions.buckets import lay_anew, open_buckets
from huopan.domains.production.actions.following import follow_plan
from huopan.domains.production.events import PlanMade, PromiseMoved
from huopan.domains.production.models import CapacityHold, Demand, PlannedStep, PlanVersion
from huopan.domains.production.queries.board import Board
from huopan.domains.production.rules.loads import Day, capacity_of, load_of
from huopan.domains.production.rules.states import PROMISED
from huopan.engines.planning.model import Placement, Plan
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor

Why = PlanVersion.Why
KEPT_VERSIONS = 20  # older ones keep their figures, not their steps
LIVE = [CapacityHold.State.ACTIVE, CapacityHold.State.COMMITTED]


def lay_changes(board: Board, plan: Plan, *, why: str, by: Actor, at: datetime) -> None:
    """Bring the current version in line with `plan` where it differs. Only with the board locked."""
    changed = _changed(board, plan)
    version = board.version or new_version(board, why=Why.FIRST, at=at)
    moved = {pk for pk in changed if board.demands[pk].state in PROMISED}
    PlannedStep.objects.filter(plan=version, demand__in=moved).delete()
    write_steps(version, board, [each for each in plan.placements if int(each.job) in moved])
    _settle(board, plan, changed, why=why, by=by, at=at)


def lay_version(
    board: Board,
    plan: Plan,
    *,
    why: str,
    about: str = "",
    seed: int = 0,
    figures: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> PlanVersion:
    """Make `plan` the current version, the last one staying to compare with. Only with the board locked."""
    version = new_version(board, why=why, about=about, seed=seed, figures=figures, at=at)
    write_steps(version, board, [each for each in plan.placements if board.demands[int(each.job)].state in PROMISED])
    _settle(board, plan, _changed(board, plan), why=why, by=by, at=at)
    follow_plan(board, plan, by=by, at=at)
    announce(
        PlanMade.of(board.factory_id, at=at, plan_id=version.pk, number=version.number, why=str(why)),
        by=by,
    )
    return version


def new_version(
    board: Board,
    *,
    why: str,
    about: str = "",
    seed: int = 0,
    figures: Mapping[str, Any] | None = None,
    at: datetime,
) -> PlanVersion:
    """An empty current version in place of the last."""
    PlanVersion.objects.filter(factory_id=board.factory_id, is_current=True).update(is_current=False)
    last = PlanVersion.objects.filter(factory_id=board.factory_id).aggregate(number=Max("number"))["number"] or 0
    PlannedStep.objects.filter(plan__factory_id=board.factory_id, plan__number__lte=last - KEPT_VERSIONS).delete()
    return PlanVersion.objects.create(
        factory_id=board.factory_id,
        number=last + 1,
        why=why,
        about=about[:120],
        seed=seed,
        figures=dict(figures or {}),
        made_at=at,
    )


def stored(placements: Iterable[Placement], board: Board) -> list[list[Any]]:
    """Placements as a hold keeps them."""
    return [
        [
            each.step,
            each.work_centre,
            each.machine,
            board.moment(each.start).isoformat(),
            each.setup,
            board.moment(each.end).isoformat(),
        ]
        for each in placements
    ]


def parts_of(board: Board, placements: Iterable[Placement]) -> dict[int, dict[int, int]]:
    """Seconds by bucket id for each job (by demand id); the buckets are made, their capacity as it is now."""
    centres = board.shop.work_centres
    loads = load_of(placements, centres, board.origin)
    days = {day for load in loads.values() for day in load}
    capacity = capacity_of(days, centres, board.origin)
    ids = open_buckets({(board.centres[code].pk, on): seconds for (code, on), seconds in capacity.items()})

    def bucket(day: Day) -> int:
        return ids[board.centres[day[0]].pk, day[1]]

    return {int(job): {bucket(day): seconds for day, seconds in load.items()} for job, load in loads.items()}


def _changed(board: Board, plan: Plan) -> set[int]:
    jobs = {job.code for job in board.jobs}
    return {int(job) for job in jobs if plan.by_job.get(job, ()) != board.plan.by_job.get(job, ())}


def write_steps(version: PlanVersion, board: Board, placements: Iterable[Placement]) -> None:
    """The rows of `placements` in a version that has none of them."""
    PlannedStep.objects.bulk_create(
        PlannedStep(
            plan=version,
            demand_id=int(each.job),
            step=each.step,
            work_centre=board.centres[each.work_centre],
            machine=board.machines[each.work_centre, each.machine],
            starts_at=board.moment(each.start),
            setup_seconds=each.setup,
            ends_at=board.moment(each.end),
            is_fixed=each.is_fixed,
        )
        for each in placements
        if (each.work_centre, each.machine) in board.machines
    )


def _settle(board: Board, plan: Plan, changed: set[int], *, why: str, by: Actor, at: datetime) -> None:
    holds = list(CapacityHold.objects.filter(demand__in=changed, state__in=LIVE))
    parts = parts_of(board, (each for pk in sorted(changed) for each in plan.by_job.get(str(pk), ())))
    lay_anew({hold.pk: parts.get(hold.demand_id, {}) for hold in holds})
    events = [_moved_hold(board, plan, hold, why, at) for hold in holds if hold.state == CapacityHold.State.ACTIVE]
    CapacityHold.objects.bulk_update(holds, ["placements", "promised_at"])
    events += _expected(board, plan, why=why, at=at)
    told = [event for event in events if event is not None]
    if told:
        announce(*told, by=by)


def _moved_hold(board: Board, plan: Plan, hold: CapacityHold, why: str, at: datetime) -> PromiseMoved | None:
    """What is held moves too; when it can no longer be done as was said, its promise is what can be done."""
    placements = plan.by_job.get(str(hold.demand_id), ())
    hold.placements = stored(placements, board)
    expected_at = board.moment(placements[-1].end) if placements else None
    if expected_at is None or expected_at <= hold.promised_at:
        return None
    was, hold.promised_at = hold.promised_at, expected_at
    return _promise_moved(board.demands[hold.demand_id], was, expected_at, why=why, at=at)


def _expected(board: Board, plan: Plan, *, why: str, at: datetime) -> list[PromiseMoved | None]:
    """Every promised demand learns when it may be expected; its buyer hears of it when the promise is touched."""
    moved: list[Demand] = []
    events: list[PromiseMoved | None] = []
    for demand in board.demands.values():
        expected_at = board.finish_of(demand, plan)
        if demand.state not in PROMISED or demand.promised_at is None or expected_at == demand.expected_at:
            continue
        was_late = demand.expected_at is not None and demand.expected_at > demand.promised_at
        demand.expected_at = expected_at
        moved.append(demand)
        if was_late or expected_at is None or expected_at > demand.promised_at:
            events.append(_promise_moved(demand, demand.promised_at, expected_at, why=why, at=at))
    Demand.objects.bulk_update(moved, ["expected_at"])
    return events


def _promise_moved(
    demand: Demand, promised_at: datetime, expected_at: datetime | None, *, why: str, at: datetime
) -> PromiseMoved:
    return PromiseMoved.of(
        demand,
        at=at,
        promised_at=promised_at.isoformat(),
        expected_at=expected_at.isoformat() if expected_at else None,
        is_late=expected_at is None or expected_at > promised_at,
        why=why,
    )
