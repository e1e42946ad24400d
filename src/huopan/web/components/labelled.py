"""Tables that become cards on a phone: every cell learns its column's name, which a stylesheet then shows beside it."""

from __future__ import annotations

import re
from itertools import zip_longest

HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)(?=</\1>)", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SHOWN = re.compile(r"<(?:img|svg|input|select|textarea|button)\b")


def labelled(table: str) -> str:
    """The rows of a table's HTML with `data-label` on each cell; cells that say nothing are marked `data-blank`.

    For tables whose first row of headings names every column; a cell that spans several is not expected."""
    head, begins, rows = table.partition("<tbody")
    names = [" ".join(TAG.sub("", found).split()).replace('"', "&quot;") for found in HEADING.findall(head)]
    return head + begins + ROW.sub(lambda row: _labelled_row(row[0], names), rows)


def _labelled_row(row: str, names: list[str]) -> str:
    marks = iter([_mark(name, cell[2]) for name, cell in zip_longest(names, CELL.findall(row)) if cell])
    return CELL.sub(lambda cell: f"<{cell[1]}{cell[2]}{next(marks)}>{cell[3]}", row)


def _mark(name: str | None, content: str) -> str:
    if not SHOWN.search(content) and not TAG.sub("", content).strip():
        return " data-blank"
    return f' data-label="{name}"' if name else ""
