"""What waits for the person at the workbench, the most urgent first; each a click away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog import queries as catalog
from huopan.domains.orders import queries as orders
from huopan.domains.orders.queries import Waiting
from huopan.domains.production import queries as production
from huopan.domains.settlement import queries as settlement
from huopan.kernel.actor import Actor
from huopan.web.workbench.deadlines import TimeLeft, time_left

NOTHING = Waiting()
AGED = ("messages", "labels")  # their first moment is an age and no deadline
# (key, label, address, query, scope); what has no deadline keeps this order.
KINDS: tuple[tuple[str, str | Promise, str, str, str], ...] = (
    ("awaiting_acceptance", _("Orders to accept"), "orders", "?state=awaiting_acceptance&sort=due", "sell"),
    ("awaiting_shipment", _("Orders to ship"), "orders", "?state=awaiting_shipment&sort=due", "sell"),
    ("after_sales", _("After-sales to answer"), "after_sales", "", "sell"),
    ("labels", _("Labels to print"), "orders", "?state=awaiting_collection&labels=1", "sell"),
    ("awaiting_collection", _("Waiting for the courier"), "orders", "?state=awaiting_collection&sort=due", "sell"),
    ("messages", _("Unread messages"), "messages", "?unread=1", "sell"),
    ("demands", _("Demands to judge"), "demands", "", "plan"),
    ("payouts", _("Payouts to approve"), "money", "", "money.payout"),
    ("low", _("Offers low in stock"), "offers", "?stock=low", "offers.write"),
    ("drafts", _("Drafts"), "offers", "?state=draft", "offers.write"),
)


@dataclass(frozen=True, slots=True)
class Todo:
    key: str
    label: str | Promise
    href: str
    waiting: Waiting
    left: TimeLeft | None


def todos(waiting: Mapping[str, Waiting], by: Actor, at: datetime) -> list[Todo]:
    """Those of `by`'s scopes: what has a deadline before what has none, what waits before what does not."""
    shown = [
        Todo(
            key,
            label,
            reverse(f"workbench:{address}") + query,
            found,
            time_left(None if key in AGED else found.first, at),
        )
        for key, label, address, query, scope in KINDS
        if by.may(scope)
        for found in [waiting.get(key, NOTHING)]
    ]
    return sorted(shown, key=_urgency)


def other_waiting(by: Actor) -> dict[str, Waiting]:
    """What waits outside of orders. Three statements at most, by what `by` may do."""
    return dict(_others(by))


def counts(by: Actor, at: datetime) -> dict[str, int]:
    """How many of each wait, for the menu. Four statements at most."""
    waiting = {**(orders.waiting_for(by, at) if by.may("sell") else {}), **other_waiting(by)}
    return {key: found.count for key, found in waiting.items()}


def _others(by: Actor) -> Iterator[tuple[str, Waiting]]:
    if by.may("plan"):
        yield "demands", Waiting(production.undecided_count(by))
    if by.may("money.payout"):
        yield "payouts", Waiting(settlement.payouts_to_approve(by).count())
    if by.may("offers.write"):
        short = catalog.shortages_of(by)
        yield from (("low", Waiting(short.low)), ("drafts", Waiting(short.drafts)))


def _urgency(todo: Todo) -> tuple[bool, bool, float]:
    first = todo.waiting.first if todo.left else None
    return not todo.waiting.count, first is None, first.timestamp() if first else 0
