"""Work orders: what the floor is told to make."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Number, Router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.production.demand_shapes import DemandOut
from huopan.api.production.shapes import (
    CancelIn,
    Listing,
    ReleasedAllOut,
    ReleasedOut,
    ReleaseIn,
    WorkOrderOut,
    WorkOrderStateOut,
)
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries

router = Router()


@router.get("/work-orders", response=Page[WorkOrderOut], summary="Your factory's work orders, newest first")
@reads("plan", "floor")
def list_work_orders(request: Asking, asked: Query[Listing], paging: Query[Paging]) -> Page[WorkOrderOut]:
    rows = queries.work_orders(request.actor, asked.state or "", asked.source)
    return page_of(rows, paging=paging, show=WorkOrderOut.of)


@router.post("/work-orders", response=ReleasedAllOut, summary="Release planned demands; each that cannot be says why")
@writes("plan")
def release_work_orders(request: Asking, body: ReleaseIn) -> ReleasedAllOut:
    came = production.release_work_orders(demand_ids=body.demand_ids, by=request.actor, at=request.at)
    return ReleasedAllOut(items=[ReleasedOut.of(pk, each) for pk, each in came.items()])


@router.get("/work-orders/{number}", response=WorkOrderOut, summary="A work order with its operations")
@reads("plan", "floor")
def work_order(request: Asking, number: Number) -> WorkOrderOut:
    return WorkOrderOut.of(queries.work_order(number, request.actor))


@router.post("/work-orders/{number}/cancel", response=WorkOrderStateOut, summary="Take it back from the floor")
@writes("plan")
def cancel_work_order(request: Asking, number: Number, body: CancelIn) -> WorkOrderStateOut:
    """What it was for stays accepted, and can be planned and released again."""
    cancelled = production.cancel_work_order(
        number=number, because=body.because, is_begun_too=body.is_begun_too, by=request.actor, at=request.at
    )
    return WorkOrderStateOut.of(cancelled)


@router.post("/work-orders/{number}/close", response=WorkOrderStateOut, summary="The packed goods have left the floor")
@writes("plan")
def close_work_order(request: Asking, number: Number) -> WorkOrderStateOut:
    return WorkOrderStateOut.of(production.close_work_order(number=number, by=request.actor, at=request.at))


@router.post("/work-orders/{number}/remake", response={201: DemandOut}, summary="Make what did not come good again")
@writes("plan")
def remake_missing(request: Asking, number: Number) -> DemandOut:
    """A demand of its own, taken on at once where there is a place; asked again it is the same demand."""
    return DemandOut.of(production.remake_missing(number=number, by=request.actor, at=request.at))
