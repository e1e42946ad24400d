"""Running jobs: claimed by conditional UPDATE, tried again with growing waits, finished only by whoever holds them."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any, TypeAlias

import structlog
from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from huopan.infra.jobs.queueing import MOST_ATTEMPTS

log = structlog.get_logger(__name__)
Chance = Callable[[], float]
Row: TypeAlias = "DBTaskResult[Any, Any]"
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
CANDIDATES = 8  # several workers look at the same head of the queue; whoever loses the first takes the next
_by_chance: Chance = SystemRandom().random


class WorkerDiedError(RuntimeError):
    """The process was killed on every attempt: the job is given up, lest it kill every worker in turn."""


def due_jobs(*, at: datetime) -> QuerySet[Row]:
    """Jobs that may start now, most urgent first."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return ready.filter(Q(run_after__lte=at) | Q(run_after=get_date_max()))


def run_next(*, worker: str, at: datetime, clock: Callable[[], datetime], chance: Chance = _by_chance) -> bool:
    """Take one due job and run it to its end. False when none is due.

    The job runs outside any transaction; `clock` is read again when it ends."""
    row = _claim(worker=worker, at=at)
    if row is None:
        return False
    try:
        value = _call(row)
    except Exception as error:
        log.exception("job_failed", job=row.task_path, id=str(row.id), attempt=len(row.worker_ids))
        _postpone(row, error, at=clock(), chance=chance)
    else:
        _finish(row, status=TaskResultStatus.SUCCESSFUL, finished_at=clock(), return_value=value)
    return True


def next_run(*, attempts: int, at: datetime, chance: Chance) -> datetime:
    """When to try again after `attempts` failures: doubling, with up to half of the wait left to `chance`."""
    doublings: int = 2 ** (attempts - 1)
    return at + min(FIRST_DELAY * doublings, LONGEST_DELAY) * (0.5 + chance() / 2)


def _claim(*, worker: str, at: datetime) -> Row | None:
    for row in due_jobs(at=at)[:CANDIDATES]:
        workers = [*row.worker_ids, worker]
        taken = DBTaskResult.objects.filter(id=row.id, status=TaskResultStatus.READY, started_at=row.started_at)
        if taken.update(status=TaskResultStatus.RUNNING, started_at=at, worker_ids=workers):
            row.started_at, row.worker_ids = at, workers
            return row
    return None


def _call(row: Row) -> Any:
    task = row.task
    if len(row.worker_ids) > 2 * getattr(task, "attempts", MOST_ATTEMPTS):
        raise WorkerDiedError(row.task_path)
    return task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])


def _postpone(row: Row, error: Exception, *, at: datetime, chance: Chance) -> None:
    told = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(traceback.format_exception(error)),
    }
    attempts = len(row.worker_ids)
    if attempts >= _attempts_of(row):
        _finish(row, status=TaskResultStatus.FAILED, finished_at=at, **told)
    else:
        again_at = next_run(attempts=attempts, at=at, chance=chance)
        _finish(row, status=TaskResultStatus.READY, run_after=again_at, **told)


def _finish(row: Row, **columns: Any) -> None:
    """Nothing, if another worker has taken the job over since."""
    mine = DBTaskResult.objects.filter(id=row.id, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    if not mine.update(**columns):
        log.warning("job_was_taken_over", id=str(row.id))


def _attempts_of(row: Row) -> int:
    """A job whose function is gone (an older queue, a newer version) is tried as often as any."""
    try:
        return int(getattr(row.task, "attempts", MOST_ATTEMPTS))
    except (ImportError, LookupError):
        return MOST_ATTEMPTS
