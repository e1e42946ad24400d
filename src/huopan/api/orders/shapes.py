"""Purchases and orders as API clients see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from huopan.api.base import Fen, Id, Line, Number, QuerySchema, Schema
from huopan.api.orders.cart_shapes import Pieces, RefusalOut
from huopan.domains.orders import queries
from huopan.domains.orders.models import OrderLine, PurchaseGroup, SupplierOrder
from huopan.domains.orders.rules.consignees import AddressSnapshot
from huopan.domains.parties.models import Party
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class WhereToError(RefusedError):
    kind = "invalid"
    sentence = said("Say where to: either address_id, an address you keep, or address, written out; not both.")


class AddressIn(Schema):
    contact_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=20)]
    division_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    detail: Line


class NoteIn(Schema):
    supplier_id: Id
    text: Note


class PlaceIn(Schema):
    address_id: Id | None = None
    address: AddressIn | None = None
    notes: list[NoteIn] = Field([], max_length=100)
    sku_ids: list[Id] | None = Field(None, max_length=500, description="Only these of the cart; null: all of it")
    expected_total_fen: Fen | None = Field(None, description="What you were shown; another total is refused")
    invoice_title_id: Id | None = Field(None, description="One that you keep; null: no invoice")

    def destination(self) -> AddressSnapshot | int:
        """Raises WhereToError and what a written address may be refused for."""
        if (self.address_id is None) == (self.address is None):
            raise WhereToError
        return queries.said_address(**self.address.model_dump()) if self.address else self.address_id or 0


class BecauseIn(Schema):
    because: Reason = ""


class RefusalIn(Schema):
    because: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ParcelIn(Schema):
    carrier: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
    waybill_number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class SentLine(Schema):
    sku_id: Id
    quantity: Pieces


class ShipIn(Schema):
    parcels: list[ParcelIn] = Field(min_length=1, max_length=100)
    lines: list[SentLine] | None = Field(None, max_length=500, description="What is in it; null: all that is left")

    def quantities(self) -> dict[int, int] | None:
        """Pieces by SKU id; a SKU named twice counts twice."""
        if self.lines is None:
            return None
        summed: Counter[int] = Counter()
        for line in self.lines:
            summed[line.sku_id] += line.quantity
        return dict(summed)


class NumbersIn(Schema):
    numbers: list[Number] = Field(min_length=1, max_length=100)


class Listing(QuerySchema):
    side: Literal["buyer", "supplier"] = Field("buyer", description="What you ordered, or what was ordered from you")
    state: SupplierOrder.State | None = None


class PartyOut(Schema):
    id: int
    name_zh: str
    name_en: str

    @classmethod
    def of(cls, party: Party) -> PartyOut:
        return cls(id=party.pk, name_zh=party.name_zh, name_en=party.name_en)


class AddressOut(Schema):
    contact_name: str
    phone: str
    division_code: str
    division_name: str
    detail: str

    @classmethod
    def of(cls, address: AddressSnapshot) -> AddressOut:
        return cls(**address.as_json())


class OrderLineOut(Schema):
    sku_id: int
    offer_id: int
    title_zh: str
    title_en: str
    spec: dict[str, str]
    quantity: int
    unit_price_hao: int
    amount_fen: int
    shipped_quantity: int
    dropped_quantity: int = Field(description="Refunded before they left")
    returned_quantity: int

    @classmethod
    def of(cls, line: OrderLine) -> OrderLineOut:
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class OrderOut(Schema):
    number: str
    state: str
    supplier: PartyOut
    buyer: PartyOut
    goods_fen: int
    freight_fen: int
    total_fen: int
    refunded_fen: int
    buyer_note: str
    closed_because: str
    placed_at: datetime
    due_at: datetime | None
    lines: list[OrderLineOut]

    @classmethod
    def of(cls, order: SupplierOrder) -> OrderOut:
        return cls(**_order_fields(order))


class HistoryOut(Schema):
    event: str
    words: str
    side: str
    at: datetime


class OrderDetailOut(OrderOut):
    purchase_number: str
    address: AddressOut = Field(description="Masked for the supplier, who may ask for it in full")
    invoice_title: dict[str, str] = Field(description="Whom the invoice is made out to; empty for no invoice")
    paid_at: datetime | None
    accepted_at: datetime | None
    shipped_at: datetime | None
    collected_at: datetime | None
    delivered_at: datetime | None
    closed_at: datetime | None
    history: list[HistoryOut]

    @classmethod
    def seen_by(cls, order: SupplierOrder, by: Actor) -> OrderDetailOut:
        moments = ("paid_at", "accepted_at", "shipped_at", "collected_at", "delivered_at", "closed_at")
        return cls(
            **_order_fields(order),
            **{moment: getattr(order, moment) for moment in moments},
            purchase_number=order.group.number,
            address=AddressOut.of(queries.consignee_for(order, by)),
            invoice_title=order.group.invoice_title,
            history=[
                HistoryOut(event=entry.name, words=str(entry.words), side=entry.side, at=entry.at)
                for entry in queries.history(order)
            ],
        )


class MovedOut(Schema):
    number: str
    state: str

    @classmethod
    def of(cls, order: SupplierOrder) -> MovedOut:
        return cls(number=order.number, state=order.state)


class TriedOut(Schema):
    number: str
    refusal: RefusalOut | None = Field(description="Null when it was done")


class TriedAllOut(Schema):
    items: list[TriedOut]

    @classmethod
    def of(cls, tried: Mapping[str, RefusedError | None]) -> TriedAllOut:
        """What came of each, by order number."""
        refusals = {number: RefusalOut.of(refusal) if refusal else None for number, refusal in tried.items()}
        return cls(items=[TriedOut(number=number, refusal=refusal) for number, refusal in refusals.items()])


class PurchaseOrderOut(Schema):
    number: str
    state: str
    supplier: PartyOut
    total_fen: int

    @classmethod
    def of(cls, order: SupplierOrder) -> PurchaseOrderOut:
        supplier = PartyOut.of(order.supplier)
        return cls(number=order.number, state=order.state, supplier=supplier, total_fen=order.total_fen)

    @classmethod
    def part(cls, part: queries.PurchasePart) -> PurchaseOrderOut:
        supplier = PartyOut(id=part.supplier_id, name_zh=part.supplier_name_zh, name_en=part.supplier_name_en)
        return cls(number=part.number, state=part.state, supplier=supplier, total_fen=part.total_fen)


class PurchaseOut(Schema):
    number: str
    payment_number: str = Field(description="What to pay: ask for its link at /payments")
    total_fen: int
    placed_at: datetime
    address: AddressOut
    orders: list[PurchaseOrderOut]

    @classmethod
    def of(cls, purchase: PurchaseGroup) -> PurchaseOut:
        return cls(
            number=purchase.number,
            payment_number=purchase.payment_number,
            total_fen=purchase.total_fen,
            placed_at=purchase.placed_at,
            address=AddressOut.of(AddressSnapshot.stored(purchase.address)),
            orders=[PurchaseOrderOut.of(order) for order in purchase.orders.all()],
        )

    @classmethod
    def whole(cls, purchase: queries.Purchase) -> PurchaseOut:
        return cls(
            number=purchase.number,
            payment_number=purchase.payment_number,
            total_fen=purchase.total_fen,
            placed_at=purchase.placed_at,
            address=AddressOut.of(purchase.address),
            orders=[PurchaseOrderOut.part(part) for part in purchase.parts],
        )


class PlacedOut(Schema):
    number: str
    payment_number: str
    total_fen: int


def _order_fields(order: SupplierOrder) -> dict[str, Any]:
    money = ("goods_fen", "freight_fen", "total_fen", "refunded_fen")
    plain = ("number", "state", "buyer_note", "placed_at", "due_at", *money)
    return {name: getattr(order, name) for name in plain} | {
        "supplier": PartyOut.of(order.supplier),
        "buyer": PartyOut.of(order.buyer),
        "closed_because": queries.closing_words(order),
        "lines": [OrderLineOut.of(line) for line in order.lines.all()],
    }
