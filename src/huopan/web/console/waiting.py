"""What waits for the operator, counted in one statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Min, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.catalog.models import Offer
from huopan.domains.notifications import queries as notifications
from huopan.domains.orders import queries as orders
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Party
from huopan.domains.settlement import queries as settlement
from huopan.domains.settlement.models import Payout, Refund
from huopan.infra.jobs.looking import failed_jobs
from huopan.infra.outbox.looking import dead_letters
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: how many wait, and since when the oldest does."""

    name: str
    label: Promise
    address: str
    count: int
    oldest_at: datetime | None


LABELS: dict[str, tuple[Promise, str, str]] = {
    "parties": (_("organisations to approve"), "console:parties", ""),
    "credentials": (_("credentials to check"), "console:credentials", ""),
    "disputes": (_("disputes to decide"), "console:disputes", ""),
    "payouts": (_("payouts to approve"), "console:payouts", ""),
    "offers": (_("offers suspended"), "console:offers", "?state=suspended"),
    "quarantine": (_("payment notices that do not fit"), "console:quarantine", ""),
    "refunds": (_("refunds that failed"), "console:payments", "?refunds=failed"),
    "events": (_("events given up"), "console:health", ""),
    "jobs": (_("jobs given up"), "console:jobs", ""),
    "letters": (_("letters in trouble"), "console:letters", ""),
}


def queues(by: Actor) -> list[Queue]:
    """In the order of the desk. One statement."""
    parts = [
        rows.order_by().annotate(what=_text(what)).values("what").annotate(n=Count("pk"), oldest=Min(since))
        for what, rows, since in _waiting(by)
    ]
    first, *others = [part.values_list("what", "n", "oldest") for part in parts]
    found = {what: (n, oldest) for what, n, oldest in first.union(*others, all=True)}
    return [
        Queue(name, label, f"{reverse(page)}{query}", *found.get(name, (0, None)))
        for name, (label, page, query) in LABELS.items()
    ]


def _waiting(by: Actor) -> Iterator[tuple[str, QuerySet[Any], str]]:
    yield "parties", Party.objects.visible_to(by).filter(state=Party.State.PENDING), "registered_at"
    yield "credentials", parties.credentials_to_check(by), "submitted_at"
    yield "disputes", orders.disputes(), "disputed_at"
    yield "payouts", Payout.objects.visible_to(by).filter(state=Payout.State.REQUESTED), "requested_at"
    yield "offers", Offer.objects.visible_to(by).filter(state=Offer.State.SUSPENDED), "changed_at"
    yield "quarantine", settlement.quarantined(), "received_at"
    yield "refunds", Refund.objects.visible_to(by).filter(state=Refund.State.FAILED), "requested_at"
    yield "events", dead_letters(), "at"
    yield "jobs", failed_jobs(), "enqueued_at"
    yield "letters", notifications.letters_in_trouble(), "made_at"


def _text(what: str) -> Value:
    return Value(what, output_field=CharField())
