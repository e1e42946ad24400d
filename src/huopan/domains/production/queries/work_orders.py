"""Work orders and their operations, as planners and the floor look at them."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from huopan.domains.production.models import Demand, FloorReport, Machine, WorkCentre, WorkOrder, WorkOrderStep
from huopan.domains.production.rules.work_orders import ENDED, ON_THE_FLOOR
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

REMADE = "remake"  # raised by a work order that came out short; its reference is that order's number
BUSY = [WorkOrderStep.State.RUNNING, WorkOrderStep.State.STOPPED]


def work_orders(by: Actor, state: str = "", source: str = "") -> QuerySet[WorkOrder]:
    """Work orders of the asker's factory, newest first, with their operations (2 statements). `source`: only those for
    it and its parts, such as an order's number."""
    rows = WorkOrder.objects.visible_to(by).filter(factory_id=by.party_id)
    if state:
        rows = rows.filter(state=state)
    if source:
        reference = Q(demand__source_reference=source) | Q(demand__source_reference__startswith=f"{source}:")
        rows = rows.filter(reference)
    return rows.select_related("demand").prefetch_related(_operations()).order_by("-id")


def work_order(number: str, by: Actor) -> WorkOrder:
    """One of the asker's factory, with operations and where they are done. Raises UnknownError."""
    row: WorkOrder | None = work_orders(by).filter(number=number).first()
    if row is None:
        raise UnknownError(what="work order")
    return row


def operation_of(order: WorkOrder, position: int) -> WorkOrderStep:
    """The operation at `position` of a work order that has its operations. Raises UnknownError."""
    found: WorkOrderStep | None = next((each for each in order.steps.all() if each.position == position), None)
    if found is None:
        raise UnknownError(what="operation")
    return found


def locked_work_order(factory_id: int, number: str) -> WorkOrder:
    """The factory's work order with its row locked, its operations and its demand. Raises UnknownError."""
    rows = WorkOrder.objects.select_for_update(of=("self",)).select_related("demand").prefetch_related("steps")
    row: WorkOrder | None = rows.filter(factory_id=factory_id, number=number).first()
    if row is None:
        raise UnknownError(what="work order")
    return row


def live_work_order(demand: Demand) -> WorkOrder | None:
    return WorkOrder.objects.filter(demand=demand).exclude(state__in=ENDED).first()


def reports_of(step: WorkOrderStep) -> QuerySet[FloorReport]:
    """What was said of an operation, newest first, with who said it. `good_now`, `scrap_now`: with its corrections."""
    mine: QuerySet[FloorReport, Any] = FloorReport.objects.filter(corrects=OuterRef("pk")).order_by().values("corrects")
    now = {
        f"{name}_now": F(name) + Coalesce(Subquery(mine.annotate(all=Sum(name)).values("all")), 0)
        for name in ("good", "scrap")
    }
    reports: QuerySet[FloorReport] = FloorReport.objects.filter(step=step).annotate(**now)
    return reports.select_related("reported_by").order_by("-id")


def remade(order: WorkOrder) -> Demand | None:
    """The demand by which the order's missing pieces are made again."""
    again: Demand | None = Demand.objects.filter(
        factory_id=order.factory_id, source_kind=REMADE, source_reference=order.number
    ).first()
    return again


def corrected(report: FloorReport) -> tuple[int, int]:
    """(good, scrap) that a report of pieces made stands for with all its corrections (1 statement)."""
    told = report.corrections.aggregate(good=Coalesce(Sum("good"), 0), scrap=Coalesce(Sum("scrap"), 0))
    return report.good + told["good"], report.scrap + told["scrap"]


def reports_of_order(order: WorkOrder) -> QuerySet[FloorReport]:
    """What was said of all its operations."""
    return FloorReport.objects.filter(step__work_order=order)


def history_of(order: WorkOrder) -> QuerySet[FloorReport]:
    """The same, newest first, with who said it of what."""
    return reports_of_order(order).select_related("step", "reported_by").order_by("-id")


def releasable(by: Actor) -> QuerySet[Demand]:
    """What is taken on and not on the floor yet, the earliest in the current plan first."""
    planned = Q(planned_steps__plan__is_current=True, planned_steps__step=0)
    return (
        Demand.objects.visible_to(by)
        .filter(planned, factory_id=by.party_id, state=Demand.State.ACCEPTED)
        .order_by("planned_steps__starts_at", "id")
    )


def operations_at(centre: WorkCentre) -> QuerySet[Any]:
    """What a work centre has to do: what runs or was stopped first, then by planned start. `waits`: an operation before
    it is not done. One statement."""
    undone = WorkOrderStep.objects.filter(work_order=OuterRef("work_order"), position__lt=OuterRef("position")).exclude(
        state=WorkOrderStep.State.DONE
    )
    rows: QuerySet[Any] = (
        WorkOrderStep.objects.filter(work_centre=centre, work_order__state__in=ON_THE_FLOOR)
        .exclude(state=WorkOrderStep.State.DONE)
        .annotate(waits=Exists(undone), begun=Case(When(state__in=BUSY, then=0), default=1))
        .select_related("work_order__demand", "machine", "work_centre")
        .order_by("begun", "planned_start_at", "id")
    )
    return rows


def busy_machines(centre: WorkCentre) -> set[int]:
    running = WorkOrderStep.objects.filter(
        work_centre=centre, state=WorkOrderStep.State.RUNNING, work_order__state__in=ON_THE_FLOOR
    )
    return {pk for pk in running.values_list("machine_id", flat=True) if pk}


def machines_of(centre: WorkCentre) -> QuerySet[Machine]:
    return Machine.objects.filter(work_centre=centre, is_in_service=True).order_by("code")


def floor_centres(by: Actor) -> QuerySet[WorkCentre]:
    """The work centres of the asker's factory that are in use."""
    return WorkCentre.objects.visible_to(by).filter(factory_id=by.party_id, is_active=True).order_by("code")


def _operations() -> Prefetch[str]:
    return Prefetch("steps", WorkOrderStep.objects.select_related("work_centre", "machine").order_by("position"))
