"""Tables for people to take away: xlsx and csv written row by row, with nothing that could pass for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter

from huopan.infra.files.sheets import escaped

Cell = str | int | float | None
Notes = Mapping[tuple[int, int], str]
ROWS_AT_ONCE = 200
WIDTH = 16
PLAIN_STRINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def csv_table(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """In pieces, with the mark at the start by which Excel knows UTF-8."""
    yield b"\xef\xbb\xbf"
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)  # a quoted “;” is not taken for a separator
    for count, row in enumerate(rows, start=1):
        writer.writerow([_plain(cell) for cell in row])
        if count % ROWS_AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def xlsx_table(
    rows: Iterable[Sequence[Cell]], *, title: str, heading_rows: int = 1, notes: Notes | None = None
) -> IO[bytes]:
    """An open temporary file at its start, written in constant memory. `notes`: comments by (row, position) from 0;
    their cells are coloured."""
    out = TemporaryFile()  # noqa: SIM115 - handed to the caller open
    book = xlsxwriter.Workbook(out, PLAIN_STRINGS | {"constant_memory": True})
    sheet = book.add_worksheet(title)
    bold, bad = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFD7D7", "border": 1})
    sheet.freeze_panes(heading_rows, 0)
    sheet.set_column(0, 50, WIDTH)
    remarks = _by_row(notes or {})
    for number, row in enumerate(rows):
        here = remarks.get(number, {})
        wide = [*row, *[None] * (max(here, default=-1) + 1 - len(row))]
        for position, cell in enumerate(wide):
            note = here.get(position)
            form = bad if note else bold if number < heading_rows else None
            _write(sheet, number, position, cell, form)
            if note:
                sheet.write_comment(number, position, note, {"x_scale": 2, "y_scale": 1.5})
    book.close()
    out.seek(0)
    return out


def _by_row(notes: Notes) -> dict[int, dict[int, str]]:
    remarks: dict[int, dict[int, str]] = {}
    for (row, position), note in notes.items():
        remarks.setdefault(row, {})[position] = note
    return remarks


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, position: int, cell: Cell, form: object) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, position, None, form)
    elif isinstance(cell, str):
        sheet.write_string(row, position, escaped(cell), form)
    else:
        sheet.write_number(row, position, cell, form)


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return escaped(cell) if isinstance(cell, str) else str(cell)
