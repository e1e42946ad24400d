"""The SKU matrix as one text, as a sheet copies and pastes it: a heading, then a row per SKU, cells split by tabs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step, axes_of
from huopan.infra.sentences import in_words
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError

COLUMNS = ("code", "price", "stock", "weight", "barcode", "on")
NAMES = {
    "code": gettext_lazy("SKU code"),
    "price": gettext_lazy("Price or ladder"),
    "stock": gettext_lazy("On hand"),
    "weight": gettext_lazy("Weight, g"),
    "barcode": gettext_lazy("Barcode"),
    "on": gettext_lazy("Offered"),
}
OF_DRAFT = {"code": "code", "ladder": "price", "on_hand": "stock", "weight_grams": "weight", "barcode": "barcode"}
YES, NO = "1", "0"
SOLD = frozenset({"1", "yes", "y", "true", "是", "√", ""})
WITHHELD = frozenset({"0", "no", "n", "false", "否", "×"})
STEP = re.compile(r"^\s*(?:(\d+)\s*[:：=＝]\s*)?[¥￥]?\s*([\d.,]+)\s*$")


@dataclass(frozen=True, slots=True)
class CellFault:
    """`row`: from 1 on, the heading not counted; `column`: a key of COLUMNS, or empty for the variant's own cells."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        name = NAMES.get(self.column) or gettext("Variant")
        return gettext("Row %(row)s, %(column)s: %(sentence)s") % {
            "row": self.row,
            "column": name,
            "sentence": self.sentence,
        }


@dataclass(slots=True)
class Grid:
    """`lines`: the row of the grid that each SKU stands in."""

    skus: list[SkuDraft] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    def fault_at(self, place: str, sentence: str) -> CellFault:
        """`place`: where a draft's fault lies, such as skus.2.code."""
        parts = place.split(".")
        if len(parts) < 3 or int(parts[1]) >= len(self.lines):  # noqa: PLR2004 - skus, which one, which of its cells
            return CellFault(1, "", sentence)
        return CellFault(self.lines[int(parts[1])], OF_DRAFT.get(parts[2], ""), sentence)


class GridField(forms.CharField):
    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        grid = read_grid(super().clean(value))
        if grid.faults:
            raise ValidationError([str(fault) for fault in grid.faults], params={"grid": grid})
        return grid


def read_grid(text: str) -> Grid:
    """The SKUs of the grid with whatever cannot be read; blank rows are passed over."""
    heading, *rows = text.replace("\r\n", "\n").split("\n")
    axes = [axis.strip() for axis in heading.split("\t")[: -len(COLUMNS)]]
    grid = Grid()
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row.split("\t")]
        if not any(cells[: len(axes)]) and not any(cells[len(axes) : -1]):
            continue
        cells += [""] * (len(axes) + len(COLUMNS) - len(cells))
        reading = _Row(dict(zip(COLUMNS, cells[len(axes) :], strict=False)), number, grid.faults)
        grid.skus.append(reading.sku(dict(zip(axes, cells[: len(axes)], strict=True))))
        grid.lines.append(number)
    return grid


def grid_text(draft: OfferDraft) -> str:
    """What `read_grid` reads as the draft's SKUs."""
    axes = axes_of([sku.spec for sku in draft.skus])
    lines = [[*axes, *COLUMNS]]
    lines += ([*(_plain(sku.spec.get(axis, "")) for axis in axes), *_cells(sku)] for sku in draft.skus)
    return "\n".join("\t".join(line) for line in lines)


EMPTY_GRID = "\t".join(COLUMNS) + "\n"


def stock_seen(draft: OfferDraft) -> str:
    """The stock that the grid showed, by SKU code: what was not touched is not counted anew."""
    return json.dumps({sku.code: sku.on_hand for sku in draft.skus})


def without_untouched(skus: Sequence[SkuDraft], seen: str) -> Iterator[SkuDraft]:
    before = _counts(seen)
    for sku in skus:
        is_same = sku.on_hand is not None and before.get(sku.code) == sku.on_hand
        yield replace(sku, on_hand=None) if is_same else sku


def read_ladder(text: str) -> tuple[Step, ...]:
    """“10: 6.80; 100: 6.12”, or one price alone. Raises ValidationError."""
    return tuple(_step(part) for part in re.split(r"[;；\n]", text) if part.strip())


def ladder_text(ladder: Sequence[Step]) -> str:
    prices = [(step.from_quantity, str(step.unit_price).lstrip("¥")) for step in ladder]
    if [quantity for quantity, _price in prices] == [1]:
        return prices[0][1]
    return "; ".join(f"{quantity}: {price}" for quantity, price in prices)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Mapping[str, str]
    number: int
    faults: list[CellFault]

    def sku(self, spec: dict[str, str]) -> SkuDraft:
        return SkuDraft(
            self.cells["code"],
            spec,
            barcode=self.cells["barcode"],
            weight_grams=self._pieces("weight"),
            is_active=self._is_on(),
            ladder=self._ladder(),
            on_hand=self._pieces("stock"),
        )

    def _pieces(self, column: str) -> int | None:
        text = self.cells[column].replace(",", "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 12:  # noqa: PLR2004 - more than is ever allowed
            return int(text)
        self._fault(column, gettext("“%(text)s” is no whole number.") % {"text": text})
        return None

    def _ladder(self) -> tuple[Step, ...]:
        try:
            return read_ladder(self.cells["price"])
        except ValidationError as refused:
            self._fault("price", " ".join(refused.messages))
            return ()

    def _is_on(self) -> bool:
        text = self.cells["on"].casefold()
        if text not in SOLD | WITHHELD:
            self._fault("on", gettext("Write yes or no."))
        return text not in WITHHELD

    def _fault(self, column: str, sentence: str) -> None:
        self.faults.append(CellFault(self.number, column, sentence))


def _cells(sku: SkuDraft) -> list[str]:
    figures = ["" if figure is None else str(figure) for figure in (sku.on_hand, sku.weight_grams)]
    return [_plain(sku.code), ladder_text(sku.ladder), *figures, _plain(sku.barcode), YES if sku.is_active else NO]


def _plain(text: str) -> str:
    return " ".join(str(text).split())


def _counts(seen: str) -> dict[str, int]:
    try:
        known = json.loads(seen or "{}")
    except json.JSONDecodeError:
        return {}
    return known if isinstance(known, dict) else {}


def _step(text: str) -> Step:
    read = STEP.match(text)
    if read is None:
        raise ValidationError(
            gettext("“%(text)s” is no price step; write such as “100: 6.12”.") % {"text": text.strip()}
        )
    try:
        return Step(int(read[1] or 1), UnitPrice.from_yuan(read[2]))
    except RefusedError as refusal:
        raise ValidationError(in_words(refusal)) from refusal
