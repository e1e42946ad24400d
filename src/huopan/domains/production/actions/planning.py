"""The plan of what is accepted: made, mended after a fault, improved, and moved by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.production import queries
from huopan.domains.production.actions.following import follow_plan
from huopan.domains.production.actions.laying import lay_version, new_version, write_steps
from huopan.domains.production.actions.locking import lock_board, lock_unchanged
from huopan.domains.production.models import CapacityHold, PlannedStep, PlanningTerms, PlanVersion
from huopan.domains.production.policies import must_plan
from huopan.domains.production.queries.board import Board, held_placements
from huopan.domains.production.queries.moves import Consequences
from huopan.infra.crashing import crash_point
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import UnknownError

SECONDS = 5.0  # a worker's time for one factory's search
ITERATIONS = 20_000
TRIES = 3
Why = PlanVersion.Why


def put_into_plan(board: Board, hold: CapacityHold, *, at: datetime) -> datetime:
    """Write what a hold kept into the current version; when it is done. Only with the board locked."""
    version = board.version or new_version(board, why="first", at=at)
    placements = held_placements(board, hold)
    PlannedStep.objects.filter(plan=version, demand=hold.demand_id).delete()
    write_steps(version, board, placements)
    return board.moment(placements[-1].end)


def mend_plan(factory_id: int, *, why: str, about: str = "", by: Actor, at: datetime) -> PlanVersion | None:
    """Bring the plan in line with what has happened: everything keeps its order and moves only as far as it must; each
    promise that this touches is told. The new version, or None when nothing moves. Only with the board locked."""
    from huopan.engines.planning.retiming import retimed  # noqa: PLC0415 - compiled code takes a second to load

    board = queries.board_of(factory_id, at)
    plan = retimed(board.shop, board.jobs, board.plan)
    if set(plan.placements) == set(board.plan.placements):
        return None
    return lay_version(board, plan, why=why, about=about, by=by, at=at)


@transaction.atomic
def roll_plan(*, factory_id: int, at: datetime) -> PlanVersion | None:
    """What should have begun and has not moves on with the time."""
    lock_board(factory_id)
    return mend_plan(factory_id, why=Why.NOT_BEGUN, by=SYSTEM, at=at)


def replan(
    *,
    factory_id: int,
    seed: int = 1,
    iterations: int = ITERATIONS,
    seconds: float | None = SECONDS,
    by: Actor,
    at: datetime,
) -> PlanVersion | None:
    """Search for a better plan, outside any transaction, and make it the current version if it is one: promises kept,
    profit first, then lateness, then set-ups. None when nothing better was found.

    Killed at any moment it leaves the last good plan. When the board changes meanwhile it begins again, three times at
    most; then it comes again at the next sweep.
    """
    for _ in range(TRIES):
        board = queries.board_of(factory_id, at)
        if board.terms.planned_revision == board.terms.revision:
            return None
        found = queries.improved(board, seed=seed, iterations=iterations, seconds=seconds)
        crash_point("replan_found")
        with transaction.atomic():
            revision = lock_unchanged(factory_id, board.terms.revision)
            if revision is None:
                continue
            version = None
            if found is None or queries.torn(found.plan, board.pools) - queries.torn(board.plan, board.pools):
                follow_plan(board, board.plan, by=by, at=at)
            else:
                figures = {**found.figures, "seed": seed, "iterations": found.iterations}
                version = lay_version(board, found.plan, why=Why.IMPROVED, seed=seed, figures=figures, by=by, at=at)
            PlanningTerms.objects.filter(pk=factory_id).update(planned_revision=revision)
            crash_point("replan_stored")
            return version
    return None


@transaction.atomic
def request_replan(*, by: Actor, at: datetime) -> None:  # noqa: ARG001 - every action has its time
    """Have the factory's plan re-optimised at the next sweep. Raises NoOrganisationError or ForbiddenError."""
    factory_id = must_plan(by)
    lock_board(factory_id)


@transaction.atomic
def move_step(
    *, demand_id: int, step: int, work_centre: str, machine: str, starts_at: datetime, by: Actor, at: datetime
) -> Consequences:
    """Put a step where a planner wants it and fix it there; everything else flows around it. What that does is what
    `consequences_of_move` says beforehand, on the plan as it is now. Raises UnknownError and what that refuses."""
    factory_id = must_plan(by)
    lock_board(factory_id)
    board = queries.board_of(factory_id, at)
    found = queries.consequences_of_move(
        board, demand_id=demand_id, step=step, work_centre=work_centre, machine=machine, starts_at=starts_at
    )
    lay_version(board, found.plan, why=Why.BY_HAND, by=by, at=at)
    return found


@transaction.atomic
def unpin_step(*, demand_id: int, step: int, by: Actor, at: datetime) -> None:
    """Let a step that was fixed by hand move again, from the next planning on. Raises ForbiddenError, UnknownError."""
    factory_id = must_plan(by)
    lock_board(factory_id)
    board = queries.board_of(factory_id, at)
    here = PlannedStep.objects.filter(plan=board.version, demand=demand_id, step=step) if board.version else None
    if here is None or not here.update(is_fixed=False):
        raise UnknownError(what="planned step")
