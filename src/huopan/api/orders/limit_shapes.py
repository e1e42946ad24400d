"""Spending limits and purchase requests as API clients see them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from huopan.api.base import Fen, Schema
from huopan.api.orders.cart_shapes import WantedLine
from huopan.api.orders.shapes import PlaceIn, Reason
from huopan.domains.orders.models import PurchaseRequest, SpendingLimit
from huopan.domains.orders.rules.limits import Allowance
from huopan.kernel.money import Money


class AllowanceOut(Schema):
    """Null limits nothing."""

    per_order_fen: int | None
    per_month_fen: int | None
    spent_fen: int | None = Field(description="This calendar month, without what was cancelled; null without a limit")
    left_fen: int | None = Field(description="Of this month")

    @classmethod
    def of(cls, allowance: Allowance | None) -> AllowanceOut:
        if allowance is None:
            return cls(per_order_fen=None, per_month_fen=None, spent_fen=None, left_fen=None)
        return cls(
            per_order_fen=_fen(allowance.per_order),
            per_month_fen=_fen(allowance.per_month),
            spent_fen=None if allowance.per_month is None else allowance.spent.fen,
            left_fen=_fen(allowance.left),
        )


class LimitIn(Schema):
    per_order_fen: Fen | None = None
    per_month_fen: Fen | None = None

    def amounts(self) -> dict[str, Money | None]:
        return {"per_order": _money(self.per_order_fen), "per_month": _money(self.per_month_fen)}


class LimitOut(Schema):
    person_id: int
    per_order_fen: int | None
    per_month_fen: int | None

    @classmethod
    def of(cls, limit: SpendingLimit) -> LimitOut:
        return cls(person_id=limit.person_id, per_order_fen=limit.per_order_fen, per_month_fen=limit.per_month_fen)


class AskIn(PlaceIn):
    why: Reason = Field("", description="For who approves")


class ApprovalIn(Schema):
    expected_total_fen: Fen | None = Field(None, description="What you were shown; null: what was asked for")


class AnswerIn(Schema):
    answer: Reason = Field("", description="For who asked")


class PurchaseRequestOut(Schema):
    number: str
    state: str
    asked_by: int = Field(description="Whose person id this is: see /team")
    lines: list[WantedLine]
    total_fen: int = Field(description="When it was asked for")
    why: str
    answer: str
    asked_at: datetime
    decided_at: datetime | None
    purchase_number: str | None = Field(description="Once approved")

    @classmethod
    def of(cls, asked: PurchaseRequest) -> PurchaseRequestOut:
        same = ("number", "state", "total_fen", "why", "answer", "asked_at", "decided_at")
        return cls(
            **{name: getattr(asked, name) for name in same},
            asked_by=asked.asked_by_id,
            lines=[WantedLine(**line) for line in asked.lines],
            purchase_number=asked.purchase.number if asked.purchase else None,
        )


def _fen(money: Money | None) -> int | None:
    return None if money is None else money.fen


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
