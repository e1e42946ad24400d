"""What happened to a buyer's own limits and to purchases beyond them; no business of suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class SpendingLimitSet(Event):
    about: ClassVar[str] = "buyer_id"

    buyer_id: int
    person_id: int
    per_order_fen: int | None
    per_month_fen: int | None


@dataclass(frozen=True, kw_only=True)
class _OfRequest(Event):
    about: ClassVar[str] = "purchase_request_id"

    purchase_request_id: int
    number: str
    buyer_id: int


@dataclass(frozen=True, kw_only=True)
class PurchaseAsked(_OfRequest):
    total_fen: int


@dataclass(frozen=True, kw_only=True)
class PurchaseApproved(_OfRequest):
    purchase_number: str


@dataclass(frozen=True, kw_only=True)
class PurchaseNotApproved(_OfRequest):
    """`state`: refused or withdrawn."""

    state: str
