"""Sheets of waybills: kept, judged before anything leaves, shipped by, and sent back with what is wrong."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction

from huopan.domains.logistics.actions import WaybillTakenError
from huopan.domains.orders.actions.sheets import ShippedBySheet, named_cells, place_of, ship_by_sheet
from huopan.domains.orders.actions.shipping import NotOfThisOrderError, ShipsMoreThanOrderedError
from huopan.domains.orders.actions.stepping import AfterSaleOpenError, OrderNotReadyError
from huopan.domains.orders.models import ShippingSheet, SupplierOrder
from huopan.domains.orders.queries.shipping_sheets import Shippable, shippables, waybills_taken
from huopan.domains.orders.rules import sheets
from huopan.domains.orders.rules.sheets import Sending, sendings
from huopan.infra.files.sheets import table_rows
from huopan.infra.files.workbooks import commented
from huopan.infra.sentences import in_words
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said


class NoWaybillsError(RefusedError):
    kind = "invalid"
    sentence = said("No row of this sheet has a waybill number; write them into the column and send it again.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: its row in the sheet and its column (`rules.sheets.COLUMNS`)."""

    row: int
    column: str
    refusal: RefusedError


@dataclass(frozen=True, slots=True)
class JudgedRow:
    row: int
    cells: Mapping[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """`rows`: those with a courier or a waybill, in the sheet's order. `good`: numbers of orders that can ship."""

    rows: tuple[JudgedRow, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]


@transaction.atomic
def keep_shipping_sheet(*, file: BinaryIO, name: str, by: Actor, at: datetime) -> ShippingSheet:
    """Keep a sheet that can be read and names waybills. Raises ForbiddenError, NoWaybillsError, ColumnMissingError and
    what reading a sheet raises."""
    by.must("sell")
    with table_rows(file) as rows:
        if not sendings(named_cells(rows)):
            raise NoWaybillsError
    file.seek(0)
    return ShippingSheet.objects.create(
        supplier_id=by.party_id,
        person_id=by.person_id,
        file=File(file, name=secrets.token_hex(16)),
        file_name=PurePath(name).name[-200:],
        sent_at=at,
    )


def judge_shipping_sheet(*, sheet_id: int, by: Actor) -> Judged:
    """What shipping by the sheet would do now, without doing it. Raises UnknownError to strangers."""
    sheet = _kept(sheet_id, by)
    with sheet.file.open("rb") as file, table_rows(cast("BinaryIO", file)) as rows:
        cells = dict(named_cells(rows))
    wanted = sendings(cells.items())
    faults = _faults(wanted, by)
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for found in faults.values():
        for fault in found:
            by_row[fault.row].append(fault)
    asked = {row for sending in wanted.values() for row in sending.rows}
    judged = tuple(JudgedRow(row, cells[row], tuple(by_row[row])) for row in sorted(asked))
    bad = tuple(number for number in wanted if faults[number])
    return Judged(judged, tuple(number for number in wanted if not faults[number]), bad)


@transaction.atomic
def ship_by_kept_sheet(*, sheet_id: int, by: Actor, at: datetime) -> ShippedBySheet:
    """Ship what can be shipped; sent twice, the second time ships nothing more. Raises UnknownError to strangers."""
    by.must("sell")
    sheet: ShippingSheet = ShippingSheet.objects.select_for_update(of=("self",)).seen(by, pk=sheet_id)
    if sheet.shipped_at is not None:
        return ShippedBySheet((), {})
    with sheet.file.open("rb") as file:
        done = ship_by_sheet(file=cast("BinaryIO", file), is_partial=True, by=by, at=at)
    sheet.shipped, sheet.shipped_at = len(done.shipped), at
    sheet.save(update_fields=["shipped", "shipped_at"])
    return done


def return_shipping_sheet(*, sheet_id: int, by: Actor) -> bytes:
    """The sheet as it came, each bad cell coloured and with a comment that says what is wrong."""
    sheet = _kept(sheet_id, by)
    judged = judge_shipping_sheet(sheet_id=sheet_id, by=by)
    with sheet.file.open("rb") as file, table_rows(cast("BinaryIO", file)) as rows:
        table = list(rows)
    places = {column: place_of(table[0], column) for column in sheets.COLUMNS}
    notes: dict[tuple[int, int], str] = {}
    for row in judged.rows:
        for fault in row.faults:
            notes[fault.row, places[fault.column]] = in_words(fault.refusal)
    return commented(sheet.file_name, {row.number: row.cells for row in table}, notes)


@transaction.atomic
def forget_shipping_sheets(*, before: datetime) -> int:
    """Drop sheets sent before a time with their files; the orders remember by themselves what was shipped. Returns how
    many."""
    old = list(ShippingSheet.objects.select_for_update(skip_locked=True, of=("self",)).filter(sent_at__lt=before))
    ShippingSheet.objects.filter(pk__in=[sheet.pk for sheet in old]).delete()
    for sheet in old:
        transaction.on_commit(partial(sheet.file.storage.delete, sheet.file.name))
    return len(old)


def _kept(sheet_id: int, by: Actor) -> ShippingSheet:
    kept: ShippingSheet = ShippingSheet.objects.seen(by, pk=sheet_id)
    return kept


def _faults(wanted: Mapping[str, Sending], by: Actor) -> dict[str, list[Fault]]:
    """By order number. Four statements however many rows."""
    known = shippables(list(wanted), by)
    numbers = [waybill.upper() for sending in wanted.values() for _carrier, waybill in sending.parcels]
    taken = waybills_taken(numbers)
    return {number: list(_of_order(number, sending, known.get(number), taken)) for number, sending in wanted.items()}


def _of_order(number: str, sending: Sending, known: Shippable | None, taken: set[tuple[str, str]]) -> Iterator[Fault]:
    for refusal in sending.refusals:
        yield Fault(refusal.params["row"], refusal.params["column"], refusal)
    if known is None:
        yield from _on_each(sending, sheets.ORDER, UnknownError(what=f"{SupplierOrder._meta.verbose_name} {number}"))
        return
    if known.order.state != SupplierOrder.State.AWAITING_SHIPMENT:
        state = SupplierOrder.State(known.order.state).label
        yield from _on_each(sending, sheets.ORDER, OrderNotReadyError(number=number, state=state))
        return
    if known.is_held:
        yield from _on_each(sending, sheets.ORDER, AfterSaleOpenError(number=number))
    yield from _of_pieces(known, sending)
    clash = [waybill for carrier, waybill in sending.parcels if (carrier, waybill.upper()) in taken]
    if clash:
        yield from _on_each(sending, sheets.WAYBILL, WaybillTakenError(waybills=", ".join(clash)))


def _of_pieces(known: Shippable, sending: Sending) -> Iterator[Fault]:
    titles = {line.sku_id: line.title_zh for line in known.order.lines.all()}
    for sku_id, asked in sending.quantities.items():
        rows = sending.sku_rows[sku_id]
        if sku_id not in known.left:
            refusal: RefusedError = NotOfThisOrderError(number=known.order.number, sku_id=sku_id)
            yield from (Fault(row, sheets.SKU, refusal) for row in rows)
        elif not 1 <= asked <= known.left[sku_id]:
            refusal = ShipsMoreThanOrderedError(item=titles[sku_id], left=known.left[sku_id], asked=asked)
            yield from (Fault(row, sheets.QUANTITY, refusal) for row in rows)


def _on_each(sending: Sending, column: str, refusal: RefusedError) -> Iterator[Fault]:
    return (Fault(row, column, refusal) for row in sending.rows)
