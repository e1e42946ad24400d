"""Which column of a sheet is what: proposed, chosen by its sender, remembered for the next sheet of the same make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction

from huopan.domains.catalog.actions.judging import judged_rows
from huopan.domains.catalog.actions.offering import must_sell
from huopan.domains.catalog.models import ImportRun, RememberedColumns
from huopan.domains.catalog.queries.categories import CategoryNode, category_tree
from huopan.domains.catalog.queries.columns import heading_from
from huopan.domains.catalog.rules.sheets import (
    Heading,
    Proposal,
    Reading,
    columns_missing,
    is_field,
    proposal,
    signature,
)
from huopan.infra.files.sheets import Row, SheetEmptyError, doubts_as_json, doubts_from_json, table_rows
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusalsError, RefusedError, said

State = ImportRun.State
ROWS_SAMPLED, COLUMNS_SAMPLED, LONGEST_SAMPLE, ROWS_PREVIEWED = 40, 80, 200, 20
AFRESH: Mapping[str, Any] = {
    "written_upto": 0,
    "offers_created": 0,
    "offers_changed": 0,
    "offers_unchanged": 0,
    "offers_bad": 0,
    "faults_found": 0,
    "faults": [],
    "bad_rows": [],
    "refusal": {},
    "finished_at": None,
    "stage": "",
}


class ColumnsChosenTooLateError(RefusedError):
    sentence = said("This file is already being brought in; stop it first, then choose its columns again.")


class NothingToStopError(RefusedError):
    sentence = said("This import has ended already; what it brought in stays, and its page says what that was.")


class NotAFieldError(RefusedError):
    kind = "invalid"
    sentence = said("“{name}” is nothing a column can hold; choose one of the fields offered.")


class ColumnTwiceError(RefusedError):
    kind = "invalid"
    sentence = said("Two columns are chosen to hold “{name}”; leave one of them out.")


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first rows of a sheet, as much of them as fits on a page: number, cells, and doubts about single cells."""

    rows: list[tuple[int, list[str], dict[str, list[Any]]]]


def first_rows(file: BinaryIO) -> FirstRows:
    """Read the start of a sheet, which takes as long as the sheet is large: call it outside any transaction. Raises the
    refusal of a file that cannot be read."""
    with table_rows(file) as rows:
        first = list(islice((row for row in rows if not row.is_blank()), ROWS_SAMPLED))
    if not first:
        raise SheetEmptyError
    file.seek(0)
    return FirstRows([_sampled(row) for row in first])


def asking(first: FirstRows, *, supplier_id: int) -> dict[str, Any]:
    """The fields of a run whose columns are proposed and wait for a yes."""
    rows = [(number, cells) for number, cells, _ in first.rows]
    found, category = _proposed(rows, supplier_id=supplier_id, row=None)
    return {"state": State.ASKING, "sample": first.rows, "columns": _kept(found, category)}


def propose_columns(*, run: ImportRun, row: int) -> dict[str, Any]:
    """What the columns hold or seem to hold when the titles stand in `row`, 0 for a sheet without titles."""
    if run.columns and run.columns["row"] == row:
        return dict(run.columns)
    rows = [(number, cells) for number, cells, *_ in run.sample]
    found, category = _proposed(rows, supplier_id=run.supplier_id, row=row)
    return _kept(found, category)


@transaction.atomic
def choose_columns(
    *, run_id: int, row: int, fields: Sequence[str], category: str = "", by: Actor, at: datetime
) -> ImportRun:
    """Keep what each column holds, by position; empty: left out. Raises RefusalsError naming each wrong choice."""
    must_sell(by)
    run = ImportRun.objects.seen(by, pk=run_id)
    chosen = columns_from(run, row=row, fields=fields, category=category)
    if faults := _choice_faults(fields):
        raise RefusalsError(faults)
    here = ImportRun.objects.filter(pk=run.pk, state=State.ASKING)
    if not here.update(columns=chosen, touched_at=at):
        raise ColumnsChosenTooLateError
    run.refresh_from_db()
    return run


@transaction.atomic
def confirm_import(*, run_id: int, by: Actor, at: datetime) -> ImportRun:
    """The columns are right: the worker may begin. They are remembered for sheets with the same titles. Raises
    RefusalsError with each column that is missing."""
    by.must("stock.write")
    must_sell(by)
    run = ImportRun.objects.seen(by, pk=run_id)
    if missing := columns_missing(heading_from(run.columns)):
        raise RefusalsError(missing)
    here = ImportRun.objects.filter(pk=run.pk, state=State.ASKING)
    if not here.update(state=State.WAITING, touched_at=at):
        raise ColumnsChosenTooLateError
    _remember(run, at=at)
    run.refresh_from_db()
    return run


@transaction.atomic
def stop_import(*, run_id: int, by: Actor, at: datetime) -> ImportRun:
    """Bring no more of this file in; what is stored stays. Raises NothingToStopError when it has ended."""
    must_sell(by)
    run = ImportRun.objects.seen(by, pk=run_id)
    here = ImportRun.objects.filter(pk=run.pk, state__in=(State.ASKING, State.WAITING, State.WRITING))
    if not here.update(state=State.CANCELLED, finished_at=at, touched_at=at, stage=""):
        raise NothingToStopError
    run.refresh_from_db()
    return run


@transaction.atomic
def ask_again(*, run_id: int, by: Actor, at: datetime) -> ImportRun:
    """Choose the columns of an ended import once more; what is stored already is found unchanged. A file that came
    without its first rows is sent again instead."""
    must_sell(by)
    run = ImportRun.objects.seen(by, pk=run_id)
    ended = (State.DONE, State.REFUSED, State.CANCELLED)
    here = ImportRun.objects.filter(pk=run.pk, state__in=ended).exclude(sample=[])
    if not here.update(**AFRESH, state=State.ASKING, touched_at=at):
        raise ColumnsChosenTooLateError
    run.refresh_from_db()
    return run


def preview_import(*, run: ImportRun, columns: Mapping[str, Any], nodes: Sequence[CategoryNode]) -> list[Reading]:
    """The offers that the first rows will become if `columns` are chosen; none while there is no item code."""
    heading = heading_from(columns)
    if "code" not in heading.columns:
        return []
    rows = [_row(kept) for kept in run.sample if kept[0] > heading.last_row]
    return judged_rows(rows[:ROWS_PREVIEWED], heading, nodes, supplier_id=run.supplier_id)


def _sampled(row: Row) -> tuple[int, list[str], dict[str, list[Any]]]:
    cells = [cell[:LONGEST_SAMPLE] for cell in row.cells[:COLUMNS_SAMPLED]]
    doubts = {at: doubt for at, doubt in row.doubts.items() if at < COLUMNS_SAMPLED}
    return row.number, cells, doubts_as_json(doubts)


def _row(kept: Sequence[Any]) -> Row:
    number, cells, *doubts = kept
    return Row(number, list(cells), doubts_from_json(doubts[0]) if doubts else {})


def columns_from(run: ImportRun, *, row: int, fields: Sequence[str], category: str = "") -> dict[str, Any]:
    """A choice as a run keeps it; `why` says which of the proposals still stand."""
    known = propose_columns(run=run, row=row)
    width = len(known["titles"])
    chosen = [*fields, *[""] * (width - len(fields))][:width]
    why = [was * (name == before) for name, before, was in zip(chosen, known["fields"], known["why"], strict=True)]
    return {**known, "fields": chosen, "why": why, "category": category}


def chosen_heading(run: ImportRun) -> Heading | None:
    return heading_from(run.columns) if run.columns else None


def _proposed(rows: Sequence[tuple[int, Sequence[str]]], *, supplier_id: int, row: int | None) -> tuple[Proposal, str]:
    remembered = {each.signature: each for each in RememberedColumns.objects.filter(supplier_id=supplier_id)}
    names = {name.casefold() for node in category_tree() for name in (node.code, node.name_zh, node.name_en)}
    fields = {each.signature: each.fields for each in remembered.values()}
    found = proposal(rows, remembered=fields, categories=names, row=row)
    known = remembered.get(signature(found.titles))
    return found, known.category if known else ""


def _kept(found: Proposal, category: str) -> dict[str, Any]:
    return {
        "row": found.row,
        "titles": list(found.titles),
        "fields": list(found.fields),
        "why": list(found.why),
        "category": category,
    }


def _choice_faults(fields: Sequence[str]) -> list[RefusedError]:
    chosen = [name for name in fields if name]
    strange: list[RefusedError] = [NotAFieldError(name=name) for name in chosen if not is_field(name)]
    return strange + [ColumnTwiceError(name=name) for name, times in Counter(chosen).items() if times > 1]


def _remember(run: ImportRun, *, at: datetime) -> None:
    if known_by := signature(run.columns["titles"]):
        RememberedColumns.objects.update_or_create(
            supplier_id=run.supplier_id,
            signature=known_by,
            defaults={"fields": run.columns["fields"], "category": run.columns["category"], "used_at": at},
        )
