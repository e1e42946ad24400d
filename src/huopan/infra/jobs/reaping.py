"""Jobs of dead workers go back to the queue. Alone, django_tasks_db leaves them running for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huopan.infra.jobs.models import Worker

log = structlog.get_logger(__name__)
BEAT = timedelta(seconds=5)
SILENCE = timedelta(seconds=20)  # four beats missed; with the reaper's own pace a lost job resumes within 30 s


def beat(*, worker: str, at: datetime) -> None:
    """Say that `worker` is alive."""
    if not Worker.objects.filter(name=worker).update(seen_at=at):
        Worker.objects.bulk_create([Worker(name=worker, started_at=at, seen_at=at)], ignore_conflicts=True)


def leave(*, worker: str) -> None:
    """A worker that stops by itself needs nobody to wait for its silence."""
    Worker.objects.filter(name=worker).delete()


def reap(*, at: datetime, silence: timedelta = SILENCE) -> int:
    """Put the running jobs of workers not heard of for `silence` back into the queue. Returns how many."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lte=at - silence)
    stuck = list(running.only("id", "worker_ids", "started_at"))
    if not stuck:
        return 0
    alive = set(Worker.objects.filter(seen_at__gt=at - silence).values_list("name", flat=True))
    lost = [row for row in stuck if not alive.intersection(row.worker_ids[-1:])]
    return sum(_put_back(row) for row in lost)


def forget_silent(*, before: datetime) -> int:
    """Drop workers not heard of since `before`."""
    return Worker.objects.filter(seen_at__lt=before).delete()[0]


def _put_back(row: DBTaskResult[Any, Any]) -> int:
    log.warning("job_put_back", job=str(row.id), worker=row.worker_ids[-1:])
    mine = DBTaskResult.objects.filter(id=row.id, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    return int(mine.update(status=TaskResultStatus.READY))
