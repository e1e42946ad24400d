"""Sweeps by the clock: `every(minutes=5)(sweep)` in a room's tasks.py. Of several workers one runs each tick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog

from huopan.infra.jobs.models import Tick

log = structlog.get_logger(__name__)
RUN_LEASE = timedelta(seconds=55)  # a sweep whose worker died is run again by another within the minute


class Sweep(Protocol):
    """Does what is due at `at`; safe to run twice and beside itself."""

    def __call__(self, *, at: datetime) -> object: ...


SweepT = TypeVar("SweepT", bound=Sweep)


@dataclass(frozen=True, slots=True)
class Schedule:
    interval: timedelta
    sweep: Sweep


_schedules: dict[str, Schedule] = {}


def every(*, minutes: float = 0, seconds: float = 0) -> Callable[[SweepT], SweepT]:
    """Run a function `sweep(*, at)` again and again. Missed ticks are run once, not made up for."""

    def register(sweep: SweepT) -> SweepT:
        name = f"{sweep.__module__}.{getattr(sweep, '__qualname__', type(sweep).__name__)}"
        _schedules[name] = Schedule(timedelta(minutes=minutes, seconds=seconds), sweep)
        return sweep

    return register


def schedules() -> dict[str, Schedule]:
    return dict(_schedules)


def plant_ticks(*, at: datetime) -> None:
    """Give every registered sweep its row, due at once; rows that stand keep their time. One statement."""
    Tick.objects.bulk_create([Tick(name=name, due_at=at) for name in sorted(_schedules)], ignore_conflicts=True)


def run_due_ticks(*, at: datetime) -> int:
    """Run every sweep that is due and that nobody else has taken. Returns how many ran."""
    due = Tick.objects.filter(due_at__lte=at, name__in=_schedules).order_by("due_at", "name")
    return sum(_run(tick, at) for tick in list(due))


def _run(tick: Tick, at: datetime) -> bool:
    """A failing sweep is logged and comes again at its next tick: it must not stop the others."""
    schedule = _schedules[tick.name]
    claimed_until = at + min(schedule.interval, RUN_LEASE)
    mine = Tick.objects.filter(name=tick.name, due_at=tick.due_at)
    if not mine.update(due_at=claimed_until):
        return False
    try:
        schedule.sweep(at=at)
    except Exception:
        log.exception("sweep_failed", sweep=tick.name)
    Tick.objects.filter(name=tick.name, due_at=claimed_until).update(due_at=at + schedule.interval, finished_at=at)
    return True
