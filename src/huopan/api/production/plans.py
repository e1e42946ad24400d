"""The plan: who does what when, what moving a step would do, how sure each promise is."""

from __future__ import annotations

from typing import Annotated

from ninja import Path, Query

from huopan.api.base import Asking, Id, Router
from huopan.api.production.demand_shapes import (
    ConsequencesOut,
    MoveAsked,
    MoveIn,
    OutlookOut,
    OutlooksOut,
    PlanOut,
    WhatIfIn,
)
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Machine
from huopan.domains.production.policies import must_plan

router = Router()
Step = Annotated[int, Path(ge=0, le=1000)]


@router.get("/plan", response=PlanOut, summary="Your factory's current plan")
@reads("plan")
def plan(request: Asking) -> PlanOut:
    return PlanOut.of(queries.board_of(must_plan(request.actor), request.at))


@router.post("/plan/improve", response={204: None}, summary="Look for a better plan at the next sweep")
@writes("plan")
def improve_plan(request: Asking) -> None:
    production.request_replan(by=request.actor, at=request.at)


@router.get(
    "/plan/demands/{demand_id}/steps/{step}/move", response=ConsequencesOut, summary="What moving a step would do"
)
@reads("plan")
def preview_move(request: Asking, demand_id: Id, step: Step, to: Query[MoveAsked]) -> ConsequencesOut:
    """Changes nothing."""
    board = queries.board_of(must_plan(request.actor), request.at)
    found = queries.consequences_of_move(board, demand_id=demand_id, step=step, **to.model_dump())
    return ConsequencesOut.of(found)


@router.post("/plan/demands/{demand_id}/steps/{step}/move", response=ConsequencesOut, summary="Move a step and fix it")
@writes("plan")
def move_step(request: Asking, demand_id: Id, step: Step, body: MoveIn) -> ConsequencesOut:
    moved = production.move_step(demand_id=demand_id, step=step, **body.model_dump(), by=request.actor, at=request.at)
    return ConsequencesOut.of(moved)


@router.post("/plan/demands/{demand_id}/steps/{step}/unpin", response={204: None}, summary="Let it move again")
@writes("plan")
def unpin_step(request: Asking, demand_id: Id, step: Step) -> None:
    production.unpin_step(demand_id=demand_id, step=step, by=request.actor, at=request.at)


@router.get("/plan/outlook", response=OutlooksOut, summary="How sure each promise is")
@reads("plan")
def outlook(request: Asking) -> OutlooksOut:
    return _told(queries.confidence_of(must_plan(request.actor), request.at))


@router.get("/plan/what-if", response=OutlooksOut, summary="How sure it would be with a machine less or a shift more")
@reads("plan")
def what_if(request: Asking, asked: Query[WhatIfIn]) -> OutlooksOut:
    """Nothing is changed: the plan is lived through some hundred times, with and without the change."""
    factory_id = must_plan(request.actor)
    machine = (
        Machine.objects.visible_to(request.actor).select_related("work_centre").seen(request.actor, pk=asked.machine_id)
    )
    found = queries.what_if(
        factory_id,
        kind=asked.kind,
        machine=machine,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        at=request.at,
    )
    return _told(found)


def _told(found: queries.Outlooks) -> OutlooksOut:
    promises = [
        OutlookOut(
            demand_id=each.demand.pk,
            now_pct=each.now_pct,
            then_pct=each.then_pct,
            half_by=each.half_by,
            most_by=each.most_by,
        )
        for each in found.promises
    ]
    return OutlooksOut(bottleneck=found.bottleneck, promises=promises)
