"""What happened to an order, read from the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.parties import queries as parties
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import Actor

WORDS: dict[str, Promise] = {
    "orders.OrderPlaced": _("Ordered; the goods are reserved"),
    "orders.OrderPaid": _("Paid; the money is held"),
    "orders.OrderPaidLate": _("Paid after closing; the money goes back"),
    "orders.OrderAccepted": _("Accepted by the supplier"),
    "orders.OfferAgreed": _("The buyer agreed to what the factory offered instead"),
    "orders.OfferDeclined": _("The buyer declined what the factory offered instead"),
    "orders.OrderPartlyShipped": _("Partly shipped"),
    "orders.OrderShipped": _("Shipped"),
    "orders.OrderShortened": _("The unshipped rest was dropped and refunded"),
    "orders.OrderCollected": _("Collected by the courier"),
    "orders.OrderDelivered": _("Delivered"),
    "orders.OrderOverdue": _("Overdue: no courier has scanned it yet"),
    "orders.OrderCompleted": _("Completed; the money was released"),
    "orders.OrderCancelled": _("Cancelled"),
    "orders.OrderTerminated": _("Terminated"),
    "orders.ConsigneeRevealed": _("The supplier looked at the full address"),
    "orders.AfterSaleRequested": _("After-sale requested"),
    "orders.AfterSaleAgreed": _("After-sale agreed"),
    "orders.AfterSaleRefused": _("After-sale refused"),
    "orders.GoodsSentBack": _("Goods sent back"),
    "orders.GoodsReceivedBack": _("Returned goods received"),
    "orders.AfterSaleRefunded": _("Refunded"),
    "orders.EvidenceAdded": _("Evidence added"),
    "orders.AfterSaleClosed": _("After-sale closed"),
    "orders.AfterSaleDisputed": _("Brought before the platform"),
    "orders.AfterSaleArbitrated": _("Decided by the platform"),
}

CLOSED_BECAUSE: dict[str, Promise] = {
    "unpaid_in_time": _("It was not paid in time."),
    "not_accepted_in_time": _("The supplier did not accept it in time."),
    "not_shipped_in_time": _("The supplier did not ship it in time."),
    "never_collected": _("No courier ever scanned it."),
    "lost": _("The courier lost it."),
    "replaced": _("An order on the agreed terms took its place; what was paid is on its way back."),
    "refunded": _("Everything was refunded."),
    "": _("No reason was given."),
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """`side`: buyer, supplier or platform. `words` translate when shown. `person`: who did it, told to their own
    side only."""

    name: str
    words: str | Promise
    side: str
    at: datetime
    payload: dict[str, Any]
    person: str = ""


def history(order: SupplierOrder, by: Actor | None = None) -> list[HistoryEntry]:
    """Every move of the order and of its after-sales, oldest first, with who made it. One statement."""
    after_sales = AfterSale.objects.filter(order=order).values("pk")
    entries = TrailEntry.objects.filter(
        Q(aggregate="order", aggregate_id=order.pk) | Q(aggregate="after_sale", aggregate_id__in=after_sales)
    )
    named = entries.annotate(person=parties.name_of_person("person_id")).order_by("id")
    return [_entry(entry, order, by) for entry in named]


def history_of_claim(after_sale: AfterSale, by: Actor) -> list[HistoryEntry]:
    """Every move of one after-sale, oldest first. One statement."""
    entries = TrailEntry.objects.filter(aggregate="after_sale", aggregate_id=after_sale.pk)
    named = entries.annotate(person=parties.name_of_person("person_id")).order_by("id")
    return [_entry(entry, after_sale.order, by) for entry in named]


def closing_words(order: SupplierOrder) -> str:
    """Why the order was closed: the clock's reason in the reader's language, or what a person wrote; else empty."""
    if order.state not in (SupplierOrder.State.CANCELLED, SupplierOrder.State.TERMINATED):
        return ""
    return str(CLOSED_BECAUSE.get(order.closed_because, order.closed_because))


def _entry(entry: TrailEntry, order: SupplierOrder, by: Actor | None) -> HistoryEntry:
    sides = {order.buyer_id: "buyer", order.supplier_id: "supplier"}
    return HistoryEntry(
        entry.name,
        WORDS.get(entry.name, entry.name.rsplit(".", 1)[-1]),
        sides.get(entry.party_id, "platform"),
        entry.at,
        entry.payload,
        getattr(entry, "person", "") or "" if by and by.party_id == entry.party_id else "",
    )
