"""Reads of carts, purchases, orders and after-sales."""

from huopan.domains.orders.queries.addresses import ConsigneeIncompleteError, kept_address, said_address
from huopan.domains.orders.queries.after_sale import (
    after_sale,
    after_sales_claimed,
    after_sales_received,
    claim_lines,
    claimable,
    disputes,
    due_after_sales,
    evidence,
    locked_after_sale,
    messages,
    unread_count,
    unread_counts,
)
from huopan.domains.orders.queries.bought import Purchase, PurchasePart, purchase
from huopan.domains.orders.queries.buying import OrdersWanted, next_steps, order_counts, orders_wanted
from huopan.domains.orders.queries.carts import Cart, cart, checked_cart, freight_of
from huopan.domains.orders.queries.conduct import bought_offers, conducts, offers_bought_by
from huopan.domains.orders.queries.customers import customer, customer_notes, customers
from huopan.domains.orders.queries.deadlines import after_sales_due_soon, orders_due_soon
from huopan.domains.orders.queries.desk import Day, Desk, Waiting, desk, waiting_for
from huopan.domains.orders.queries.escrows import HeldOrder, held_orders, orders_with_money_held
from huopan.domains.orders.queries.favourites import Kept, favourite_offers, favourites, kept
from huopan.domains.orders.queries.finding import Sought, counts_by_state, orders_numbered, orders_sought
from huopan.domains.orders.queries.history import HistoryEntry, closing_words, history, history_of_claim
from huopan.domains.orders.queries.inbox import Talk, shown_talks, talks
from huopan.domains.orders.queries.invoices import kept_invoice_title
from huopan.domains.orders.queries.limits import (
    allowance,
    cart_asked_for,
    may_approve,
    purchase_request,
    purchase_requests,
    spending_limits,
    spent_by_person,
    waiting_request_count,
)
from huopan.domains.orders.queries.making import OfferedInstead, making_of, offers_instead
from huopan.domains.orders.queries.offered import ToBuy, offer_to_buy
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
from huopan.domains.orders.queries.phrases import phrases
from huopan.domains.orders.queries.threads import thread, thread_about, thread_messages, threads, unread_in_threads

__all__ = [
    "Cart",
    "ConsigneeIncompleteError",
    "Day",
    "Desk",
    "HeldOrder",
    "HistoryEntry",
    "Kept",
    "LineToShip",
    "OfferedInstead",
    "OrdersWanted",
    "Purchase",
    "PurchasePart",
    "Sought",
    "Talk",
    "ToBuy",
    "Waiting",
    "after_sale",
    "after_sales_claimed",
    "after_sales_due_soon",
    "after_sales_received",
    "allowance",
    "bought_offers",
    "cart",
    "cart_asked_for",
    "checked_cart",
    "claim_lines",
    "claimable",
    "closing_words",
    "conducts",
    "consignee_for",
    "counts_by_state",
    "customer",
    "customer_notes",
    "customers",
    "desk",
    "disputes",
    "due_after_sales",
    "due_orders",
    "evidence",
    "favourite_offers",
    "favourites",
    "freight_of",
    "has_open_after_sale",
    "held_orders",
    "history",
    "history_of_claim",
    "kept",
    "kept_address",
    "kept_invoice_title",
    "lines_to_ship",
    "locked_after_sale",
    "locked_order",
    "making_of",
    "may_approve",
    "may_reveal_consignee",
    "messages",
    "next_steps",
    "offer_to_buy",
    "offers_bought_by",
    "offers_instead",
    "order",
    "order_counts",
    "orders_bought",
    "orders_due_soon",
    "orders_numbered",
    "orders_sold",
    "orders_sought",
    "orders_wanted",
    "orders_with_money_held",
    "phrases",
    "purchase",
    "purchase_request",
    "purchase_requests",
    "purchases",
    "said_address",
    "shown_talks",
    "spending_limits",
    "spent_by_person",
    "talks",
    "thread",
    "thread_about",
    "thread_messages",
    "threads",
    "unread_count",
    "unread_counts",
    "unread_in_threads",
    "waiting_for",
    "waiting_request_count",
]
