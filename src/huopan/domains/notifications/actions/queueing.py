"""Events become deliveries, one for each endpoint that wants to hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from huopan.domains.notifications.events import WebhookPinged
from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.domains.notifications.queries import endpoints_of
from huopan.domains.notifications.rules import is_wanted, public_body, public_type
from huopan.infra.outbox.receiving import Heard


@transaction.atomic
def queue_deliveries(heard: Sequence[Heard]) -> int:
    """Queue a delivery for each concerned endpoint; hearing an event twice queues it once.

    One statement when nobody listens, two otherwise, however many events. Returns how many were wanted.
    """
    endpoints: dict[int, list[WebhookEndpoint]] = defaultdict(list)
    concerned = {party_id for each in heard for party_id in each.entry.concerns}
    if not concerned:
        return 0
    for endpoint in endpoints_of(concerned):
        endpoints[endpoint.party_id].append(endpoint)
    rows = [
        _delivery(endpoint, each)
        for each in heard
        for party_id in each.entry.concerns
        for endpoint in endpoints[party_id]
        if _hears(endpoint, each)
    ]
    if rows:
        WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _hears(endpoint: WebhookEndpoint, heard: Heard) -> bool:
    if isinstance(heard.event, WebhookPinged):
        return heard.event.endpoint_id == endpoint.pk
    return is_wanted(endpoint.event_names, public_type(heard.entry.name))


def _delivery(endpoint: WebhookEndpoint, heard: Heard) -> WebhookDelivery:
    entry = heard.entry
    return WebhookDelivery(
        endpoint=endpoint,
        event_id=entry.pk,
        event_name=public_type(entry.name),
        body=public_body(entry.name, entry.payload, entry.at),
        next_attempt_at=entry.at,
        created_at=entry.at,
    )
