"""Jobs that the killed workers of these tests run: each marks the trail when it begins and when it is done."""

from __future__ import annotations

import time

from huopan.infra import clock
from huopan.infra.jobs.queueing import job
from huopan.infra.outbox.announcing import note
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM

BEGUN, DONE = "chore.begun", "chore.done"


def mark(name: str, number: int) -> None:
    note(name=name, aggregate="chore", aggregate_id=number, payload={}, by=SYSTEM, at=clock.now())


@job(attempts=20)
def quick(number: int) -> None:
    mark(BEGUN, number)
    time.sleep(0.03)
    mark(DONE, number)


@job()
def endless_at_first(number: int) -> None:
    """Hangs the first time, so that its worker is surely killed in the midst of it."""
    is_first = not TrailEntry.objects.filter(name=BEGUN, aggregate_id=number).exists()
    mark(BEGUN, number)
    if is_first:
        time.sleep(600)
    mark(DONE, number)
