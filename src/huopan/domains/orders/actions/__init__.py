"""What people and the clock do to carts, purchases, orders and after-sales."""

from huopan.domains.orders.actions.after_sale import (
    WaybillMissingError,
    agree_after_sale,
    receive_goods_back,
    refuse_after_sale,
    request_after_sale,
    send_goods_back,
    withdraw_after_sale,
)
from huopan.domains.orders.actions.agreeing import Agreed, agree_to_offer, decline_offer
from huopan.domains.orders.actions.carting import (
    MOST_PIECES,
    NoSuchSkuError,
    NotAQuantityError,
    put_in_cart,
    remove_cart_lines,
    set_cart_line,
    set_cart_lines,
)
from huopan.domains.orders.actions.disputes import (
    EvidenceEmptyError,
    TooMuchEvidenceError,
    add_evidence,
    arbitrate,
    dispute_after_sale,
    sweep_after_sales,
)
from huopan.domains.orders.actions.favourites import (
    MOST_FAVOURITES,
    TooManyFavouritesError,
    drop_favourites,
    keep_favourites,
)
from huopan.domains.orders.actions.making import ask_to_make
from huopan.domains.orders.actions.messages import (
    MessageLengthError,
    read_messages,
    send_message,
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
from huopan.domains.orders.actions.settling import (
    AfterSaleNotReadyError,
)
from huopan.domains.orders.actions.sheets import ShippedBySheet, export_orders, ship_by_sheet
from huopan.domains.orders.actions.shipping import (
    NotOfThisOrderError,
    ShipsMoreThanOrderedError,
    record_arrival,
    record_collection,
    ship_order,
)
from huopan.domains.orders.actions.stepping import AfterSaleOpenError, OrderNotReadyError, RefundBeyondOrderError
from huopan.domains.orders.actions.sweeping import sweep_due
from huopan.domains.orders.actions.threads import OwnOfferError, answer_buyer, ask_supplier, read_thread

__all__ = [
    "MOST_FAVOURITES",
    "MOST_PIECES",
    "PURPOSE",
    "AfterSaleNotReadyError",
    "AfterSaleOpenError",
    "Agreed",
    "CartRefusedError",
    "ConsigneeClosedError",
    "EmptyCartError",
    "EvidenceEmptyError",
    "MessageLengthError",
    "NoSuchSkuError",
    "NotAQuantityError",
    "NotOfThisOrderError",
    "NothingToCancelError",
    "OrderNotReadyError",
    "OwnOfferError",
    "PartlyShippedError",
    "ReasonMissingError",
    "RefundBeyondOrderError",
    "ShippedBySheet",
    "ShipsMoreThanOrderedError",
    "TooManyFavouritesError",
    "TooMuchEvidenceError",
    "TotalChangedError",
    "WaybillMissingError",
    "accept_order",
    "accept_orders",
    "add_evidence",
    "agree_after_sale",
    "agree_to_offer",
    "answer_buyer",
    "arbitrate",
    "ask_supplier",
    "ask_to_make",
    "cancel_order",
    "cancel_purchase",
    "confirm_receipt",
    "decline_offer",
    "dispute_after_sale",
    "drop_favourites",
    "export_orders",
    "keep_favourites",
    "place_purchase",
    "put_in_cart",
    "read_messages",
    "read_thread",
    "receive_goods_back",
    "record_arrival",
    "record_collection",
    "record_payment",
    "refuse_after_sale",
    "refuse_order",
    "remove_cart_lines",
    "request_after_sale",
    "reveal_consignee",
    "send_goods_back",
    "send_message",
    "set_cart_line",
    "set_cart_lines",
    "ship_by_sheet",
    "ship_order",
    "sweep_after_sales",
    "sweep_due",
    "withdraw_after_sale",
]
