"""Reads of carts, purchases, orders and after-sales."""

from huopan.domains.orders.queries.addresses import ConsigneeIncompleteError, kept_address, said_address
from huopan.domains.orders.queries.after_sale import (
    after_sale,
    after_sales_claimed,
    after_sales_received,
    claim_lines,
    disputes,
    due_after_sales,
    evidence,
    locked_after_sale,
    messages,
    unread_count,
    unread_counts,
)
from huopan.domains.orders.queries.bought import Purchase, PurchasePart, purchase
from huopan.domains.orders.queries.carts import Cart, cart, checked_cart, freight_of
from huopan.domains.orders.queries.conduct import bought_offers, conducts
from huopan.domains.orders.queries.favourites import Kept, favourite_offers, favourites, kept
from huopan.domains.orders.queries.history import HistoryEntry, closing_words, history
from huopan.domains.orders.queries.making import OfferedInstead, making_of, offers_instead
from huopan.domains.orders.queries.orders import (
    LineToShip,
    consignee_for,
    due_orders,
    has_open_after_sale,
    lines_to_ship,
    locked_order,
    may_reveal_consignee,
    order,
    orders_bought,
    orders_sold,
    purchases,
)
from huopan.domains.orders.queries.threads import thread, thread_about, thread_messages, threads, unread_in_threads

__all__ = [
    "Cart",
    "ConsigneeIncompleteError",
    "HistoryEntry",
    "Kept",
    "LineToShip",
    "OfferedInstead",
    "Purchase",
    "PurchasePart",
    "after_sale",
    "after_sales_claimed",
    "after_sales_received",
    "bought_offers",
    "cart",
    "checked_cart",
    "claim_lines",
    "closing_words",
    "conducts",
    "consignee_for",
    "disputes",
    "due_after_sales",
    "due_orders",
    "evidence",
    "favourite_offers",
    "favourites",
    "freight_of",
    "has_open_after_sale",
    "history",
    "kept",
    "kept_address",
    "lines_to_ship",
    "locked_after_sale",
    "locked_order",
    "making_of",
    "may_reveal_consignee",
    "messages",
    "offers_instead",
    "order",
    "orders_bought",
    "orders_sold",
    "purchase",
    "purchases",
    "said_address",
    "thread",
    "thread_about",
    "thread_messages",
    "threads",
    "unread_count",
    "unread_counts",
    "unread_in_threads",
]
