"""From rows to drafts: rows with one item code are one offer, each row one of its SKUs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

from huopan.domains.catalog.rules.attributes import AttributeType, attribute_from_text
from huopan.domains.catalog.rules.drafts import OfferDraft, SkuDraft, Step, tidied
from huopan.domains.catalog.rules.sheets import cells
from huopan.domains.catalog.rules.sheets.columns import BY_KEY, IN_KILOGRAMS
from huopan.domains.catalog.rules.sheets.headings import Heading
from huopan.kernel.refusal import RefusedError, said

ValueT = TypeVar("ValueT")
LONGEST_SKU_CODE = 60
EXAMPLE_CODE = "示例 EXAMPLE"
_COLUMN_OF_FIELD = {"ladder": "price", "on_hand": "stock", "weight_grams": "sku_weight", "spec": "spec"}


class NoItemCodeError(RefusedError):
    kind = "invalid"
    sentence = said("This row has no item code and no row above to belong to; write the code.")


class NoSuchCategoryError(RefusedError):
    kind = "invalid"
    sentence = said("There is no category “{value}”; write a name or a code from the category list.")


class ContradictionError(RefusedError):
    kind = "invalid"
    sentence = said(
        "Row {row} says “{before}” for the same item, this one “{value}”; make them alike or empty this one."
    )


class SkuCodeNeededError(RefusedError):
    kind = "invalid"
    sentence = said("This item has several rows, so each needs a SKU code or a specification of its own.")


class AttributeColumnError(RefusedError):
    kind = "invalid"
    sentence = said("The category of this item has no attribute “{name}”; empty the cell or remove the column.")


class Line(Protocol):
    """A row as it came: its number in the sheet, its cells as text, and doubts about single cells by position."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> list[str]: ...
    @property
    def doubts(self) -> Mapping[int, RefusedError]: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """One variant of a row that holds several side by side: `value` of `axis`, its stock at `position`."""

    number: int
    cells: list[str]
    doubts: Mapping[int, RefusedError]
    axis: str
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad cell: `row` as the sheet numbers it, `position` from 0, what it holds and what is wrong with it."""

    row: int
    position: int
    value: str
    refusal: RefusedError


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    attributes: tuple[AttributeType, ...]


@dataclass(slots=True)
class Reading:
    """The rows of one offer, what they make, and every bad cell among them. `draft` None: no offer can be made out."""

    code: str
    lines: list[Line]
    draft: OfferDraft | None = None
    faults: list[Fault] = field(default_factory=list)


def grouped(heading: Heading, lines: Iterable[Line]) -> Iterator[Reading]:
    """One Reading per item code, in the order of their first rows. A row without a code belongs to the one above; the
    template's example belongs to nobody."""
    position = heading.columns["code"]
    readings: dict[str, Reading] = {}
    above = ""
    for line in lines:
        if not any(line.cells):
            continue
        code = cells.plain(_cell(line, position)) or above
        above = code
        if code == EXAMPLE_CODE:
            continue
        reading = readings.setdefault(code, Reading(code, []))
        reading.lines.extend(_pieces(line, heading))
    yield from readings.values()


def drafts_from(reading: Reading, heading: Heading, categories: Mapping[str, Category]) -> None:
    """Fill in `reading.draft` and `reading.faults`. `categories` by code and by names, casefolded."""
    _Reader(reading, heading, categories).read()


def _cell(line: Line, position: int | None) -> str:
    if position is None or position >= len(line.cells):
        return ""
    return line.cells[position]


def _pieces(line: Line, heading: Heading) -> list[Line]:
    """The row itself, or one piece for each variant beside each other that has a number."""
    pieces: list[Line] = [
        Piece(line.number, line.cells, line.doubts, axis, value, position)
        for (axis, value), position in heading.spread.items()
        if _cell(line, position)
    ]
    return pieces or [line]


class _Reader:
    def __init__(self, reading: Reading, heading: Heading, categories: Mapping[str, Category]) -> None:
        self.reading, self.heading, self.categories = reading, heading, categories
        self.first = reading.lines[0]

    def read(self) -> None:
        if not self.reading.code:
            for line in self.reading.lines:
                self._tell(line, self.heading.columns["code"], NoItemCodeError())
            return
        for line in self.reading.lines:
            self._value(line, self.heading.columns["code"], str, "")  # only for doubts: rounded codes may be two items
        category = self._category()
        ladders = [self._ladder(line) for line in self.reading.lines]
        kind = self._one("price_kind", cells.price_kind, "") or _kind_of(ladders)
        is_per_sku = kind in ("per_sku", "ladder_per_sku")
        if not is_per_sku:
            self._refuse_contradictions("price")
        draft = OfferDraft(
            code=self.reading.code,
            category_code=category.code if category else "",
            title_zh=self._one("title_zh", str, ""),
            title_en=self._one("title_en", str, ""),
            description_zh=self._one("description_zh", str, ""),
            description_en=self._one("description_en", str, ""),
            attributes=self._attributes(category),
            price_kind=kind,
            ladder=() if is_per_sku else next(filter(None, ladders), ()),
            unit=self._one("unit", str, "件"),
            moq=self._one("moq", cells.whole_number, 1),
            order_multiple=self._one("order_multiple", cells.whole_number, 1),
            is_mixable=self._one("is_mixable", cells.yes_or_no, default=True),
            dropship_price=self._one("dropship_price", cells.price, None),
            sample_price=self._one("sample_price", cells.price_or_free, None),
            sample_days=self._one("sample_days", cells.whole_number, None),
            lead_time_days=self._one("lead_time_days", cells.whole_number, 2),
            weight_grams=self._grams("weight_grams", 0),
            skus=tuple(
                self._sku(line, ladder if is_per_sku else ())
                for line, ladder in zip(self.reading.lines, ladders, strict=True)
            ),
        )
        self.reading.draft = tidied(draft)

    def place(self, refusal: RefusedError) -> Fault:
        """Where in the sheet a fault of the draft lies: its field's column, in the row of its SKU."""
        where = str(refusal.params.get("field", "code"))
        match = re.fullmatch(r"skus\.(\d+)\.(\w+)", where)
        line = self.reading.lines[int(match[1])] if match else self.first
        name = match[2] if match else where
        key = {"code": "sku_code", **_COLUMN_OF_FIELD}.get(name, name) if match else {"ladder": "price"}.get(name, name)
        position = self.heading.columns.get(key, self._stand_in(key))
        if key == "stock" and isinstance(line, Piece):
            position = line.position
        return Fault(line.number, position, _cell(line, position), refusal)

    def _stand_in(self, key: str) -> int:
        if key == "spec" and self.heading.axes:
            return next(iter(self.heading.axes.values()))
        if key == "attributes" and self.heading.attributes:
            return next(iter(self.heading.attributes.values()))
        if key == "price" and self.heading.tiers:
            return next(iter(self.heading.tiers.values()))
        if key in IN_KILOGRAMS and IN_KILOGRAMS[key] in self.heading.columns:
            return self.heading.columns[IN_KILOGRAMS[key]]
        return self.heading.columns["code"]

    def _tell(self, line: Line, position: int, refusal: RefusedError) -> None:
        told = any(
            (fault.row, fault.position, fault.refusal.code) == (line.number, position, refusal.code)
            for fault in self.reading.faults
        )
        if not told:
            self.reading.faults.append(Fault(line.number, position, _cell(line, position), refusal))

    def _value(self, line: Line, position: int | None, read: Callable[[str], ValueT], default: Any) -> ValueT | Any:
        """The cell's meaning, `default` when it is empty or bad; what is bad is told."""
        text = _cell(line, position)
        if position is None:
            return default
        if position in line.doubts:
            self._tell(line, position, line.doubts[position])
            return default
        try:
            return read(text) if text else default
        except RefusedError as refusal:
            self._tell(line, position, refusal)
            return default

    def _one(self, key: str, read: Callable[[str], ValueT], default: Any) -> ValueT | Any:
        """An offer's own value: from the first row that states it; the others agree or are empty."""
        position = self.heading.columns.get(key)
        self._refuse_contradictions(key)
        stating = next((line for line in self.reading.lines if _cell(line, position)), self.first)
        return self._value(stating, position, read, default)

    def _refuse_contradictions(self, key: str) -> None:
        position = self.heading.columns.get(key)
        stated = [(line, text) for line in self.reading.lines if (text := _cell(line, position))]
        for line, text in stated[1:]:
            if text != stated[0][1] and position is not None:
                before = {"row": stated[0][0].number, "before": stated[0][1], "value": text}
                self._tell(line, position, ContradictionError(**before))

    def _category(self) -> Category | None:
        def known(text: str) -> Category:
            category = self.categories.get(cells.plain(text).casefold())
            if category is None:
                raise NoSuchCategoryError(value=text)
            return category

        found: Category | None = self._one("category", known, None)
        if found is None and not any(_cell(line, self.heading.columns.get("category")) for line in self.reading.lines):
            return self.categories.get(self.heading.category.casefold())
        return found

    def _attributes(self, category: Category | None) -> dict[str, Any]:
        types = {
            name.casefold(): each
            for each in (category.attributes if category else ())
            for name in (each.code, each.name_zh, each.name_en)
        }
        stated: dict[str, Any] = {}
        for name, position in self.heading.attributes.items():
            if category is None or not _cell(self.first, position):
                continue
            wanted = types.get(name.casefold())
            if wanted is None:
                self._tell(self.first, position, AttributeColumnError(name=name))
                continue
            value = self._value(self.first, position, partial(attribute_from_text, wanted), None)
            if value is not None:
                stated[wanted.code] = value
        return stated

    def _ladder(self, line: Line) -> tuple[Step, ...]:
        ladder: tuple[Step, ...] = self._value(line, self.heading.columns.get("price"), cells.ladder, ())
        steps = {step.from_quantity: step for step in ladder}
        for quantity, position in self.heading.tiers.items():
            price = self._value(line, position, cells.price, None)
            if price is not None:
                steps[quantity] = Step(quantity, price)
        return tuple(steps[quantity] for quantity in sorted(steps))

    def _grams(self, key: str, default: int | None, line: Line | None = None) -> Any:
        """From the column in grams, else from that in kilograms: the offer's own, or of one line."""
        in_kg = IN_KILOGRAMS[key] if key not in self.heading.columns else key
        read = partial(cells.grams, unit=1 if in_kg == key else cells.GRAMS_PER_KG)
        if line is None:
            return self._one(in_kg, read, default)
        return self._value(line, self.heading.columns.get(in_kg), read, default)

    def _sku(self, line: Line, ladder: tuple[Step, ...]) -> SkuDraft:
        columns = self.heading.columns
        spec = self._spec(line)
        return SkuDraft(
            code=self._sku_code(line, spec),
            spec=spec,
            barcode=self._value(line, columns.get("barcode"), cells.plain, ""),
            weight_grams=self._grams("sku_weight", None, line),
            is_active=self._value(line, columns.get("on_sale"), cells.yes_or_no, default=True),
            ladder=ladder,
            on_hand=self._value(line, _stock_position(line, self.heading), cells.whole_number, None),
        )

    def _spec(self, line: Line) -> dict[str, str]:
        by_axis = {axis: str(self._value(line, at, str, "")) for axis, at in self.heading.axes.items()}
        stated = {axis: value for axis, value in by_axis.items() if value}
        written: dict[str, str] = self._value(line, self.heading.columns.get("spec"), cells.spec, {})
        side_by_side = {line.axis: line.value} if isinstance(line, Piece) else {}
        return {**written, **stated, **side_by_side}

    def _sku_code(self, line: Line, spec: dict[str, str]) -> str:
        position = self.heading.columns.get("sku_code")
        written: str = self._value(line, position, cells.plain, "")
        if written and isinstance(line, Piece):
            return f"{written}-{line.value}"[:LONGEST_SKU_CODE]
        if written or (position is not None and position in line.doubts):
            return written or f"row {line.number}"
        if len(self.reading.lines) == 1:
            return self.reading.code
        if not spec:
            self._tell(line, self.heading.columns["code"] if position is None else position, SkuCodeNeededError())
            return f"row {line.number}"
        return "-".join(spec.values())[:LONGEST_SKU_CODE]


def fault_of(reading: Reading, heading: Heading, refusal: RefusedError) -> Fault:
    """A fault that the whole draft showed, placed in its cell."""
    return _Reader(reading, heading, {}).place(refusal)


def _stock_position(line: Line, heading: Heading) -> int | None:
    return line.position if isinstance(line, Piece) else heading.columns.get("stock")


def _kind_of(ladders: Sequence[tuple[Step, ...]]) -> str:
    """The price kind that the rows' prices amount to, when nobody says."""
    stated = {ladder for ladder in ladders if ladder}
    has_steps = any(len(ladder) > 1 for ladder in stated)
    if len(stated) <= 1:
        return "ladder" if has_steps else "fixed"
    return "ladder_per_sku" if has_steps else "per_sku"


assert set(_COLUMN_OF_FIELD.values()) <= set(BY_KEY)
