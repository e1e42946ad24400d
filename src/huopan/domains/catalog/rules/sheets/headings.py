"""Where in a sheet each thing stands: found by its titles, or as somebody chose it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from huopan.domains.catalog.rules.sheets.columns import BY_KEY, HEADING_WITHIN, REQUIRED
from huopan.domains.catalog.rules.sheets.titles import (
    ATTRIBUTE,
    AXIS,
    SIZE_AXIS,
    SPREAD,
    TIER,
    field_of_title,
    size_of_title,
)
from huopan.kernel.refusal import RefusedError, said

FEWEST_KNOWN, FEWEST_SIZES = 2, 2


class NoHeadingError(RefusedError):
    kind = "invalid"
    sentence = said(
        "No row of column names was found in the first {rows} rows; name at least 货号, 标题, 类目 and 价格 "
        "(item code, title, category, price), or start from the template."
    )


class ColumnMissingError(RefusedError):
    kind = "invalid"
    sentence = said("There is no column “{zh}” ({en}); add it.")


@dataclass(frozen=True, slots=True)
class Heading:
    """Positions from 0 by column key, by axis of the specification, by attribute's name; of prices by the quantity
    they hold from; of stock by the (axis, value) whose pieces stand there. `category`: that of rows naming none."""

    last_row: int
    titles: tuple[str, ...]
    columns: dict[str, int]
    axes: dict[str, int]
    attributes: dict[str, int]
    tiers: dict[int, int] = field(default_factory=dict)
    spread: dict[tuple[str, str], int] = field(default_factory=dict)
    category: str = ""

    @property
    def known(self) -> int:
        return len(self.columns) + len(self.axes) + len(self.attributes) + len(self.tiers) + len(self.spread)


def heading_of(last_row: int, titles: Iterable[str], fields: Iterable[str], *, category: str = "") -> Heading:
    """The heading in which the column at each position holds the field at the same position; the first of two wins."""
    heading = Heading(last_row, tuple(titles), {}, {}, {}, category=category)
    for position, name in enumerate(fields):
        kind, _, rest = name.partition(":")
        if name.startswith(AXIS):
            heading.axes.setdefault(rest, position)
        elif name.startswith(ATTRIBUTE):
            heading.attributes.setdefault(rest, position)
        elif name.startswith(TIER):
            heading.tiers.setdefault(int(rest), position)
        elif name.startswith(SPREAD):
            axis, _, value = rest.partition("=")
            heading.spread.setdefault((axis, value), position)
        elif kind in BY_KEY:
            heading.columns.setdefault(kind, position)
    return heading


def fields_of_titles(titles: Sequence[str]) -> list[str]:
    """The field of each title, empty where none is known; two sizes or more side by side hold the stock of each."""
    fields = [field_of_title(title) for title in titles]
    sizes = {at: size for at, title in enumerate(titles) if not fields[at] and (size := size_of_title(title))}
    beside = {at for at in sizes if at - 1 in sizes or at + 1 in sizes}
    if len(beside) >= FEWEST_SIZES:
        fields = [f"{SPREAD}{SIZE_AXIS}={sizes[at]}" if at in beside else name for at, name in enumerate(fields)]
    return fields


def guess_heading(rows: Sequence[tuple[int, Sequence[str]]]) -> Heading:
    """The heading among the first rows, given as (number, cells); titles above it are skipped, and a second heading
    row (规格 over 颜色 and 尺寸) is merged. Raises NoHeadingError."""
    headings = [_heading(number, cells) for number, cells in rows[:HEADING_WITHIN]]
    best = max(headings, key=lambda heading: (heading.known, heading.last_row), default=None)
    if best is None or best.known < FEWEST_KNOWN:
        raise NoHeadingError(rows=HEADING_WITHIN)
    below = next((heading for heading in headings if heading.last_row == best.last_row + 1), None)
    if below is not None and 0 < sum(bool(title) for title in below.titles) == below.known:
        return _heading(below.last_row, _merged(best.titles, below.titles))
    return best


def columns_missing(heading: Heading) -> list[RefusedError]:
    return [ColumnMissingError(zh=BY_KEY[key].zh, en=BY_KEY[key].en) for key in keys_missing(heading)]


def keys_missing(heading: Heading) -> list[str]:
    """The required columns that neither a column nor the heading's category stands for."""
    stood_for = {"price"} if heading.tiers else set()
    stood_for |= {"category"} if heading.category else set()
    return [key for key in REQUIRED if key not in heading.columns and key not in stood_for]


def _heading(number: int, cells: Sequence[str]) -> Heading:
    return heading_of(number, cells, fields_of_titles(cells))


def _merged(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return [low or high for low, high in zip(below, above, strict=True)]
