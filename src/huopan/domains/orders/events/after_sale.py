"""What happened to an after-sale, and what the two sides told each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol, Self

from huopan.domains.orders.events.orders import Order
from huopan.kernel.event import Event


class AfterSale(Protocol):
    """The part of an after-sale that every event tells."""

    number: str

    @property
    def pk(self) -> Any: ...
    @property
    def order(self) -> Order: ...


@dataclass(frozen=True, kw_only=True)
class _AfterSaleEvent(Event):
    about: ClassVar[str] = "after_sale_id"

    after_sale_id: int
    number: str
    order_number: str
    supplier_id: int
    buyer_id: int

    @classmethod
    def of(cls, after_sale: AfterSale, *, at: datetime, **more: Any) -> Self:
        """About `after_sale`, for both sides of its order to hear."""
        order = after_sale.order
        return cls(
            after_sale_id=after_sale.pk,
            number=after_sale.number,
            order_number=order.number,
            supplier_id=order.supplier_id,
            buyer_id=order.buyer_id,
            concerns=(order.buyer_id, order.supplier_id),
            at=at,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class AfterSaleRequested(_AfterSaleEvent):
    """The buyer asks for money, or to send goods back for it."""

    after_sale_kind: str
    amount_fen: int


@dataclass(frozen=True, kw_only=True)
class AfterSaleAgreed(_AfterSaleEvent):
    """The supplier takes the goods back."""


@dataclass(frozen=True, kw_only=True)
class AfterSaleRefused(_AfterSaleEvent):
    """The supplier says no; the buyer may bring it before the platform."""


@dataclass(frozen=True, kw_only=True)
class GoodsSentBack(_AfterSaleEvent):
    """The buyer has handed the goods to a courier."""


@dataclass(frozen=True, kw_only=True)
class GoodsReceivedBack(_AfterSaleEvent):
    """The supplier has the goods again."""


@dataclass(frozen=True, kw_only=True)
class AfterSaleRefunded(_AfterSaleEvent):
    """It ended with money back, by agreement."""

    refund_fen: int


@dataclass(frozen=True, kw_only=True)
class AfterSaleClosed(_AfterSaleEvent):
    """It ended without money: withdrawn, or the buyer let a time limit pass."""

    because: str


@dataclass(frozen=True, kw_only=True)
class AfterSaleDisputed(_AfterSaleEvent):
    """The platform decides now. `is_by_silence`: because the supplier did not answer in time."""

    is_by_silence: bool = False


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(_AfterSaleEvent):
    """One side has shown something."""

    evidence_id: int
    has_picture: bool


@dataclass(frozen=True, kw_only=True)
class AfterSaleArbitrated(_AfterSaleEvent):
    """The platform has decided: full, partial or none."""

    outcome: str
    refund_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderMessageSent(Event):
    """One side wrote to the other."""

    about: ClassVar[str] = "message_id"

    message_id: int
    number: str
    supplier_id: int
    buyer_id: int
    is_from_buyer: bool
