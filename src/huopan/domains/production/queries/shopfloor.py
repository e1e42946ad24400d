"""What can work: work centres with their machines, calendars and changeovers, as the planner's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from huopan.domains.production.models import Changeover, Downtime, Machine, WorkCentre
from huopan.domains.production.queries.calendars import calendars_of
from huopan.domains.production.queries.tables import ShopRows
from huopan.engines.planning import model


@dataclass(frozen=True)
class ShopFloor:
    """The planner's work centres beside their rows, by code."""

    work_centres: tuple[model.WorkCentre, ...]
    centres: Mapping[str, WorkCentre]
    machines: Mapping[tuple[str, str], Machine]


def shop_of(rows: ShopRows, at: datetime, *, horizon_days: int) -> ShopFloor:
    """Everything in use at `at`, second 0."""
    centres = {row.pk: row for row in rows.centres if row.is_active}
    working = (row for row in rows.machines if row.is_in_service and row.work_centre_id in centres)
    machines = {row.pk: row for row in sorted(working, key=lambda row: (row.code, row.pk))}
    calendars = calendars_of(rows, at, horizon_days=horizon_days)
    down, changeovers = _downs(rows.downs, at), _changeovers(rows.changeovers)
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


def _downs(rows: Iterable[Downtime], at: datetime) -> dict[int, list[model.Span]]:
    down: dict[int, list[model.Span]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.starts_at, row.pk)):
        start, end = (int((moment - at).total_seconds()) for moment in (row.starts_at, row.ends_at))
        if end > start:
            down[row.machine_id].append(model.Span(start, end))
    return down


def _changeovers(rows: Iterable[Changeover]) -> dict[int, list[Changeover]]:
    found: dict[int, list[Changeover]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.trait, row.value_from, row.value_to)):
        found[row.work_centre_id].append(row)
    return found


def _setup(centre: WorkCentre, rows: Iterable[Changeover]) -> model.SetupRule:
    changes = tuple((row.trait, row.seconds) for row in rows if not (row.value_from or row.value_to))
    pairs = tuple(
        (row.trait, row.value_from, row.value_to, row.seconds) for row in rows if row.value_from or row.value_to
    )
    return model.SetupRule(centre.setup_base_seconds, changes, pairs)
