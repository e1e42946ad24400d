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
from huopan.domains.orders.actions.approving import (
    NeedsNoApprovalError,
    RequestDecidedError,
    approve_purchase,
    ask_for_approval,
    refuse_purchase,
    withdraw_purchase_request,
)
from huopan.domains.orders.actions.carting import (
    MOST_PIECES,
    NoSuchSkuError,
    NotAQuantityError,
    put_in_cart,
    remove_cart_lines,
    set_cart_line,
    set_cart_lines,
)
from huopan.domains.orders.actions.desk import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    NoteTooLongError,
    PhraseTitleError,
    TooManyPhrasesError,
    note_customer,
    remove_phrase,
    save_phrase,
)
from huopan.domains.orders.actions.disputes import (
    EvidenceEmptyError,
    add_evidence,
    arbitrate,
    dispute_after_sale,
    sweep_after_sales,
)
from huopan.domains.orders.actions.evidence import TooMuchEvidenceError
from huopan.domains.orders.actions.favourites import (
    MOST_FAVOURITES,
    TooManyFavouritesError,
    drop_favourites,
    keep_favourites,
)
from huopan.domains.orders.actions.labelling import ship_with_labels
from huopan.domains.orders.actions.limiting import LimitNotForApproverError, set_spending_limit
from huopan.domains.orders.actions.making import ask_to_make
from huopan.domains.orders.actions.messages import (
    LONGEST_MESSAGE,
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
from huopan.domains.orders.actions.printing import (
    NoLabelError,
    NothingTickedError,
    TooManyOrdersError,
    print_orders,
)
from huopan.domains.orders.actions.reordering import Again, buy_again
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
from huopan.domains.orders.actions.shipping_sheets import (
    Judged,
    NoWaybillsError,
    forget_shipping_sheets,
    judge_shipping_sheet,
    keep_shipping_sheet,
    return_shipping_sheet,
    ship_by_kept_sheet,
)
from huopan.domains.orders.actions.stepping import AfterSaleOpenError, OrderNotReadyError, RefundBeyondOrderError
from huopan.domains.orders.actions.sweeping import sweep_due
from huopan.domains.orders.actions.threads import OwnOfferError, answer_buyer, ask_supplier, read_thread

__all__ = [
    "LONGEST_MESSAGE",
    "LONGEST_NOTE",
    "LONGEST_TITLE",
    "MOST_FAVOURITES",
    "MOST_PIECES",
    "PURPOSE",
    "AfterSaleNotReadyError",
    "AfterSaleOpenError",
    "Again",
    "Agreed",
    "CartRefusedError",
    "ConsigneeClosedError",
    "EmptyCartError",
    "EvidenceEmptyError",
    "Judged",
    "LimitNotForApproverError",
    "MessageLengthError",
    "NeedsNoApprovalError",
    "NoLabelError",
    "NoSuchSkuError",
    "NoWaybillsError",
    "NotAQuantityError",
    "NotOfThisOrderError",
    "NoteTooLongError",
    "NothingTickedError",
    "NothingToCancelError",
    "OrderNotReadyError",
    "OwnOfferError",
    "PartlyShippedError",
    "PhraseTitleError",
    "ReasonMissingError",
    "RefundBeyondOrderError",
    "RequestDecidedError",
    "ShippedBySheet",
    "ShipsMoreThanOrderedError",
    "TooManyFavouritesError",
    "TooManyOrdersError",
    "TooManyPhrasesError",
    "TooMuchEvidenceError",
    "TotalChangedError",
    "WaybillMissingError",
    "accept_order",
    "accept_orders",
    "add_evidence",
    "agree_after_sale",
    "agree_to_offer",
    "answer_buyer",
    "approve_purchase",
    "arbitrate",
    "ask_for_approval",
    "ask_supplier",
    "ask_to_make",
    "buy_again",
    "cancel_order",
    "cancel_purchase",
    "confirm_receipt",
    "decline_offer",
    "dispute_after_sale",
    "drop_favourites",
    "export_orders",
    "forget_shipping_sheets",
    "judge_shipping_sheet",
    "keep_favourites",
    "keep_shipping_sheet",
    "note_customer",
    "place_purchase",
    "print_orders",
    "put_in_cart",
    "read_messages",
    "read_thread",
    "receive_goods_back",
    "record_arrival",
    "record_collection",
    "record_payment",
    "refuse_after_sale",
    "refuse_order",
    "refuse_purchase",
    "remove_cart_lines",
    "remove_phrase",
    "request_after_sale",
    "return_shipping_sheet",
    "reveal_consignee",
    "save_phrase",
    "send_goods_back",
    "send_message",
    "set_cart_line",
    "set_cart_lines",
    "set_spending_limit",
    "ship_by_kept_sheet",
    "ship_by_sheet",
    "ship_order",
    "ship_with_labels",
    "sweep_after_sales",
    "sweep_due",
    "withdraw_after_sale",
    "withdraw_purchase_request",
]
