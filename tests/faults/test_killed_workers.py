"""Row 2: a worker's child or the whole worker is killed; no job is lost, and what was begun is resumed in a minute."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable

import psutil
import pytest

from huopan.infra.jobs.models import Worker
from huopan.infra.outbox.models import TrailEntry
from tests.faults.chores import BEGUN, DONE, endless_at_first, quick
from tests.faults.world import World

pytestmark = pytest.mark.slow
SILENCE = 2  # seconds; 20 in production
PATIENCE = 90  # for what must come true at last, on a busy machine too


def start_worker(world: World, *, silence: int = SILENCE, jobs: int = 1) -> subprocess.Popen[str]:
    lease = str(SILENCE)
    return world.start(
        "huopan",
        "worker",
        "--jobs",
        str(jobs),
        HUOPAN_JOB_SILENCE_SECONDS=str(silence),
        HUOPAN_RELAY_LEASE_SECONDS=lease,
    )


def eventually(is_so: Callable[[], bool], *, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def marks(world: World, name: str) -> list[int]:
    return world.numbers("SELECT aggregate_id FROM outbox_trailentry WHERE name = ?", name)


def children_of(worker: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(worker.pid).children()


def test_killed_children_and_workers_lose_no_job(world: World) -> None:
    numbers = set(range(40))
    for number in numbers:
        quick.enqueue(number)
    world.open()
    chance = random.Random(7)
    worker = start_worker(world, jobs=2)
    assert eventually(lambda: len(marks(world, DONE)) > 3, within=PATIENCE)
    for _ in range(3):
        victims = children_of(worker)
        os.kill(chance.choice(victims).pid, signal.SIGKILL)
        time.sleep(chance.uniform(0.1, 0.5))
    worker.kill()
    assert eventually(lambda: not [p for p in psutil.process_iter(["ppid"]) if p.info["ppid"] == worker.pid], within=3)
    start_worker(world, jobs=2)
    assert eventually(lambda: set(marks(world, DONE)) == numbers, within=PATIENCE)


def test_job_begun_by_a_killed_child_is_resumed_within_the_minute(world: World) -> None:
    endless_at_first.enqueue(1)
    world.open()
    worker = start_worker(world)
    assert eventually(lambda: marks(world, BEGUN) == [1], within=PATIENCE)
    for child in children_of(worker):
        child.kill()
    assert eventually(lambda: marks(world, DONE) == [1], within=60 - 20 + SILENCE), "production's silence is 20 s"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(40) == 0, "asked to stop, a worker ends cleanly"
    world.close()
    assert not Worker.objects.filter(name__contains=f":{worker.pid}:").exists()


def test_without_the_reaper_the_killed_childs_job_is_stuck(world: World) -> None:
    """The negative control: a worker that is never held for dead keeps its jobs for ever."""
    endless_at_first.enqueue(1)
    world.open()
    worker = start_worker(world, silence=3600)
    assert eventually(lambda: marks(world, BEGUN) == [1], within=PATIENCE)
    for child in children_of(worker):
        child.kill()
    assert not eventually(lambda: marks(world, DONE) == [1], within=3 * SILENCE)
    world.close()
    assert not TrailEntry.objects.filter(name=DONE).exists()
