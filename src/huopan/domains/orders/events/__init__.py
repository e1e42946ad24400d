"""What happened to orders and after-sales."""

from huopan.domains.orders.events.orders import (
    OrderAccepted,
    OrderCancelled,
    OrderCollected,
    OrderCompleted,
    OrderDelivered,
    OrderOverdue,
    OrderPaid,
    OrderPaidLate,
    OrderPartlyShipped,
    OrderPlaced,
    OrderShipped,
    OrderShortened,
    OrderTerminated,
)

__all__ = [
    "OrderAccepted",
    "OrderCancelled",
    "OrderCollected",
    "OrderCompleted",
    "OrderDelivered",
    "OrderOverdue",
    "OrderPaid",
    "OrderPaidLate",
    "OrderPartlyShipped",
    "OrderPlaced",
    "OrderShipped",
    "OrderShortened",
    "OrderTerminated",
]
