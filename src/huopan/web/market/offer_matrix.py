"""The SKUs of an offer as a grid to order from: one way of varying across, the others down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huopan.domains.catalog.rules import axes_of
from huopan.infra.languages import own_words, spec_words
from huopan.web.market.offer_prices import Choice

MOST_COLUMNS = 8
LEAST_AXES = 2


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` stand below the columns; None where the offer has no such SKU."""

    label: str
    cells: list[Choice | None]

    @property
    def quantity(self) -> int:
        return sum(cell.quantity for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Matrix:
    """`corner`: the names of both axes; `columns`: (value, pieces chosen)."""

    corner: str
    columns: list[tuple[str, int]]
    rows: list[Row]

    @property
    def quantity(self) -> int:
        return sum(row.quantity for row in self.rows)


def matrix(choices: Sequence[Choice]) -> Matrix | None:
    """The grid of SKUs that vary in two ways or more; None where a list serves better."""
    axes = axes_of([choice.terms.spec for choice in choices])
    across = _across(choices, axes) if len(axes) >= LEAST_AXES else None
    if across is None:
        return None
    down = [axis for axis in axes if axis != across]
    columns = _values(choices, [across])
    rows = _values(choices, down)
    at = {(_of(each, down), _of(each, [across])): each for each in choices}
    return Matrix(
        corner=f"{' · '.join(map(own_words, down))} / {own_words(across)}",
        columns=[
            (spec_words(column), sum(c.quantity for c in choices if _of(c, [across]) == column)) for column in columns
        ],
        rows=[Row(spec_words(row), [at.get((row, column)) for column in columns]) for row in rows],
    )


def _across(choices: Sequence[Choice], axes: Sequence[str]) -> str | None:
    """The last axis whose values fit beside each other: sizes are mostly stated after colours."""
    return next(
        (axis for axis in reversed(axes) if 1 < len(_values(choices, [axis])) <= MOST_COLUMNS),
        None,
    )


def _values(choices: Sequence[Choice], axes: Sequence[str]) -> list[tuple[str, ...]]:
    """In the order in which the seller named them."""
    return list(dict.fromkeys(_of(each, axes) for each in choices))


def _of(choice: Choice, axes: Sequence[str]) -> tuple[str, ...]:
    """As the seller wrote them: two values may read alike in another language."""
    return tuple(str(choice.terms.spec.get(axis, "")) for axis in axes)
