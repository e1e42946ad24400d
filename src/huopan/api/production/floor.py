"""What the floor says: reports of operations, and packing."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Number, Router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.production.shapes import ReportIn, ReportOut, WorkOrderStateOut
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries

router = Router()


@router.post("/work-orders/{number}/reports", response={201: ReportOut}, summary="Report an operation: once per scan")
@writes("floor", "plan")
def report_floor(request: Asking, number: Number, body: ReportIn) -> ReportOut:
    """Operations go in order, and no more pieces are reported than were issued."""
    report = production.report_floor(
        number=number,
        position=body.operation - 1,
        **body.model_dump(exclude={"operation"}),
        by=request.actor,
        at=request.at,
    )
    return ReportOut.of(report)


@router.get("/work-orders/{number}/reports", response=Page[ReportOut], summary="What was reported, newest first")
@reads("plan", "floor")
def work_order_reports(request: Asking, number: Number, paging: Query[Paging]) -> Page[ReportOut]:
    order = queries.work_order(number, request.actor)
    return page_of(queries.reports_of_order(order), paging=paging, show=ReportOut.of)


@router.post("/work-orders/{number}/pack", response=WorkOrderStateOut, summary="What was made is packed")
@writes("floor", "plan")
def pack_work_order(request: Asking, number: Number) -> WorkOrderStateOut:
    return WorkOrderStateOut.of(production.pack_work_order(number=number, by=request.actor, at=request.at))
