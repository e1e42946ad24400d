"""The sheet given back to its sender: what was bad in it, marked in place, with a comment on each bad cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from django.utils.translation import gettext as _

from huopan.domains.catalog.models import ImportRun
from huopan.domains.catalog.queries.columns import heading_from
from huopan.domains.catalog.queries.exporting import SHEET_TITLE
from huopan.domains.catalog.queries.faults import fault_kinds, import_faults
from huopan.domains.catalog.rules.sheets import guess_heading
from huopan.infra.files.sheets import Row, table_rows
from huopan.infra.files.tables import Cell, Notes, Sheet, xlsx_book

SUMMARY_TITLE = "小结 Summary"
LOOKED_AT_FOR_HEADING = 20
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{0,5}[1-9])?")


def returned_sheet(run: ImportRun, *, only_bad: bool = False) -> IO[bytes]:
    """The rows as they were sent or, `only_bad`, the heading and all rows of the refused offers, fit to be mended and
    sent again; a second sheet says what was wrong how often."""
    kept = _rows_of(run, only_bad=only_bad)
    offers = Sheet(SHEET_TITLE, (row for _, row in kept), heading_rows=_last_heading_row(run), notes=_notes(run, kept))
    return xlsx_book([offers, Sheet(SUMMARY_TITLE, _summary(run), width=48)])


def _rows_of(run: ImportRun, *, only_bad: bool) -> list[tuple[int, list[Cell]]]:
    """The rows to give back, each with its number in the sheet that was sent."""
    bad, heading = set(run.bad_rows), _last_heading_row(run)
    with run.file.open("rb") as file, table_rows(cast("BinaryIO", file)) as rows:
        placed = list(_in_place(rows))
    return [(number, cells) for number, cells in placed if not only_bad or number <= heading or number in bad]


def _last_heading_row(run: ImportRun) -> int:
    if run.columns:
        return heading_from(run.columns).last_row
    with run.file.open("rb") as file, table_rows(cast("BinaryIO", file)) as rows:
        first = [(row.number, row.cells) for row, _ in zip(rows, range(LOOKED_AT_FOR_HEADING), strict=False)]
    return guess_heading(first).last_row


def _notes(run: ImportRun, kept: list[tuple[int, list[Cell]]]) -> Notes:
    stands_at = {number: at for at, (number, _) in enumerate(kept)}
    notes: dict[tuple[int, int], str] = {}
    for fault, told in zip(import_faults(run), run.faults, strict=True):
        if fault.row in stands_at:
            place = stands_at[fault.row], told["position"]
            notes[place] = f"{notes[place]}\n{fault.sentence}" if place in notes else fault.sentence
    return notes


def _in_place(rows: Iterator[Row]) -> Iterator[tuple[int, list[Cell]]]:
    """Cells at the row numbers they had; a csv's quoted line breaks count as lines there."""
    written = 0
    for row in rows:
        while written < row.number - 1:
            written += 1
            yield written, []
        written += 1
        yield row.number, [_cell(text) for text in row.cells]


def _cell(text: str) -> Cell:
    """A number again where that reads back as the same text."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _summary(run: ImportRun) -> list[list[Cell]]:
    figures: list[tuple[Cell, Cell]] = [
        (_("File"), run.file_name),
        (_("State"), str(run.get_state_display())),
        (_("Rows"), run.rows),
        (_("offers made"), run.offers_created),
        (_("offers changed"), run.offers_changed),
        (_("as they were"), run.offers_unchanged),
        (_("offers refused"), run.offers_bad),
        (_("bad cells"), run.faults_found),
    ]
    kinds: list[list[Cell]] = [[kind.label, kind.count, kind.sentence] for kind in fault_kinds(run)]
    return [
        [_("Import"), _("How many"), _("What is wrong, and how to mend it")],
        *map(list, figures),
        [],
        *kinds,
    ]
