"""The sheet a supplier ships by: exported with what is left to ship, sent back with couriers and waybills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huopan.kernel.refusal import RefusedError, said

ORDER, SKU, QUANTITY, CARRIER, WAYBILL = "order", "sku", "quantity", "carrier", "waybill"
COLUMNS = (ORDER, SKU, QUANTITY, CARRIER, WAYBILL)


class ColumnMissingError(RefusedError):
    kind = "invalid"
    sentence = said("The column “{column}” is missing; export the orders, write into that sheet and send it back.")


class HalfWaybillError(RefusedError):
    kind = "invalid"
    sentence = said("Row {row}: write both the courier and the waybill number, or neither.")


class NotAWholeNumberError(RefusedError):
    kind = "invalid"
    sentence = said("Row {row}: “{text}” is not a whole number of pieces; write digits only, such as 12.")


@dataclass(slots=True)
class Sending:
    """What the rows of one order ask to be sent. `rows`: their numbers in the sheet; `sku_rows`: those that name a
    SKU."""

    rows: list[int] = field(default_factory=list)
    parcels: list[tuple[str, str]] = field(default_factory=list)
    quantities: dict[int, int] = field(default_factory=dict)
    sku_rows: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    refusals: list[RefusedError] = field(default_factory=list)

    def add(self, row: int, cells: Mapping[str, str]) -> None:
        self.rows.append(row)
        try:
            parcel, sku_id, quantity = _read(row, cells)
        except RefusedError as refusal:
            self.refusals.append(refusal)
            return
        if parcel not in self.parcels:
            self.parcels.append(parcel)
        self.sku_rows[sku_id].append(row)
        self.quantities[sku_id] = self.quantities.get(sku_id, 0) + quantity


def sendings(rows: Iterable[tuple[int, Mapping[str, str]]]) -> dict[str, Sending]:
    """By order number, in sorted order; rows without courier and waybill are left for another time."""
    found: dict[str, Sending] = defaultdict(Sending)
    for row, cells in rows:
        if cells[CARRIER] or cells[WAYBILL]:
            found[cells[ORDER].upper()].add(row, cells)
    return dict(sorted(found.items()))


def _read(row: int, cells: Mapping[str, str]) -> tuple[tuple[str, str], int, int]:
    if not (cells[CARRIER] and cells[WAYBILL]):
        raise HalfWaybillError(row=row, column=WAYBILL if cells[CARRIER] else CARRIER)
    return (cells[CARRIER], cells[WAYBILL]), _whole(row, SKU, cells), _whole(row, QUANTITY, cells)


def _whole(row: int, column: str, cells: Mapping[str, str]) -> int:
    text = cells[column]
    if not (text.isascii() and text.isdigit() and len(text) < 16):  # noqa: PLR2004 - fits every column
        raise NotAWholeNumberError(row=row, column=column, text=text)
    return int(text)
