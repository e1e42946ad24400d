"""A proposal which column is what, from titles, from what was chosen before, and from what the cells hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from huopan.domains.catalog.rules.attributes import NO, YES
from huopan.domains.catalog.rules.sheets import cells as reading
from huopan.domains.catalog.rules.sheets.columns import HEADING_WITHIN
from huopan.domains.catalog.rules.sheets.headings import NoHeadingError, fields_of_titles, guess_heading
from huopan.domains.catalog.rules.sheets.titles import told
from huopan.kernel.refusal import RefusedError

Rows = Sequence[tuple[int, Sequence[str]]]
LOOKED_AT, MOST_OF = 30, 0.8
FEWEST_TITLES = 2
_NUMBER = re.compile(r"[\d.,¥%-]+")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/-]{1,39}")
_CHINESE = re.compile(r"[一-鿿]")
_BARCODE_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`row`: the last row of titles, 0 for none. `fields` by position, empty for a column left out; `why` each was
    proposed: name, memory, content or nothing."""

    row: int
    titles: tuple[str, ...]
    fields: tuple[str, ...]
    why: tuple[str, ...]


def signature(titles: Sequence[str]) -> str:
    """What a head row is remembered by: its names in their order, however they are dressed."""
    names = [told(title) for title in titles]
    while names and not names[-1]:
        names.pop()
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest() if names else ""


def proposal(
    rows: Rows, *, remembered: Mapping[str, Sequence[str]], categories: Collection[str], row: int | None = None
) -> Proposal:
    """`rows`: the sheet's first, as (number, cells). `remembered`: fields by signature. `categories`: every name and
    code, casefolded. `row`: where the titles stand, when somebody says."""
    number, titles = _titles(rows, remembered) if row is None else (row, _cells_at(rows, row))
    width = max((len(cells) for _, cells in rows), default=0)
    titles = (*titles, *[""] * (width - len(titles)))
    if known := remembered.get(signature(titles)):
        fields = [*known, *[""] * (width - len(known))][:width]
        return Proposal(number, titles, tuple(fields), tuple("memory" if each else "" for each in fields))
    fields = fields_of_titles(titles)
    why = ["name" if each else "" for each in fields]
    below = [cells for at, cells in rows if at > number][:LOOKED_AT]
    for position, name in _by_content(fields, below, categories).items():
        fields[position], why[position] = name, "content"
    return Proposal(number, titles, tuple(fields), tuple(why))


def _titles(rows: Rows, remembered: Mapping[str, Sequence[str]]) -> tuple[int, tuple[str, ...]]:
    for number, cells in rows[:HEADING_WITHIN]:
        if signature(cells) in remembered:
            return number, tuple(cells)
    try:
        heading = guess_heading(rows)
    except NoHeadingError:
        return _first_in_words(rows)
    return heading.last_row, heading.titles


def _first_in_words(rows: Rows) -> tuple[int, tuple[str, ...]]:
    """The first row with several cells is a heading unless a number stands in it."""
    for number, cells in rows[:HEADING_WITHIN]:
        stated = [text for text in cells if text]
        if len(stated) >= FEWEST_TITLES:
            return (0, ()) if any(_NUMBER.fullmatch(text) for text in stated) else (number, tuple(cells))
    return 0, ()


def _cells_at(rows: Rows, row: int) -> tuple[str, ...]:
    return next((tuple(cells) for number, cells in rows if number == row), ())


def _by_content(fields: Sequence[str], below: Sequence[Sequence[str]], categories: Collection[str]) -> dict[int, str]:
    """For each field that no title names, the first column whose cells look like it and whose title says nothing."""
    taken, free = set(fields), [position for position, name in enumerate(fields) if not name]
    tests: dict[str, Callable[[str], bool]] = {
        "category": lambda text: text.casefold() in categories,
        "barcode": _is_barcode,
        "code": lambda text: bool(_CODE.fullmatch(text)),
        "price": _is_price,
        "title_zh": lambda text: len(text) >= 4 and bool(_CHINESE.search(text)),  # noqa: PLR2004 - a word is no title
    }
    found: dict[int, str] = {}
    for name, test in tests.items():
        for position in free:
            stated = [row[position] for row in below if position < len(row) and row[position]]
            if name not in taken and position not in found and _mostly(stated, test):
                found[position] = name
                taken.add(name)
    return found


def _mostly(stated: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(stated) and sum(map(test, stated)) >= MOST_OF * len(stated)


def _is_barcode(text: str) -> bool:
    if len(text) not in _BARCODE_LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    weighed = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(reversed(text)))
    return weighed % 10 == 0


def _is_price(text: str) -> bool:
    """Whole numbers alone may be anything; a point, a sign of money or a ladder makes a price."""
    if text.casefold() in YES | NO or not re.search(r"[.¥元:：]", reading.plain(text)):
        return False
    try:
        return bool(reading.ladder(text))
    except RefusedError:
        return False
