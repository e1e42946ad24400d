"""The laws of the floor that must hold whatever dies, each one question to the database."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from huopan.domains.production.models import WorkOrder, WorkOrderStep
from huopan.infra.checking import invariant

DONE = WorkOrderStep.State.DONE
AFTER_PRODUCTION = [WorkOrder.State.PRODUCED, WorkOrder.State.PACKED, WorkOrder.State.CLOSED]


@invariant("C3b", "What is issued to an operation is what came good out of the one before it.")
def issued_otherwise_than_made() -> Iterable[str]:
    before = WorkOrderStep.objects.filter(work_order=OuterRef("work_order"), position__lt=OuterRef("position"))
    last = before.order_by("-position")
    told = WorkOrderStep.objects.annotate(
        came=Subquery(last.values("good")[:1]), before_is=Subquery(last.values("state")[:1])
    )
    return _named(told.filter(before_is=DONE).exclude(issued=F("came")))


@invariant("C3c", "An operation is done when all its pieces are reported, and not before.")
def done_otherwise_than_reported() -> Iterable[str]:
    all_told = Q(issued=F("good") + F("scrap"))
    return _named(
        WorkOrderStep.objects.filter((Q(state=DONE) & ~all_told) | (~Q(state=DONE) & all_told & Q(issued__gt=0)))
    )


@invariant("C4b", "No operation begins before the ones before it are done.")
def begun_out_of_order() -> Iterable[str]:
    unfinished = WorkOrderStep.objects.filter(
        work_order=OuterRef("work_order"), position__lt=OuterRef("position")
    ).exclude(state=DONE)
    return _named(WorkOrderStep.objects.filter(Exists(unfinished), started_at__isnull=False))


@invariant("C4c", "A work order is made when its operations are all done, and one that is made has no other.")
def made_otherwise_than_done() -> Iterable[str]:
    undone = WorkOrderStep.objects.filter(work_order=OuterRef("pk")).exclude(state=DONE)
    unfinished = WorkOrder.objects.filter(Exists(undone), state__in=AFTER_PRODUCTION)
    idle = WorkOrder.objects.filter(~Exists(undone), state__in=["in_progress", "on_hold"])
    return (unfinished | idle).values_list("number", flat=True)


def _named(steps: QuerySet[WorkOrderStep]) -> Iterable[str]:
    rows = steps.values_list("work_order__number", "position", "good", "scrap", "issued")
    return (
        f"{number}, operation {place + 1}: {good} + {scrap} of {issued}" for number, place, good, scrap, issued in rows
    )
