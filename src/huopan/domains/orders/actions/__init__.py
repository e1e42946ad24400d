"""What people and the clock do to carts, purchases, orders and after-sales."""

from huopan.domains.orders.actions.carting import (
    MOST_PIECES,
    NoSuchSkuError,
    NotAQuantityError,
    put_in_cart,
    remove_cart_lines,
    set_cart_line,
    set_cart_lines,
)
from huopan.domains.orders.actions.moving import (
    ConsigneeClosedError,
    PartlyShippedError,
    ReasonMissingError,
    accept_order,
    accept_orders,
    cancel_order,
    confirm_receipt,
    refuse_order,
    reveal_consignee,
)
from huopan.domains.orders.actions.paying import NothingToCancelError, cancel_purchase, record_payment
from huopan.domains.orders.actions.placing import (
    PURPOSE,
    CartRefusedError,
    EmptyCartError,
    TotalChangedError,
    place_purchase,
)
from huopan.domains.orders.actions.shipping import (
    NotOfThisOrderError,
    ShipsMoreThanOrderedError,
    record_arrival,
    record_collection,
    ship_order,
)
from huopan.domains.orders.actions.stepping import AfterSaleOpenError, OrderNotReadyError, RefundBeyondOrderError
from huopan.domains.orders.actions.sweeping import sweep_due

__all__ = [
    "MOST_PIECES",
    "PURPOSE",
    "AfterSaleOpenError",
    "CartRefusedError",
    "ConsigneeClosedError",
    "EmptyCartError",
    "NoSuchSkuError",
    "NotAQuantityError",
    "NotOfThisOrderError",
    "NothingToCancelError",
    "OrderNotReadyError",
    "PartlyShippedError",
    "ReasonMissingError",
    "RefundBeyondOrderError",
    "ShipsMoreThanOrderedError",
    "TotalChangedError",
    "accept_order",
    "accept_orders",
    "cancel_order",
    "cancel_purchase",
    "confirm_receipt",
    "place_purchase",
    "put_in_cart",
    "record_arrival",
    "record_collection",
    "record_payment",
    "refuse_order",
    "remove_cart_lines",
    "reveal_consignee",
    "set_cart_line",
    "set_cart_lines",
    "ship_order",
    "sweep_due",
]
