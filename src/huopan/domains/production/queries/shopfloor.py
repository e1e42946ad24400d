"""What can work: work centres with their machines, calendars and changeovers, as the planner's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huopan.domains.production.models import Changeover, Downtime, Machine, WorkCentre
from huopan.domains.production.queries.calendars import calendars_of
from huopan.engines.planning import model


@dataclass(frozen=True)
class ShopFloor:
    """The planner's work centres beside their rows, by code."""

    work_centres: tuple[model.WorkCentre, ...]
    centres: Mapping[str, WorkCentre]
    machines: Mapping[tuple[str, str], Machine]


def shop_of(factory_id: int, at: datetime, *, horizon_days: int) -> ShopFloor:
    """Everything in use at `at`, second 0. Six statements."""
    centres = {row.pk: row for row in WorkCentre.objects.filter(factory_id=factory_id, is_active=True).order_by("pk")}
    machines = {
        row.pk: row
        for row in Machine.objects.filter(work_centre__in=list(centres), is_in_service=True).order_by("code", "pk")
    }
    calendars = calendars_of(factory_id, at, horizon_days=horizon_days)
    down, changeovers = _downs(machines, at), _changeovers(centres)
    machines_of: dict[int, list[model.Machine]] = defaultdict(list)
    for row in machines.values():
        machines_of[row.work_centre_id].append(model.Machine(row.code, standing_on(row), down=tuple(down[row.pk])))
    work_centres = tuple(
        model.WorkCentre(
            row.code,
            tuple(machines_of[row.pk]),
            calendars.get(row.calendar_id, model.Calendar(())),
            _setup(row, changeovers[row.pk]),
            row.hour_fen,
            row.may_pause,
        )
        for row in centres.values()
        if machines_of[row.pk]
    )
    return ShopFloor(
        work_centres,
        {row.code: row for row in centres.values()},
        {(centres[row.work_centre_id].code, row.code): row for row in machines.values()},
    )


def standing_on(machine: Machine) -> model.Traits:
    """What the machine is set up for, as the planner reads it."""
    return tuple(sorted((name, str(value)) for name, value in machine.set_up_for.items()))


def _downs(machines: Iterable[int], at: datetime) -> dict[int, list[model.Span]]:
    down: dict[int, list[model.Span]] = defaultdict(list)
    recent = Downtime.objects.filter(machine__in=list(machines), ends_at__gt=at - timedelta(days=2))
    for row in recent.order_by("starts_at", "id"):
        start, end = (int((moment - at).total_seconds()) for moment in (row.starts_at, row.ends_at))
        if end > start:
            down[row.machine_id].append(model.Span(start, end))
    return down


def _changeovers(centres: Iterable[int]) -> dict[int, list[Changeover]]:
    rows: dict[int, list[Changeover]] = defaultdict(list)
    for row in Changeover.objects.filter(work_centre__in=list(centres)):
        rows[row.work_centre_id].append(row)
    return rows


def _setup(centre: WorkCentre, rows: Iterable[Changeover]) -> model.SetupRule:
    changes = tuple((row.trait, row.seconds) for row in rows if not (row.value_from or row.value_to))
    pairs = tuple(
        (row.trait, row.value_from, row.value_to, row.seconds) for row in rows if row.value_from or row.value_to
    )
    return model.SetupRule(centre.setup_base_seconds, changes, pairs)
