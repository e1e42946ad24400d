"""`huopan worker`: the relay, the jobs and the timetable, each in a process of its own."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from huopan.domains.notifications.tasks import Sender
from huopan.infra import clock
from huopan.infra.draining import drain
from huopan.infra.jobs.reaping import beat, leave, reap
from huopan.infra.jobs.running import run_next
from huopan.infra.jobs.ticking import plant_ticks, run_due_ticks
from huopan.infra.outbox.leasing import is_anything_due
from huopan.infra.outbox.relaying import relay_once
from huopan.ops.crew import Member, Stop, keep_alive
from huopan.ops.keeping import IndexKeeper, bring_up_to_date

log = structlog.get_logger(__name__)
BATCH = 100
IDLE = 0.2  # seconds until a relay or job worker looks again
GATHER = 0.1  # seconds a relay lets events gather: a batch of one costs as many statements as a batch of ten
TICK = 1.0
WEBHOOKS_IDLE = 0.5
AFTER_TROUBLE = 1.0


def crew_of(*, jobs: int) -> list[Member]:
    """One relay, one timetable, one sender of webhooks, one keeper of the index and `jobs` job workers."""
    workers = [Member(f"jobs-{n}", work_jobs) for n in range(1, jobs + 1)]
    return [
        Member("relay", relay_events),
        *workers,
        Member("timetable", keep_timetable),
        Member("webhooks", send_webhooks),
        Member("index", keep_index),
    ]


def work(*, jobs: int) -> None:
    """Until SIGTERM or SIGINT."""
    keep_alive(crew_of(jobs=jobs))


def work_once() -> int:
    """Do everything that is due now, in this process, and return how much it was."""
    at = clock.now()
    plant_ticks(at=at)
    done = run_due_ticks(at=at) + drain(at=at)
    bring_up_to_date()
    return done


def relay_events(stop: Stop) -> None:
    lease = timedelta(seconds=settings.HUOPAN.relay_lease_seconds)

    def turn() -> float:
        relayed = relay_once(BATCH, clock.now(), lease=lease)
        while not relayed and not stop.pause(IDLE) and not is_anything_due(at=clock.now()):
            pass
        return GATHER if 0 < relayed < BATCH else 0

    _turn_by_turn(stop, turn)


def work_jobs(stop: Stop) -> None:
    worker = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
    silence = timedelta(seconds=settings.HUOPAN.job_silence_seconds)
    beat(worker=worker, at=clock.now())
    heart = _Heart(worker, every=silence.total_seconds() / 4)
    heart.start()
    reaper = _Reaper(silence)

    def turn() -> float:
        reaper.look()
        return 0 if run_next(worker=worker, at=clock.now(), clock=clock.now) else IDLE

    _turn_by_turn(stop, turn)
    heart.stopped.set()
    leave(worker=worker)


def keep_timetable(stop: Stop) -> None:
    plant_ticks(at=clock.now())

    def turn() -> float:
        run_due_ticks(at=clock.now())
        return TICK

    _turn_by_turn(stop, turn)


def send_webhooks(stop: Stop) -> None:
    """A sender that dies loses nothing: its leases run out, and the same event ids are sent again."""
    sender = Sender()
    _turn_by_turn(stop, lambda: 0 if sender.step() else WEBHOOKS_IDLE)
    sender.close()


def keep_index(stop: Stop) -> None:
    """Each machine's index follows the trail by itself, whichever machine relays; one process a machine keeps it."""
    _turn_by_turn(stop, IndexKeeper().turn)


def _turn_by_turn(stop: Stop, turn: Callable[[], float]) -> None:
    """Take turns, each returning how long to rest; a database that is away is waited for."""
    while not stop:
        try:
            close_old_connections()
            stop.pause(turn())
        except (DatabaseError, InterfaceError):
            log.exception("database_trouble")
            connection.close()
            stop.pause(AFTER_TROUBLE)


class _Heart(threading.Thread):
    """Says that the worker is alive, also while a job takes long; dies with the process."""

    def __init__(self, worker: str, *, every: float) -> None:
        super().__init__(name="heart", daemon=True)
        self.stopped = threading.Event()
        self._beat = partial(beat, worker=worker)
        self._every = every

    def run(self) -> None:
        while not self.stopped.wait(self._every):
            try:
                close_old_connections()
                self._beat(at=clock.now())
            except (DatabaseError, InterfaceError):
                connection.close()


class _Reaper:
    """Looks for the jobs of dead workers at a quarter of the time after which they count as dead."""

    def __init__(self, silence: timedelta) -> None:
        self._silence = silence
        self._next_look = clock.now()

    def look(self) -> None:
        at = clock.now()
        if at >= self._next_look:
            self._next_look = at + self._silence / 4
            reap(at=at, silence=self._silence)
