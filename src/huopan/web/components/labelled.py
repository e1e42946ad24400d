"""Tables that become cards on a phone: every cell learns its column's name, which a stylesheet then shows beside it."""

from __future__ import annotations

import re

HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)(?=</\1>)", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SAYS = re.compile(r"(?:^|>)\s*[^<\s]|<(?:img|svg|input|select|textarea|button)\b")  # words, or what is seen


def labelled(table: str) -> str:
    """The rows of a table's HTML with `data-label` on each cell; cells that say nothing are marked `data-blank`.

    For tables whose first row of headings names every column; a cell that spans several is not expected."""
    head, begins, rows = table.partition("<tbody")
    names = [" ".join(TAG.sub("", found).split()).replace('"', "&quot;") for found in HEADING.findall(head)]
    return head + begins + ROW.sub(lambda row: _labelled_row(row[0], names), rows)


def _labelled_row(row: str, names: list[str]) -> str:
    left = iter(names)
    return CELL.sub(lambda cell: f"<{cell[1]}{cell[2]}{_mark(next(left, ''), cell[3])}>{cell[3]}", row)


def _mark(name: str, content: str) -> str:
    if not SAYS.search(content):
        return " data-blank"
    return f' data-label="{name}"' if name else ""
