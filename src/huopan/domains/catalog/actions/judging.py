"""A sheet of offers judged row by row before anything of it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO, Protocol

from huopan.domains.catalog.actions.counting import CountBelowReservedError
from huopan.domains.catalog.actions.offering import draft_faults
from huopan.domains.catalog.models import Stock
from huopan.domains.catalog.queries.categories import CategoryNode, category_tree
from huopan.domains.catalog.rules import OfferDraft
from huopan.domains.catalog.rules.drafts import at_field
from huopan.domains.catalog.rules.sheets import (
    Category,
    Fault,
    Heading,
    Line,
    Reading,
    columns_missing,
    drafts_from,
    fault_of,
    grouped,
    guess_heading,
)
from huopan.infra.files.sheets import Row, SheetEmptyError, table_rows
from huopan.kernel.refusal import RefusalsError, RefusedError, said

MOST_ROWS = 200_000
LOOKED_AT_FOR_HEADING = 20
TOLD_EVERY = 500
Reserved = dict[tuple[str, str], int]


class Progress(Protocol):
    """Told now and then how far a stage has come; `total` None while nobody knows."""

    def __call__(self, stage: str, done: int, total: int | None) -> None: ...


class TooManyRowsError(RefusedError):
    kind = "invalid"
    sentence = said("The sheet has more than {most} rows; split it into several files.")


@dataclass(frozen=True, slots=True)
class Judged:
    """`readings`: every offer the sheet names, with its draft and bad cells; `faults`: all bad cells in row order."""

    rows: int
    titles: tuple[str, ...]
    readings: list[Reading]
    faults: list[Fault]
    categories: dict[str, CategoryNode]


def judged(file: BinaryIO, *, supplier_id: int, heading: Heading | None, progress: Progress) -> Judged:
    """Read and judge the whole sheet. `heading` None: found by its titles. Raises the refusal of a file that cannot be
    read or has no heading."""
    nodes = category_tree()
    with table_rows(file) as rows:
        first = list(islice(rows, LOOKED_AT_FOR_HEADING))
        heading = heading or guess_heading([(row.number, row.cells) for row in first])
        if missing := columns_missing(heading):
            raise RefusalsError(missing)
        below = (row for row in chain(first, rows) if row.number > heading.last_row and not row.is_blank())
        readings = list(grouped(heading, _counted(below, progress)))
    if not readings:
        raise SheetEmptyError
    by_code = {node.code: node for node in nodes}
    _judge_all(readings, heading, by_code, _reserved(supplier_id), progress)
    faults = sorted((fault for reading in readings for fault in reading.faults), key=lambda f: (f.row, f.position))
    return Judged(_rows_of(readings), heading.titles, readings, faults, by_code)


def judged_rows(
    rows: Iterable[Line], heading: Heading, nodes: Iterable[CategoryNode], *, supplier_id: int
) -> list[Reading]:
    """The offers that the first rows of a sheet will become, with what is wrong in them."""
    by_code = {node.code: node for node in nodes}
    readings = list(grouped(heading, (row for row in rows if row.number > heading.last_row)))
    _judge_all(readings, heading, by_code, _reserved(supplier_id), silent)
    return readings


def silent(stage: str, done: int, total: int | None) -> None: ...


def _rows_of(readings: Iterable[Reading]) -> int:
    """Rows, however many variants stand side by side in each."""
    return sum(len({line.number for line in reading.lines}) for reading in readings)


def _counted(rows: Iterator[Row], progress: Progress) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise TooManyRowsError(most=MOST_ROWS)
        if count % TOLD_EVERY == 0:
            progress("read", count, None)
        yield row


def _judge_all(
    readings: list[Reading],
    heading: Heading,
    categories: dict[str, CategoryNode],
    reserved: Reserved,
    progress: Progress,
) -> None:
    named = _by_name(categories)
    for count, reading in enumerate(readings, start=1):
        drafts_from(reading, heading, named)
        _judge(reading, heading, categories, reserved)
        if count % TOLD_EVERY == 0 or count == len(readings):
            progress("judge", count, len(readings))


def _judge(reading: Reading, heading: Heading, categories: dict[str, CategoryNode], reserved: Reserved) -> None:
    """Add what the draft as a whole shows, unless the same cell was told already."""
    draft = reading.draft
    if draft is None:
        return
    told = {(fault.row, fault.position) for fault in reading.faults}
    for refusal in (*draft_faults(draft, categories), *_below_reserved(draft, reserved)):
        fault = fault_of(reading, heading, refusal)
        if (fault.row, fault.position) not in told:
            told.add((fault.row, fault.position))
            reading.faults.append(fault)


def _below_reserved(draft: OfferDraft, reserved: Reserved) -> Iterator[RefusedError]:
    for index, sku in enumerate(draft.skus):
        held = reserved.get((draft.code, sku.code), 0)
        if sku.on_hand is not None and sku.on_hand < held:
            item = f"{draft.title_zh} {' / '.join(sku.spec.values())}".strip()
            yield CountBelowReservedError(item=item, reserved=held, field=at_field("skus", index, "on_hand"))


def _reserved(supplier_id: int) -> Reserved:
    held = Stock.objects.filter(sku__offer__supplier_id=supplier_id, reserved__gt=0)
    return {
        (offer, sku): pieces for offer, sku, pieces in held.values_list("sku__offer__code", "sku__code", "reserved")
    }


def _by_name(categories: dict[str, CategoryNode]) -> dict[str, Category]:
    """Codes win over names, names of the upper categories over those below."""
    named: dict[str, Category] = {}
    for node in categories.values():
        for name in (node.name_zh, node.name_en):
            named.setdefault(name.casefold(), Category(node.code, node.attributes))
    return named | {node.code.casefold(): Category(node.code, node.attributes) for node in categories.values()}
