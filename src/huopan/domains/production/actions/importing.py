"""Routings and their times from a sheet: all of it, or none and every bad cell in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import IO, BinaryIO

from django.db import transaction

from huopan.domains.production.actions.routes import save_routing
from huopan.domains.production.events import RoutingsBroughtIn
from huopan.domains.production.models import Routing, WorkCentre
from huopan.domains.production.policies import must_plan
from huopan.domains.production.queries.drafts import WHOLE, draft_of
from huopan.domains.production.rules.routing_sheets import (
    COLUMNS,
    HEADING_WITHIN,
    CellFault,
    routing_heading,
    routings_from,
)
from huopan.infra.files.sheets import Row, SheetEmptyError, table_rows
from huopan.infra.files.tables import Cell, xlsx_table
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

MOST_ROWS = 20_000
MINUTE, MILLISECONDS = 60, 1000
AT_ONCE = 2_000  # routings read at a time


class TooManyRoutingRowsError(RefusedError):
    kind = "invalid"
    sentence = said("The sheet has more than {most} rows; split it into several files.")


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What a sheet of routings came to. With `faults` nothing of it was stored."""

    rows: int
    routings: int
    faults: Sequence[CellFault]


def import_routings(*, file: BinaryIO, approve: bool = False, by: Actor, at: datetime) -> BroughtIn:
    """Store every routing of a sheet, or nothing when one cell is bad. The same sheet again changes nothing.

    Raises the refusal of a file that cannot be read, has no heading, or is too long."""
    factory_id = must_plan(by)
    centres = _centres(factory_id)
    with table_rows(file) as rows:
        first = list(islice(rows, HEADING_WITHIN))
        heading = routing_heading(first)
        below = (row for row in chain(first, rows) if row.number > heading.last_row)
        sheet = routings_from(heading, _counted(below), centres)
    if not sheet.rows:
        raise SheetEmptyError
    if sheet.faults:
        return BroughtIn(sheet.rows, 0, sheet.faults)
    with transaction.atomic():
        for draft in sheet.drafts:
            save_routing(draft=draft, approve=approve, by=by, at=at)
        steps = sum(len(draft.steps) for draft in sheet.drafts)
        announce(RoutingsBroughtIn.of(factory_id, at=at, routings=len(sheet.drafts), steps=steps), by=by)
    return BroughtIn(sheet.rows, len(sheet.drafts), ())


def export_routings(*, by: Actor) -> IO[bytes]:
    """The current routings as a sheet that `import_routings` reads back the same; without any, a template. Four
    statements for any number up to `AT_ONCE`, three more for each as many again."""
    factory_id = must_plan(by)
    routings = Routing.objects.filter(factory_id=factory_id, is_current=True).order_by("code").prefetch_related(WHOLE)
    return xlsx_table(
        chain([[column.zh for column in COLUMNS]], _rows(routings.iterator(chunk_size=AT_ONCE))), title="工艺路线"
    )


def _rows(routings: Iterable[Routing]) -> Iterator[list[Cell]]:
    for routing in routings:
        draft = draft_of(routing)
        for step in draft.steps:
            traits = ";".join(f"{name}={value}" if value else name for name, value in step.traits.items())
            for way in step.ways:
                yield [
                    draft.code,
                    draft.name_zh,
                    draft.name_en,
                    step.code,
                    step.name_zh,
                    step.name_en,
                    "",
                    traits,
                    way.work_centre,
                    _plain(way.setup_seconds, MINUTE),
                    _plain(way.cycle_ms, MILLISECONDS),
                    way.pieces_per_cycle,
                    "是" if way.is_approved else "否",
                ]


def _plain(number: int, unit: int) -> int | float:
    return number // unit if number % unit == 0 else number / unit


def _centres(factory_id: int) -> dict[str, str]:
    rows = WorkCentre.objects.filter(factory_id=factory_id, is_active=True).order_by("-pk")
    return {name.casefold(): row.code for row in rows for name in (row.name_en, row.name_zh, row.code) if name}


def _counted(rows: Iterator[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise TooManyRoutingRowsError(most=MOST_ROWS)
        yield row
