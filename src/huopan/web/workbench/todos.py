"""What waits for the person at the workbench, the most urgent first; each a click away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huopan.domains.catalog import queries as catalog
from huopan.domains.orders import queries as orders
from huopan.domains.orders.queries import Waiting
from huopan.domains.production import queries as production
from huopan.domains.settlement import queries as settlement
from huopan.kernel.actor import Actor

NOTHING = Waiting()
SOON = timedelta(hours=24)
AGED = ("messages", "labels")  # their first moment is an age and no deadline
# (key, label, address, query, scope); what has no deadline keeps this order.
KINDS: tuple[tuple[str, str | Promise, str, str, str], ...] = (
    (
        "awaiting_acceptance",
        pgettext_lazy("workbench", "Orders to accept"),
        "orders",
        "?state=awaiting_acceptance&sort=due",
        "sell",
    ),
    ("awaiting_shipment", _("Orders to ship"), "orders", "?state=awaiting_shipment&sort=due", "sell"),
    ("after_sales", _("After-sales to answer"), "after_sales", "", "sell"),
    ("labels", _("Labels to print"), "orders", "?state=awaiting_collection&labels=1", "sell"),
    ("awaiting_collection", _("Waiting for the courier"), "orders", "?state=awaiting_collection&sort=due", "sell"),
    ("messages", _("Unread messages"), "messages", "?unread=1", "sell"),
    ("demands", _("Demands to judge"), "demands", "", "plan"),
    ("payouts", pgettext_lazy("workbench", "Payouts to approve"), "money", "", "money.payout"),
    ("low", _("Offers low in stock"), "offers", "?low=1", "offers.write"),
    ("drafts", _("Drafts"), "offers", "?state=draft", "offers.write"),
)


@dataclass(frozen=True, slots=True)
class Todo:
    """`urgency`: late once the deadline is over, soon within 24 hours."""

    key: str
    label: str | Promise
    href: str
    waiting: Waiting
    deadline: datetime | None
    urgency: str


def todos(waiting: Mapping[str, Waiting], by: Actor, at: datetime) -> list[Todo]:
    """Those of `by`'s scopes: what has a deadline before what has none, what waits before what does not."""
    shown = [
        _todo(key, label, reverse(f"workbench:{address}") + query, waiting.get(key, NOTHING), at)
        for key, label, address, query, scope in KINDS
        if by.may(scope)
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


def _todo(key: str, label: str | Promise, href: str, waiting: Waiting, at: datetime) -> Todo:
    deadline = None if key in AGED else waiting.first
    return Todo(key, label, href, waiting, deadline, _tone(deadline, at))


def _tone(deadline: datetime | None, at: datetime) -> str:
    if deadline is None:
        return ""
    return "late" if deadline < at else "soon" if deadline < at + SOON else ""


def _urgency(todo: Todo) -> tuple[bool, bool, float]:
    return not todo.waiting.count, todo.deadline is None, todo.deadline.timestamp() if todo.deadline else 0
