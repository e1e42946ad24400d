"""What happened to a purchase and its orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol, Self

from huopan.kernel.event import Event


class Order(Protocol):
    """The part of an order that every event tells."""

    number: str
    supplier_id: int
    buyer_id: int

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class _OrderEvent(Event):
    about: ClassVar[str] = "order_id"

    order_id: int
    number: str
    supplier_id: int
    buyer_id: int

    @classmethod
    def of(cls, order: Order, *, at: datetime, **more: Any) -> Self:
        """About `order`, for both its sides to hear."""
        return cls(
            order_id=order.pk,
            number=order.number,
            supplier_id=order.supplier_id,
            buyer_id=order.buyer_id,
            concerns=(order.buyer_id, order.supplier_id),
            at=at,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(_OrderEvent):
    """The goods are reserved and the payment is open."""

    purchase_number: str
    total_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderPaid(_OrderEvent):
    """The money is in escrow; the supplier decides."""

    total_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderPaidLate(_OrderEvent):
    """Money arrived for an order already closed, and goes back."""

    refund_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderAccepted(_OrderEvent):
    """The supplier will ship."""


@dataclass(frozen=True, kw_only=True)
class OfferAgreed(_OrderEvent):
    """The buyer takes what the factory offered for a line; `refund_fen` of what was paid goes back."""

    line_id: int
    refund_fen: int


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(_OrderEvent):
    """The buyer does not want what the factory offered for a line."""

    line_id: int


@dataclass(frozen=True, kw_only=True)
class OrderPartlyShipped(_OrderEvent):
    """Some of the goods left; `quantities`: [SKU id, pieces] each."""

    shipment_id: int
    quantities: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class OrderShipped(_OrderEvent):
    """The last of the goods left; `quantities`: [SKU id, pieces] of this shipment."""

    shipment_id: int
    quantities: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class ConsigneeRevealed(_OrderEvent):
    """The supplier looked at the full address; kept for whoever asks later, told to nobody."""


@dataclass(frozen=True, kw_only=True)
class OrderShortened(_OrderEvent):
    """What has not left will not leave any more; its price goes back and the rest goes on."""

    refund_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderCollected(_OrderEvent):
    """A courier has it."""


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(_OrderEvent):
    """Every parcel arrived, or, when `is_presumed`, nobody heard otherwise in time."""

    is_presumed: bool = False


@dataclass(frozen=True, kw_only=True)
class OrderOverdue(_OrderEvent):
    """No courier scanned it in time; both sides are told and the order waits on."""

    state: str


@dataclass(frozen=True, kw_only=True)
class OrderCompleted(_OrderEvent):
    """The buyer confirmed, or the time to object ran out; the money is the supplier's."""

    released_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(_OrderEvent):
    """The buyer, or the clock before payment, gave it up."""

    because: str
    refund_fen: int


@dataclass(frozen=True, kw_only=True)
class OrderTerminated(_OrderEvent):
    """The supplier, or the clock after payment, ended it; what was paid goes back."""

    because: str
    refund_fen: int
