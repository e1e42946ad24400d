"""Declaring jobs and putting them into the queue.

@job(attempts=8)
def send_delivery(delivery_id: int) -> None: ...

send_delivery.enqueue(delivery_id=7)  # one INSERT; rolled back with its transaction
send_delivery.using(run_after=later).enqueue(delivery_id=7)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django_tasks.base import Task
from django_tasks_db import DatabaseBackend

P = ParamSpec("P")
T = TypeVar("T")
MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task[P, T]):
    """A task that is tried again: up to `attempts` times, with growing waits, before it counts as failed."""

    attempts: int = MOST_ATTEMPTS


class JobBackend(DatabaseBackend):
    task_class: type[Task[..., Any]] = Job  # type: ignore[assignment]  # stubs speak of Django 6


def job(*, attempts: int = MOST_ATTEMPTS, priority: int = 0) -> Callable[[Callable[P, T]], Job[P, T]]:
    """Make a module-level function a job. Arguments must be JSON values; it must be safe to run twice."""

    def declare(function: Callable[P, T]) -> Job[P, T]:
        return Job(func=function, attempts=attempts, priority=priority)

    return declare
