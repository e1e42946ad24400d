"""Tables for people to take away: xlsx and csv written row by row, with nothing that could pass for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from huopan.infra.files.sheets import escaped

Cell = str | int | float | None
Notes = Mapping[tuple[int, int], str]
ROWS_AT_ONCE = 200
WIDTH = 16
ROWS_WITH_CHOICES = 5000
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """`notes`: comments by (row, position) from 0; their cells are coloured. `choices`: what is offered in a list under
    the heading of the column at a position; other words may still be typed. `example`: rows shown as an example."""

    title: str
    rows: Iterable[Sequence[Cell]]
    heading_rows: int = 1
    notes: Notes = field(default_factory=dict)
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    example: frozenset[int] = frozenset()
    width: int = WIDTH


def xlsx_table(
    rows: Iterable[Sequence[Cell]], *, title: str, heading_rows: int = 1, notes: Notes | None = None
) -> IO[bytes]:
    """A workbook of one sheet."""
    return xlsx_book([Sheet(title, rows, heading_rows, notes or {})])


def xlsx_book(sheets: Sequence[Sheet]) -> IO[bytes]:
    """An open temporary file at its start, written in constant memory."""
    out = TemporaryFile()  # noqa: SIM115 - handed to the caller open
    book = xlsxwriter.Workbook(out, PLAIN_STRINGS | {"constant_memory": True})
    for told in sheets:
        _write_sheet(book, told)
    for number, told in enumerate(sheets, start=1):
        if told.choices:
            _offer_choices(book, told, f"_{number}")
    book.close()
    out.seek(0)
    return out


def _write_sheet(book: xlsxwriter.Workbook, told: Sheet) -> None:
    sheet = book.add_worksheet(told.title)
    bold = book.add_format({"bold": True})
    bad = book.add_format({"bg_color": "#FFD7D7", "border": 1})
    example = book.add_format({"italic": True, "bg_color": "#F2F2F2"})
    sheet.freeze_panes(told.heading_rows, 0)
    sheet.set_column(0, 50, told.width)
    remarks = _by_row(told.notes)
    for number, row in enumerate(told.rows):
        here = remarks.get(number, {})
        wide = [*row, *[None] * (max(here, default=-1) + 1 - len(row))]
        plain = bold if number < told.heading_rows else example if number in told.example else None
        for position, cell in enumerate(wide):
            note = here.get(position)
            _write(sheet, number, position, cell, bad if note else plain)
            if note:
                sheet.write_comment(number, position, note, {"x_scale": 2, "y_scale": 1.5})


def _offer_choices(book: xlsxwriter.Workbook, told: Sheet, title: str) -> None:
    """The lists stand on a hidden sheet: Excel takes at most 255 letters beside the cell."""
    lists, sheet = book.add_worksheet(title), book.get_worksheet_by_name(told.title)
    lists.hide()
    longest = max(map(len, told.choices.values()))
    columns = list(told.choices.values())
    for row in range(longest):
        for column, words in enumerate(columns):
            if row < len(words):
                lists.write_string(row, column, words[row])
    for column, (position, words) in enumerate(told.choices.items()):
        letter = xl_col_to_name(column)
        source = f"='{title}'!${letter}$1:${letter}${len(words)}"
        offered = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(told.heading_rows, position, ROWS_WITH_CHOICES, position, offered)


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
