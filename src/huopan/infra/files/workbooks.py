"""Excel files out: rows are written as they come, and no cell is ever a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime
from xlsxwriter import Workbook

Cell = str | int | Decimal | datetime
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
WIDTH = 22


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An .xlsx of one sheet. Decimals show two places; times are written in the platform's time zone."""
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        formats = {
            Decimal: book.add_format({"num_format": "#,##0.00"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        sheet = book.add_worksheet(title[:31])
        sheet.set_column(0, len(headings) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                value = localtime(cell) if isinstance(cell, datetime) else cell
                sheet.write(number, column, value, formats.get(type(cell)))
    return buffer.getvalue()


def commented(title: str, rows: Mapping[int, Sequence[str]], notes: Mapping[tuple[int, int], str]) -> bytes:
    """A sheet sent back: `rows` by their number from 1, every cell as text; `notes` by row number and position from 0,
    each a comment on its cell, which is coloured."""
    buffer = io.BytesIO()
    with Workbook(buffer, {**OPTIONS, "constant_memory": False}) as book:
        plain, bad = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bg_color": "#FBD5D2"})
        sheet = book.add_worksheet(_sheet_name(title))
        sheet.set_column(0, max((len(cells) for cells in rows.values()), default=1) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        for number, cells in rows.items():
            for place, text in enumerate(cells):
                sheet.write_string(number - 1, place, text, bad if (number, place) in notes else plain)
        for (number, place), words in notes.items():
            if place >= len(rows.get(number, ())):
                sheet.write_blank(number - 1, place, None, bad)
            sheet.write_comment(number - 1, place, words, {"author": "Huopan", "x_scale": 2})
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    """At most 31 signs, none of those that Excel refuses."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "1"
