"""What a supplier prints of orders: a picking list, delivery notes, courier labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huopan.domains.logistics import queries as logistics
from huopan.domains.logistics.models import Parcel
from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.infra import documents, languages
from huopan.kernel.actor import Actor

LAYOUT = Path(__file__).resolve().parent.parent / "data" / "papers.typ"
PICKING, NOTES, LABELS = PARTS = ("picking", "notes", "labels")


def papers_pdf(orders: Sequence[SupplierOrder], parts: Iterable[str], by: Actor, *, at: datetime) -> bytes:
    """The papers of `orders` as one file, in the reader's language. Raises what printing refuses."""
    shown, pictures = papers(orders, parts, by, at=at)
    return documents.pdf(LAYOUT, shown, pictures=pictures, at=at)


def papers(
    orders: Sequence[SupplierOrder], parts: Iterable[str], by: Actor, *, at: datetime
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the pages show, and their pictures by name. Addresses are in full: the caller has noted the look."""
    wanted = set(parts)
    pictures = _pictures(orders) if PICKING in wanted else {}
    shown: dict[str, Any] = {"words": _words(), "notes": [], "labels": []}
    if PICKING in wanted:
        shown["picking"] = _picking(orders, pictures, at)
    if NOTES in wanted:
        shown["notes"] = [_note(order, at) for order in orders]
    if LABELS in wanted:
        parcels = logistics.parcels_to_label([order.number for order in orders], by)
        shown["labels"] = [_label(order, parcel, at) for order in orders for parcel in parcels.get(order.number, [])]
    return shown, {name: content for name, content in pictures.values() if content}


def _picking(
    orders: Sequence[SupplierOrder], pictures: Mapping[str, tuple[str, bytes]], at: datetime
) -> dict[str, Any]:
    lines = [line for order in orders for line in order.lines.all() if _pieces(order, line)]
    totals: dict[int, int] = {}
    for order in orders:
        for line in order.lines.all():
            totals[line.sku_id] = totals.get(line.sku_id, 0) + _pieces(order, line)
    first = {line.sku_id: line for line in reversed(lines)}
    return {
        "printed": _printed(at),
        "summary": ngettext("%(n)s order", "%(n)s orders", len(orders)) % {"n": len(orders)},
        "goods": [
            {**_line(line), "pieces": f"{totals[sku_id]:,}", "picture": _named(line, pictures)}
            for sku_id, line in sorted(first.items(), key=lambda each: (each[1].title_zh, each[0]))
        ],
        "orders": [
            {
                **_head(order),
                "to": str(order.buyer),
                "due": _("Ship by %(when)s") % {"when": _when(order.due_at)} if order.due_at else "",
                "contents": _contents(order),
            }
            for order in orders
        ],
    }


def _note(order: SupplierOrder, at: datetime) -> dict[str, Any]:
    lines = [
        {**_line(line), "ordered": f"{line.quantity:,}", "pieces": f"{_pieces(order, line):,}"}
        for line in order.lines.all()
    ]
    total = sum(_pieces(order, line) for line in order.lines.all())
    return {
        **_head(order),
        **_addressed(order),
        "printed": _printed(at),
        "buyer": str(order.buyer),
        "said": order.buyer_note,
        "lines": lines,
        "total": f"{total:,}",
    }


def _label(order: SupplierOrder, parcel: Parcel, at: datetime) -> dict[str, Any]:
    return {
        **_head(order),
        **_addressed(order),
        "printed": _printed(at),
        "carrier": logistics.carrier_name(parcel.carrier),
        "waybill": parcel.waybill_number,
        "bars": documents.bars_drawing(parcel.waybill_number),
        "contents": [
            {"title": str(row.get("title", "")), "spec": _spec(row.get("spec")), "pieces": str(row.get("quantity", ""))}
            for row in parcel.shipment.contents
        ],
    }


def _head(order: SupplierOrder) -> dict[str, str]:
    return {
        "number": order.number,
        "supplier": str(order.supplier),
        "code": documents.qr_drawing(order.number),
    }


def _addressed(order: SupplierOrder) -> dict[str, str]:
    to = AddressSnapshot.stored(order.address)
    return {"contact": to.contact_name, "phone": to.phone, "address": to.division_name + to.detail}


def _contents(order: SupplierOrder) -> list[dict[str, str]]:
    return [
        {**_line(line), "pieces": f"{_pieces(order, line):,}"} for line in order.lines.all() if _pieces(order, line)
    ]


def _line(line: OrderLine) -> dict[str, str]:
    title = languages.own_language(line.title_zh, line.title_en)
    return {"title": title, "spec": _spec(line.spec), "sku": str(line.sku_id)}


def _pieces(order: SupplierOrder, line: OrderLine) -> int:
    """What is to be sent, or, of an order that has left, what was."""
    return line.unshipped_quantity if order.state in _TO_SHIP else line.shipped_quantity


_TO_SHIP = (SupplierOrder.State.AWAITING_ACCEPTANCE, SupplierOrder.State.AWAITING_SHIPMENT)


def _spec(values: Any) -> str:
    return " / ".join(map(str, values.values())) if isinstance(values, dict) else ""


def _pictures(orders: Sequence[SupplierOrder]) -> dict[str, tuple[str, bytes]]:
    """By stored name: the name in the document and the picture; nothing where it cannot be read."""
    stored = {line.image for order in orders for line in order.lines.all() if line.image}
    return {name: (f"{place}.jpg", _picture(name)) for place, name in enumerate(sorted(stored))}


def _named(line: OrderLine, pictures: Mapping[str, tuple[str, bytes]]) -> str:
    name, content = pictures.get(line.image, ("", b""))
    return name if content else ""


def _picture(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return documents.picture_for_print(file.read())
    except OSError:
        return b""


def _printed(at: datetime) -> str:
    return _("Printed %(when)s") % {"when": _when(at)}


def _when(moment: datetime) -> str:
    return date_format(localtime(moment), "m-d H:i")


def _words() -> dict[str, str]:
    return {
        "picking": _("Picking list"),
        "note": _("Delivery note"),
        "goods": _("Goods"),
        "sku": _("SKU number"),
        "pieces": pgettext("orders", "Pieces"),
        "picked": _("Picked"),
        "packed": _("Packed"),
        "by_order": _("By order"),
        "scan": _("Scan to ship"),
        "order": _("Order"),
        "ordered": _("Ordered"),
        "from": _("Sender"),
        "to": _("Goes to"),
        "buyer": _("Buyer"),
        "said": _("Note"),
        "total": _("Total"),
    }
