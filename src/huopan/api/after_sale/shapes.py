"""After-sales, evidence and messages as API clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from huopan.api.base import Fen, Id, QuerySchema, Schema
from huopan.domains.orders.models import AfterSale, Evidence, OrderMessage
from huopan.kernel.money import Money

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
MaybeWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Carrier = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
Waybill = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=39)]
Kind = Literal["refund", "return"]
Settled = Literal["refunded", "closed", "arbitrated"]
Unsettled = Literal["requested", "agreed", "refused", "goods_returning", "goods_received", "disputed"]


class ClaimLineIn(Schema):
    sku_id: Id
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class ClaimIn(Schema):
    kind: Kind = Field(description="Money alone, or goods back for money")
    reason: Words
    lines: list[ClaimLineIn] = Field([], max_length=500, description="The pieces it is about; none: money alone")
    amount_fen: Fen | None = Field(None, description="What you ask for; null: the price of the pieces")

    def pieces(self) -> dict[int, int]:
        """Pieces by SKU id; a SKU named twice counts twice."""
        pieces: dict[int, int] = {}
        for line in self.lines:
            pieces[line.sku_id] = pieces.get(line.sku_id, 0) + line.quantity
        return pieces

    def amount(self) -> Money | None:
        return None if self.amount_fen is None else Money(self.amount_fen)


class AnswerIn(Schema):
    answer: MaybeWords = ""


class RefusalAnswerIn(Schema):
    answer: Words


class SentBackIn(Schema):
    carrier: Carrier
    waybill_number: Waybill


class ReceivedBackIn(Schema):
    is_sellable: bool = Field(True, description="Whether the goods go back into stock")


class DisputeIn(Schema):
    because: Words


class EvidenceIn(Schema):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class RulingIn(Schema):
    outcome: Literal["full", "partial", "none"]
    ruling: Words
    amount_fen: Fen | None = Field(None, description="For a partial refund: above zero, below what was asked")

    def amount(self) -> Money | None:
        return None if self.amount_fen is None else Money(self.amount_fen)


class Listing(QuerySchema):
    side: Literal["buyer", "supplier"] = "buyer"
    state: Unsettled | Settled | None = None


class ClaimLineOut(Schema):
    sku_id: int
    quantity: int


class AfterSaleOut(Schema):
    number: str
    order_number: str
    supplier_id: int
    buyer_id: int
    kind: str
    state: str
    reason: str
    lines: list[ClaimLineOut]
    amount_fen: int = Field(description="What the buyer asks for")
    refunded_fen: int = Field(description="What came of it")
    answer: str
    return_waybill: str
    ruling: str
    due_at: datetime | None = Field(description="When it moves by itself")
    requested_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, after_sale: AfterSale) -> AfterSaleOut:
        return cls(**_shown(after_sale))


class EvidenceOut(Schema):
    id: int
    party_id: int
    text: str
    has_picture: bool = Field(description="Fetch it at /evidence/{evidence_id}/picture")
    at: datetime

    @classmethod
    def of(cls, evidence: Evidence) -> EvidenceOut:
        return cls(
            id=evidence.pk,
            party_id=evidence.party_id,
            text=evidence.text,
            has_picture=bool(evidence.file),
            at=evidence.at,
        )


class AfterSaleDetailOut(AfterSaleOut):
    evidence: list[EvidenceOut]

    @classmethod
    def of(cls, after_sale: AfterSale) -> AfterSaleDetailOut:
        shown = sorted(after_sale.evidence.all(), key=lambda each: each.pk)
        return cls(**_shown(after_sale), evidence=[EvidenceOut.of(each) for each in shown])


class MessageIn(Schema):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class MessageOut(Schema):
    id: int
    party_id: int
    text: str
    at: datetime
    read_at: datetime | None = Field(description="When the other side first saw it")

    @classmethod
    def of(cls, message: OrderMessage) -> MessageOut:
        return cls(id=message.pk, party_id=message.party_id, text=message.text, at=message.at, read_at=message.read_at)


class ReadOut(Schema):
    read_count: int = Field(description="Messages of the other side that were new")


def _shown(after_sale: AfterSale) -> dict[str, Any]:
    order = after_sale.order
    return {
        "number": after_sale.number,
        "order_number": order.number,
        "supplier_id": order.supplier_id,
        "buyer_id": order.buyer_id,
        "kind": after_sale.kind,
        "state": after_sale.state,
        "reason": after_sale.reason,
        "lines": [ClaimLineOut(**line) for line in after_sale.lines],
        "amount_fen": after_sale.amount_fen,
        "refunded_fen": after_sale.refunded_fen,
        "answer": after_sale.answer,
        "return_waybill": after_sale.return_waybill,
        "ruling": after_sale.ruling,
        "due_at": after_sale.due_at,
        "requested_at": after_sale.requested_at,
        "closed_at": after_sale.closed_at,
    }
