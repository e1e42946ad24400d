"""The queue as an operator looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from huopan.infra.jobs.models import Tick, Worker
from huopan.infra.jobs.ticking import schedules


@dataclass(frozen=True, slots=True)
class QueuePulse:
    """`oldest_at`: since when the job that has waited longest waits, among those that may start."""

    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None


def queue_pulse(at: datetime) -> QueuePulse:
    """One statement."""
    status = TaskResultStatus
    may_start = Q(status=status.READY) & (Q(run_after__lte=at) | Q(run_after=get_date_max()))
    counted = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=Q(status=status.READY)),
        running=Count("pk", filter=Q(status=status.RUNNING)),
        failed=Count("pk", filter=Q(status=status.FAILED)),
        oldest_at=Min("enqueued_at", filter=may_start),
    )
    return QueuePulse(**counted)


def failed_jobs() -> QuerySet[DBTaskResult[Any, Any]]:
    """What was given up, newest first."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")


def run_again(*, job_id: str, at: datetime) -> bool:
    """Put a given-up job back into the queue with a full count of attempts; False when it is none."""
    failed = DBTaskResult.objects.filter(pk=job_id, status=TaskResultStatus.FAILED)
    again = failed.update(status=TaskResultStatus.READY, run_after=at, worker_ids=[], finished_at=None)
    return bool(again)


def workers() -> list[Worker]:
    return list(Worker.objects.order_by("-seen_at"))


def sweeps() -> list[Tick]:
    """The timetable, what is due first."""
    return list(Tick.objects.filter(name__in=schedules()).order_by("due_at"))
