"""Excel files out: rows are written as they come, and no cell is ever a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
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
