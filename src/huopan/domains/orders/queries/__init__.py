"""Reads of carts, purchases, orders and after-sales."""

from huopan.domains.orders.queries.addresses import ConsigneeIncompleteError, kept_address, said_address
from huopan.domains.orders.queries.carts import Cart, cart, checked_cart
from huopan.domains.orders.queries.history import HistoryEntry, closing_words, history
from huopan.domains.orders.queries.orders import (
    consignee_for,
    due_orders,
    has_open_after_sale,
    locked_order,
    may_reveal_consignee,
    order,
    orders_bought,
    orders_sold,
    purchase,
    purchases,
)

__all__ = [
    "Cart",
    "ConsigneeIncompleteError",
    "HistoryEntry",
    "cart",
    "checked_cart",
    "closing_words",
    "consignee_for",
    "due_orders",
    "has_open_after_sale",
    "history",
    "kept_address",
    "locked_order",
    "may_reveal_consignee",
    "order",
    "orders_bought",
    "orders_sold",
    "purchase",
    "purchases",
    "said_address",
]
