"""J1: no job waits unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huopan.infra.checking import invariant
from huopan.infra.jobs.models import Tick
from huopan.infra.jobs.running import due_jobs
from huopan.infra.jobs.ticking import schedules

PATIENCE = timedelta(minutes=10)


@invariant("J1a", "No due job has waited for more than ten minutes.")
def waiting_jobs(at: datetime) -> list[str]:
    late = due_jobs(at=at - PATIENCE).filter(enqueued_at__lt=at - PATIENCE)
    return [f"job {row.id} ({row.task_path}) has waited since {row.enqueued_at}" for row in late]


@invariant("J1b", "No sweep is more than ten minutes late.")
def late_sweeps(at: datetime) -> list[str]:
    late = Tick.objects.filter(due_at__lt=at - PATIENCE, name__in=schedules())
    return [f"{tick.name} was due at {tick.due_at}" for tick in late]


@invariant("J1c", "Every job that was given up has been looked at.")
def failed_jobs() -> list[str]:
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    return [f"job {row.id} ({row.task_path}) failed: {row.exception_class_path}" for row in failed]
