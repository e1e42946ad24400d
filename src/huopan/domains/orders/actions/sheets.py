"""Orders out as a sheet, and shipments in by the same sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy, override, pgettext_lazy

from huopan.domains.logistics import queries as logistics
from huopan.domains.logistics.rules import carrier_of
from huopan.domains.orders import queries
from huopan.domains.orders.actions.shipping import ship_order
from huopan.domains.orders.events import ConsigneeRevealed
from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.rules import sheets
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.orders.rules.sheets import Sending, sendings
from huopan.infra.files.sheets import Row, SheetEmptyError, escaped, table_rows
from huopan.infra.files.workbooks import Cell, workbook
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import RefusalsError, RefusedError, UnknownError

MOST_ORDERS = 5_000
LANGUAGES = ("zh-hans", "en")
HEADINGS = {
    sheets.ORDER: gettext_lazy("Order number"),
    sheets.SKU: gettext_lazy("SKU number"),
    sheets.QUANTITY: gettext_lazy("To ship"),
    sheets.CARRIER: gettext_lazy("Courier"),
    sheets.WAYBILL: gettext_lazy("Waybill number"),
}
ABOUT = [
    pgettext_lazy("orders", "State"),
    gettext_lazy("Ordered at"),
    gettext_lazy("Buyer"),
    gettext_lazy("Supplier"),
    gettext_lazy("Contact"),
    gettext_lazy("Phone"),
    gettext_lazy("Division"),
    gettext_lazy("Street and number"),
    gettext_lazy("Goods"),
    gettext_lazy("Specification"),
    pgettext_lazy("orders", "Pieces"),
    gettext_lazy("Unit price, yuan"),
    gettext_lazy("Amount, yuan"),
    gettext_lazy("Note"),
]


@dataclass(frozen=True, slots=True)
class ShippedBySheet:
    """Order numbers that were shipped, and why others were not, by order number."""

    shipped: tuple[str, ...]
    refused: Mapping[str, tuple[RefusedError, ...]]


@transaction.atomic
def export_orders(
    *,
    side: str,
    state: str = "",
    wanted: queries.OrdersWanted | None = None,
    numbers: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
) -> bytes:
    """An .xlsx of `by`'s orders, the newest 5,000, one row per line. `side`: buyer or supplier; `wanted` narrows what
    a buyer gets, `numbers` what a supplier gets.

    A supplier finds the full address where it may have it, and each such look is noted in the trail; it writes courier
    and waybill into the last columns and sends the sheet back to `ship_by_sheet`.
    """
    if not by.may("buy"):
        by.must("sell")
    orders = _sold(state, numbers, by) if side == "supplier" else _bought(wanted or queries.OrdersWanted(tab=state), by)
    revealed = [order for order in orders if side == "supplier" and _may_reveal(order, by, at)]
    shown = {order.pk: _consignee(order, by, revealed) for order in orders}
    if revealed:
        announce(*(replace(ConsigneeRevealed.of(order, at=at), concerns=()) for order in revealed), by=by)
    rows = (_cells(order, line, shown[order.pk]) for order in orders for line in order.lines.all())
    return workbook(gettext("Orders"), [str(heading) for heading in (*HEADINGS.values(), *ABOUT)], rows)


@transaction.atomic
def ship_by_sheet(*, file: BinaryIO, is_partial: bool = False, by: Actor, at: datetime) -> ShippedBySheet:
    """Ship every order whose rows name a courier and a waybill, each row its pieces of one SKU.

    Orders that cannot be shipped are told; with `is_partial` the others are shipped, else nothing is. Sent twice, the
    second time refuses what the first one shipped. Raises RefusalsError and what reading a sheet raises.
    """
    by.must("sell")
    shipped, refused = [], {}
    with table_rows(file) as rows:
        wanted = sendings(named_cells(rows))
    for number, sending in wanted.items():
        refusals = tuple(sending.refusals) or _refusals_to_ship(number, sending, by, at)
        if refusals:
            refused[number] = refusals
        else:
            shipped.append(number)
    if refused and not is_partial:
        raise RefusalsError([refusal for refusals in refused.values() for refusal in refusals])
    return ShippedBySheet(tuple(shipped), refused)


def _sold(state: str, numbers: Sequence[str] | None, by: Actor) -> list[SupplierOrder]:
    if numbers is not None:
        return queries.orders_numbered(list(numbers)[:MOST_ORDERS], by)
    return list(queries.orders_sold(by, state)[:MOST_ORDERS])


def _bought(wanted: queries.OrdersWanted, by: Actor) -> list[SupplierOrder]:
    return list(queries.orders_wanted(by, wanted)[:MOST_ORDERS])


def _refusals_to_ship(number: str, sending: Sending, by: Actor, at: datetime) -> tuple[RefusedError, ...]:
    try:
        with transaction.atomic():
            ship_order(number=number, parcels=sending.parcels, quantities=sending.quantities, by=by, at=at)
    except UnknownError:
        return (UnknownError(what=f"{SupplierOrder._meta.verbose_name} {number}"),)
    except RefusedError as refusal:
        return (refusal,)
    return ()


def named_cells(rows: Iterator[Row]) -> Iterable[tuple[int, dict[str, str]]]:
    """Each row's cells by column, whichever of our languages its headings are in."""
    first = next(rows, None)
    if first is None:
        raise SheetEmptyError
    places = {column: place_of(first, column) for column in sheets.COLUMNS}
    for row in rows:
        if not row.is_blank():
            cells = {
                column: row.cells[place].strip() if place < len(row.cells) else "" for column, place in places.items()
            }
            cells[sheets.CARRIER] = _carrier(cells)
            yield row.number, cells


def _carrier(cells: Mapping[str, str]) -> str:
    """The courier as named, by its code; where none is named, the one whose numbers look like this waybill's."""
    named = cells[sheets.CARRIER]
    return logistics.carrier_code(named) if named else carrier_of(cells[sheets.WAYBILL])


def place_of(first: Row, column: str) -> int:
    """Where the column stands, whichever of our languages its heading is in. Raises ColumnMissingError."""
    known = set()
    for language in LANGUAGES:
        with override(language):
            known.add(str(HEADINGS[column]))
    for place, heading in enumerate(first.cells):
        if heading.strip() in known:
            return place
    raise sheets.ColumnMissingError(column=str(HEADINGS[column]))


def _may_reveal(order: SupplierOrder, by: Actor, at: datetime) -> bool:
    return by.may("sell") and queries.may_reveal_consignee(order, at)


def _consignee(order: SupplierOrder, by: Actor, revealed: Sequence[SupplierOrder]) -> AddressSnapshot:
    return AddressSnapshot.stored(order.address) if order in revealed else queries.consignee_for(order, by)


def _cells(order: SupplierOrder, line: OrderLine, to: AddressSnapshot) -> list[Cell]:
    left = line.unshipped_quantity if order.state == SupplierOrder.State.AWAITING_SHIPMENT else 0
    said = (to.contact_name, to.phone, to.division_name, to.detail, line.title_zh, _spec(line))
    return [
        order.number,
        str(line.sku_id),
        left,
        "",
        "",
        str(order.get_state_display()),
        order.placed_at,
        escaped(str(order.buyer)),
        escaped(str(order.supplier)),
        *map(escaped, said),
        line.quantity,
        UnitPrice(line.unit_price_hao).yuan(),
        Decimal(Money(line.amount_fen).yuan()),
        escaped(order.buyer_note),
    ]


def _spec(line: OrderLine) -> str:
    return " / ".join(map(str, line.spec.values()))
