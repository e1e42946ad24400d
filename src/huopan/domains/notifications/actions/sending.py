"""Deliveries leave: leased, and tried without any transaction open."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from standardwebhooks import Webhook

from huopan.domains.notifications.actions.endpoints import PURPOSE
from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.domains.notifications.policies import webhook_guard
from huopan.domains.notifications.rules import Verdict, asked_wait, verdict_of
from huopan.infra.outbound.posting import Reply, UnreachableError, post
from huopan.infra.sealing import BrokenSealError, unseal
from huopan.kernel.refusal import RefusedError

LEASE = timedelta(seconds=90)  # longer than a lane spends on one endpoint at a time
LONGEST_ERROR = 300
Post = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Letter:
    """One delivery, ready to be sent without looking anything up."""

    delivery_id: int
    endpoint_id: int
    attempts: int
    event_id: int
    url: str
    content: str
    sealed_secrets: tuple[str, ...]
    was_unwell: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter. `status` None: no answer came; `is_untried`: it was not sent at all."""

    letter: Letter
    at: datetime
    status: int | None = None
    error: str = ""
    wait: timedelta = timedelta(0)
    is_slow: bool = False
    is_untried: bool = False

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.status)


def lease_deliveries(
    *, limit: int, at: datetime, is_unwell: bool | None = None, besides: Collection[int] = ()
) -> list[Letter]:
    """Take up to `limit` due deliveries, oldest first, for the length of a lease; `besides` endpoints at work already.

    `is_unwell`: only of endpoints that fail or are slow, or only of the others. One statement when nothing is due.
    """
    due = _due(at, is_unwell=is_unwell).exclude(endpoint__in=besides)
    if not due.exists():
        return []
    with transaction.atomic():
        oldest = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_attempt_at", "id")[:limit]
        rows = list(oldest.select_related("endpoint"))
        WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=at + LEASE)
    return [_letter(row, at) for row in rows]


def try_letter(letter: Letter, *, at: datetime, post: Post = post) -> Outcome:
    """Send a letter once; whatever goes wrong becomes an outcome."""
    try:
        reply = post(letter.url, content=letter.content.encode(), headers=_headers(letter, at), guard=webhook_guard())
    except (UnreachableError, RefusedError, BrokenSealError) as error:
        return Outcome(letter, at, error=(str(error) or type(error).__name__)[:LONGEST_ERROR])
    complaint = "" if verdict_of(reply.status) is Verdict.DELIVERED else reply.excerpt[:LONGEST_ERROR]
    return Outcome(letter, at, reply.status, complaint, asked_wait(reply.retry_after, at))


def _due(at: datetime, *, is_unwell: bool | None) -> QuerySet[WebhookDelivery]:
    waiting = WebhookDelivery.objects.filter(state=WebhookDelivery.State.WAITING, next_attempt_at__lte=at)
    due = waiting.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at), endpoint__is_active=True)
    if is_unwell is None:
        return due
    unwell = Q(endpoint__failing_since__isnull=False) | Q(endpoint__is_slow=True)
    return due.filter(unwell if is_unwell else ~unwell)


def _letter(row: WebhookDelivery, at: datetime) -> Letter:
    endpoint = row.endpoint
    return Letter(
        delivery_id=row.pk,
        endpoint_id=endpoint.pk,
        attempts=row.attempts,
        event_id=row.event_id,
        url=endpoint.url,
        content=json.dumps(row.body, ensure_ascii=False, separators=(",", ":")),
        sealed_secrets=tuple(_sealed_secrets(endpoint, at)),
        was_unwell=endpoint.is_slow or endpoint.failing_since is not None,
    )


def _sealed_secrets(endpoint: WebhookEndpoint, at: datetime) -> Iterable[str]:
    yield endpoint.sealed_secret
    if endpoint.previous_secret_until and at < endpoint.previous_secret_until:
        yield endpoint.previous_sealed_secret


def _headers(letter: Letter, at: datetime) -> dict[str, str]:
    """Signed anew on each try, for receivers refuse old times; the id stays the event's for ever (E3)."""
    # The library reads any time as UTC, whatever zone it carries.
    moment, message_id = at.astimezone(UTC), f"evt_{letter.event_id}"
    signatures = [
        Webhook(unseal(sealed, purpose=PURPOSE)).sign(message_id, moment, letter.content)
        for sealed in letter.sealed_secrets
    ]
    return {
        "content-type": "application/json",
        "user-agent": "Huopan-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
