"""What the floor says: reports of operations, and packing."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Id, Number, Router
from huopan.api.paging import Page, Paging, page_of
from huopan.api.production.shapes import BreakdownIn, CorrectionIn, ReportIn, ReportOut, WorkOrderStateOut
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


@router.post(
    "/work-orders/{number}/reports/{report_id}/correct", response={201: ReportOut}, summary="A count was wrong"
)
@writes("floor", "plan")
def correct_report(request: Asking, number: Number, report_id: Id, body: CorrectionIn) -> ReportOut:
    """What was reported first stays; an operation that was done with it goes on when pieces are left."""
    report = production.correct_report(
        number=number, report_id=report_id, **body.model_dump(), by=request.actor, at=request.at
    )
    return ReportOut.of(report)


@router.post("/work-orders/{number}/breakdowns", response={201: ReportOut}, summary="Its machine is broken: stop")
@writes("floor", "plan")
def report_broken_machine(request: Asking, number: Number, body: BreakdownIn) -> ReportOut:
    """The operation stops and the plan goes round the machine; work begun on it again ends the downtime."""
    report = production.report_broken_machine(
        number=number,
        position=body.operation - 1,
        **body.model_dump(exclude={"operation"}),
        by=request.actor,
        at=request.at,
    )
    return ReportOut.of(report)


@router.post("/work-orders/{number}/pack", response=WorkOrderStateOut, summary="What was made is packed")
@writes("floor", "plan")
def pack_work_order(request: Asking, number: Number) -> WorkOrderStateOut:
    return WorkOrderStateOut.of(production.pack_work_order(number=number, by=request.actor, at=request.at))
