"""The laws of telling that must hold whatever dies, each one question to the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q

from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.domains.notifications.rules import is_wanted, public_type
from huopan.infra.checking import invariant
from huopan.infra.outbox.models import TrailEntry

LOOKS_BACK = timedelta(days=1)
PATIENCE = timedelta(hours=1)
State = WebhookDelivery.State


@invariant("E1", "Every event of the last day reached each endpoint that wanted it, exactly once.")
def events_not_queued(at: datetime) -> Iterable[str]:
    endpoints = list(WebhookEndpoint.objects.filter(is_active=True))
    if not endpoints:
        return
    told = TrailEntry.objects.filter(at__gte=at - LOOKS_BACK, relayed_at__isnull=False).exclude(concerns=[])
    queued = set(WebhookDelivery.objects.filter(created_at__gte=at - LOOKS_BACK).values_list("endpoint_id", "event_id"))
    for entry in told.only("pk", "name", "concerns", "at").iterator():
        for endpoint in endpoints:
            if _should_have(endpoint, entry) and (endpoint.pk, entry.pk) not in queued:
                yield f"webhook {endpoint.pk} never heard of {entry.name} {entry.pk}"


@invariant("E2c", "Every delivery ends delivered, or given up with the reason visible; none is forgotten.")
def deliveries_in_limbo(at: datetime) -> Iterable[str]:
    limbo = WebhookDelivery.objects.filter(
        Q(state=State.WAITING, next_attempt_at__isnull=True)
        | Q(state=State.WAITING, next_attempt_at__lt=at - PATIENCE)
        | Q(state=State.WAITING, endpoint__is_active=False)
        | Q(state=State.DEAD, last_error="", last_status__isnull=True)
        | Q(state=State.DELIVERED, delivered_at__isnull=True)
    )
    return (f"delivery {pk} is {state}" for pk, state in limbo.values_list("pk", "state"))


@invariant("E3", "An event has one delivery per endpoint, so that every try carries the same id.")
def events_queued_twice() -> Iterable[str]:
    twice = WebhookDelivery.objects.values("endpoint", "event_id").annotate(times=Count("pk")).filter(times__gt=1)
    return (f"webhook {row['endpoint']} has event {row['event_id']} {row['times']} times" for row in twice)


def _should_have(endpoint: WebhookEndpoint, entry: TrailEntry) -> bool:
    if endpoint.party_id not in entry.concerns or entry.at <= endpoint.listens_since:
        return False
    return entry.name != "notifications.WebhookPinged" and is_wanted(endpoint.event_names, public_type(entry.name))
