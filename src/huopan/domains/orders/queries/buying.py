"""A buyer's orders as the buyer looks for them: by tab, words and period, each with what holds it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.queries.making import SOURCE, references_of
from huopan.domains.orders.rules.next_steps import NextStep, next_step, next_step_of_claim
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, final_states
from huopan.domains.orders.rules.tabs import AFTER_SALE, BUYERS_TABS, states_of
from huopan.domains.production import queries as production
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OrdersWanted:
    """`tab`: one of rules.tabs, a state, or all. `text`: an order's number, goods, or a supplier. Placed in
    [`since`, `until`)."""

    tab: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


def orders_wanted(by: Actor, wanted: OrdersWanted) -> QuerySet[SupplierOrder]:
    """What `by`'s party ordered, newest first, with suppliers, lines and, as `claim_number`, `claim_state` and
    `claim_due_at`, the after-sale that holds it (2 statements)."""
    found = _searched(by, wanted).annotate(
        claim_number=F("open_claim__number"),
        claim_state=F("open_claim__state"),
        claim_due_at=F("open_claim__due_at"),
    )
    if wanted.tab == AFTER_SALE:
        found = found.filter(open_claim__isnull=False)
    elif states := states_of(wanted.tab):
        found = found.filter(state__in=states)
    return found.select_related("supplier", "buyer", "group").prefetch_related("lines").order_by("-id")


def order_counts(by: Actor, wanted: OrdersWanted) -> dict[str, int]:
    """How many orders each tab shows for these words and this period, all of them under "". One statement."""
    rows = _searched(by, wanted).order_by().values("state").annotate(n=Count("pk"), held=Count("open_claim"))
    counted = [(row["state"], row["n"], row["held"]) for row in rows]
    counts = {tab: sum(n for state, n, _ in counted if state in states) for tab, states in BUYERS_TABS.items()}
    return {
        "": sum(n for _, n, _ in counted),
        **counts,
        AFTER_SALE: sum(held for *_, held in counted),
        **{state: n for state, n, _ in counted if state not in counts},
    }


def next_steps(orders: Iterable[SupplierOrder], by: Actor, at: datetime) -> dict[int, NextStep]:
    """By order id, of rows that `orders_wanted` gave; two statements at most, none unless an order waits for its
    supplier."""
    rows = list(orders)
    offered = _offered_until(rows, by, at)
    return {order.pk: _next(order, offered.get(order.number)) for order in rows}


def _next(order: SupplierOrder, offered_until: datetime | None) -> NextStep:
    if claim_state := getattr(order, "claim_state", None):
        return next_step_of_claim(claim_state, getattr(order, "claim_due_at", None))
    return next_step(order.state, order.due_at, offered_until=offered_until)


def _offered_until(orders: list[SupplierOrder], by: Actor, at: datetime) -> Mapping[str, datetime]:
    """By number, until when the first offer that the factory made instead stands."""
    waiting = [order for order in orders if order.state == SupplierOrder.State.AWAITING_ACCEPTANCE]
    references = [reference for order in waiting for reference in references_of(order)]
    dues = {order.number: order.due_at for order in waiting}
    until: dict[str, datetime] = {}
    for each in production.offers_for(SOURCE, references, by, at) if references else []:
        number = each.reference.partition(":")[0]
        ends = min(each.expires_at, dues.get(number) or each.expires_at)
        until[number] = min(ends, until.get(number, ends))
    return until


def _searched(by: Actor, wanted: OrdersWanted) -> QuerySet[SupplierOrder]:
    held = FilteredRelation("after_sales", condition=~Q(after_sales__state__in=final_states(AFTER_SALE_MOVES)))
    found = SupplierOrder.objects.filter(buyer_id=by.party_id).annotate(open_claim=held)
    if wanted.since:
        found = found.filter(placed_at__gte=wanted.since)
    if wanted.until:
        found = found.filter(placed_at__lt=wanted.until)
    return found.filter(_speaks_of(text)) if (text := wanted.text.strip()) else found


def _speaks_of(text: str) -> Q:
    goods = OrderLine.objects.filter(order=OuterRef("pk")).filter(
        Q(title_zh__icontains=text) | Q(title_en__icontains=text)
    )
    supplier = Q(supplier__name_zh__icontains=text) | Q(supplier__name_en__icontains=text)
    return Q(number__icontains=text) | supplier | Q(Exists(goods))
