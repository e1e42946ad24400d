"""A sheet of routings: a row per way to do a step, rows of one routing code together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from huopan.domains.catalog.rules.sheets.cells import plain, whole_number, yes_or_no
from huopan.domains.catalog.rules.sheets.grouping import Line
from huopan.domains.catalog.rules.sheets.titles import told
from huopan.domains.production.rules.routes import RoutingDraft, StepDraft, WayDraft, checked_routing
from huopan.kernel.refusal import RefusalsError, RefusedError, said

ValueT = TypeVar("ValueT")
HEADING_WITHIN = 15
FEWEST_KNOWN = 4
MILLISECONDS, MINUTE = 1000, 60
LONGEST_TEXT = 60


class NoRoutingHeadingError(RefusedError):
    kind = "invalid"
    sentence = said(
        "No row of column names was found; name at least 工艺编码, 工序编码, 工作中心 and 周期(秒) "
        "(routing code, step code, work centre, cycle in seconds), or start from the template."
    )


class RoutingColumnMissingError(RefusedError):
    kind = "invalid"
    sentence = said("There is no column “{zh}” ({en}); add it.")


class NotATimeError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is no time; write a number such as 2.5.")


class CellMissingError(RefusedError):
    kind = "invalid"
    sentence = said("This cell is empty; the row needs it.")


class TextTooLongError(RefusedError):
    kind = "invalid"
    sentence = said("“{value}” is longer than {most} characters; shorten it.")


class TraitsUnclearError(RefusedError):
    kind = "invalid"
    sentence = said(
        "“{value}” does not say what the step asks of the set-up; write it like colour;process=screen_print."
    )


class UnknownCentreCellError(RefusedError):
    kind = "invalid"
    sentence = said("There is no work centre “{value}”; add it first, or write one of {known}.")


@dataclass(frozen=True, slots=True)
class RoutingColumn:
    key: str
    zh: str
    en: str
    is_needed: bool = False


COLUMNS = (
    RoutingColumn("code", "工艺编码", "Routing code", is_needed=True),
    RoutingColumn("name_zh", "工艺名称", "Routing name"),
    RoutingColumn("name_en", "工艺英文名", "Routing name, English"),
    RoutingColumn("step", "工序编码", "Step code", is_needed=True),
    RoutingColumn("step_zh", "工序名称", "Step name"),
    RoutingColumn("step_en", "工序英文名", "Step name, English"),
    RoutingColumn("after", "前工序", "After step"),
    RoutingColumn("traits", "换型要素", "Traits"),
    RoutingColumn("centre", "工作中心", "Work centre", is_needed=True),
    RoutingColumn("setup", "准备(分)", "Set-up, minutes"),
    RoutingColumn("cycle", "周期(秒)", "Cycle, seconds", is_needed=True),
    RoutingColumn("pieces", "每周期件数", "Pieces per cycle"),
    RoutingColumn("approved", "已核准", "Approved"),
)
_KEY_OF = {told(name): column.key for column in COLUMNS for name in (column.zh, column.en, column.key)}


@dataclass(frozen=True, slots=True)
class Heading:
    last_row: int
    titles: tuple[str, ...]
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CellFault:
    """One bad cell: `row` as the sheet numbers it, `position` from 0."""

    row: int
    position: int
    title: str
    value: str
    refusal: RefusedError


@dataclass(slots=True)
class RoutingSheet:
    drafts: list[RoutingDraft] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    rows: int = 0


def routing_heading(rows: Sequence[Line]) -> Heading:
    """The row with the most known names. Raises NoRoutingHeadingError, RefusalsError of the columns it lacks."""
    best = max((_heading(row) for row in rows[:HEADING_WITHIN]), key=lambda each: len(each.columns), default=None)
    if best is None or len(best.columns) < FEWEST_KNOWN:
        raise NoRoutingHeadingError
    missing: list[RefusedError] = [
        RoutingColumnMissingError(zh=column.zh, en=column.en)
        for column in COLUMNS
        if column.is_needed and column.key not in best.columns
    ]
    if missing:
        raise RefusalsError(missing)
    return best


def routings_from(heading: Heading, lines: Iterable[Line], centres: Mapping[str, str]) -> RoutingSheet:
    """Drafts and every bad cell. `centres`: a work centre's code by its code and names, casefolded."""
    sheet = RoutingSheet()
    by_code: dict[str, list[_Row]] = {}
    above = ""
    for line in lines:
        if not any(line.cells):
            continue
        sheet.rows += 1
        row = _Row(line, heading, sheet.faults)
        above = row.text("code") or above
        if above:
            by_code.setdefault(above, []).append(row)
        else:
            row.tell("code", CellMissingError())
    for code, rows in by_code.items():
        _read(code, rows, centres, sheet)
    sheet.faults.sort(key=lambda fault: (fault.row, fault.position))
    return sheet


def _read(code: str, rows: list[_Row], centres: Mapping[str, str], sheet: RoutingSheet) -> None:
    before = len(sheet.faults)
    draft = RoutingDraft(code, _first(rows, "name_zh") or code, _first(rows, "name_en"), tuple(_steps(rows, centres)))
    if len(sheet.faults) > before:
        return
    try:
        sheet.drafts.append(checked_routing(draft))
    except RefusalsError as refused:
        for refusal in refused.refusals:
            _place(rows, refusal)


def _steps(rows: list[_Row], centres: Mapping[str, str]) -> list[StepDraft]:
    """Steps in the order of their first rows; further rows of a step are further ways to do it."""
    by_step: dict[str, list[_Row]] = {}
    for row in rows:
        by_step.setdefault(row.needed("step"), []).append(row)
    return [
        StepDraft(
            code,
            _first(ways, "step_zh") or code,
            _first(ways, "step_en"),
            ways[0].value("traits", _traits, {}),
            tuple(_way(row, centres) for row in ways),
            _first(ways, "after"),
        )
        for code, ways in by_step.items()
    ]


def _way(row: _Row, centres: Mapping[str, str]) -> WayDraft:
    return WayDraft(
        row.value("centre", lambda text: _centre(text, centres), "", is_needed=True),
        row.value("cycle", lambda text: int(_number(text) * MILLISECONDS), 1, is_needed=True),
        row.value("pieces", whole_number, 1),
        row.value("setup", lambda text: int(_number(text) * MINUTE), 0),
        row.value("approved", yes_or_no, default=False),
    )


def _place(rows: list[_Row], refusal: RefusedError) -> None:
    """Tell a refusal of the whole draft at the cell it is about."""
    key = {
        "cycle_ms": "cycle",
        "pieces_per_cycle": "pieces",
        "setup_seconds": "setup",
        "work_centre": "centre",
        "after": "after",
    }.get(str(refusal.params.get("field", "")).rsplit(".", 1)[-1], "step")
    step, centre = refusal.params.get("step"), refusal.params.get("work_centre")
    about = [row for row in rows if row.text("step") == step] if step else rows[:1]
    bad = [row for row in about if row.is_bad(key)] or [row for row in about if centre and row.text("centre") == centre]
    (bad or about or rows)[-1].tell(key, refusal)


class _Row:
    def __init__(self, line: Line, heading: Heading, faults: list[CellFault]) -> None:
        self.line, self.heading, self.faults = line, heading, faults

    def text(self, key: str) -> str:
        position = self.heading.columns.get(key)
        if position is None or position >= len(self.line.cells):
            return ""
        return plain(self.line.cells[position])

    def needed(self, key: str) -> str:
        text = self.text(key)
        if not text:
            self.tell(key, CellMissingError())
        elif len(text) > LONGEST_TEXT:
            self.tell(key, TextTooLongError(value=text[:LONGEST_TEXT], most=LONGEST_TEXT))
        return text[:LONGEST_TEXT] or f"row {self.line.number}"

    def value(self, key: str, read: Callable[[str], ValueT], default: ValueT, *, is_needed: bool = False) -> ValueT:
        """The cell's meaning; `default` when it is empty or bad, and what is bad is told."""
        position, text = self.heading.columns.get(key), self.text(key)
        if position is not None and position in self.line.doubts:
            self.tell(key, self.line.doubts[position])
            return default
        if not text:
            if is_needed:
                self.tell(key, CellMissingError())
            return default
        try:
            return read(text)
        except RefusedError as refusal:
            self.tell(key, refusal)
            return default

    def is_bad(self, key: str) -> bool:
        """Whether a time or count here is not above zero."""
        try:
            return _number(self.text(key)) <= 0
        except RefusedError:
            return False

    def tell(self, key: str, refusal: RefusedError) -> None:
        position = self.heading.columns.get(key, 0)
        title = self.heading.titles[position] if position < len(self.heading.titles) else ""
        self.faults.append(CellFault(self.line.number, position, title, self.text(key)[:LONGEST_TEXT], refusal))


def _first(rows: list[_Row], key: str) -> str:
    return next((text[:LONGEST_TEXT] for row in rows if (text := row.text(key))), "")


def _heading(row: Line) -> Heading:
    columns: dict[str, int] = {}
    for position, title in enumerate(row.cells):
        key = _KEY_OF.get(told(title)) or _KEY_OF.get(told(re.sub(r"[(（].*?[)）]", "", title)))
        if key:
            columns.setdefault(key, position)
    return Heading(row.number, tuple(row.cells), columns)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(plain(text).replace(",", ""))
    except InvalidOperation:
        raise NotATimeError(value=text) from None
    if not number.is_finite() or abs(number) > 10**9:
        raise NotATimeError(value=text)
    return number


def _traits(text: str) -> dict[str, str]:
    """`colour;process=screen_print`: a name alone is asked of the demand."""
    found: dict[str, str] = {}
    for part in re.split(r"[;；,，\n]", text):
        name, _sign, value = (each.strip() for each in re.sub("[:：]", "=", part).partition("="))
        if not name and value:
            raise TraitsUnclearError(value=text)
        if name:
            found[name] = value
    return found


def _centre(text: str, centres: Mapping[str, str]) -> str:
    found = centres.get(plain(text).casefold())
    if found is None:
        raise UnknownCentreCellError(value=text, known=", ".join(sorted(set(centres.values()))[:8]) or "—")
    return found
