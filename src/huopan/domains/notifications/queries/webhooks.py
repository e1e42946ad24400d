"""Webhooks and their deliveries, as their owners see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.domains.notifications.rules import public_type
from huopan.kernel.actor import Actor
from huopan.kernel.event import Event
from huopan.kernel.refusal import UnknownError


def event_types() -> list[str]:
    """Every public event type there is."""
    return sorted(public_type(name) for name in Event.known)


def endpoints_of(party_ids: Iterable[int]) -> QuerySet[WebhookEndpoint]:
    """The endpoints of these parties that hear events now."""
    return WebhookEndpoint.objects.filter(party__in=party_ids, is_active=True).order_by("id")


def webhooks(by: Actor) -> QuerySet[WebhookEndpoint]:
    """The asker's own endpoints with how many deliveries wait and were given up."""
    waiting, dead = Q(deliveries__state=WebhookDelivery.State.WAITING), Q(deliveries__state=WebhookDelivery.State.DEAD)
    own = WebhookEndpoint.objects.filter(party_id=by.party_id).order_by("id")
    return own.annotate(waiting_count=Count("deliveries", filter=waiting), dead_count=Count("deliveries", filter=dead))


def deliveries(endpoint_id: int, by: Actor, *, state: str = "") -> QuerySet[WebhookDelivery]:
    """The delivery log of an own endpoint, newest first."""
    log = WebhookDelivery.objects.filter(endpoint=endpoint_id, endpoint__party_id=by.party_id).order_by("-id")
    return log.filter(state=state) if state else log


def webhook(endpoint_id: int, by: Actor) -> WebhookEndpoint:
    """The asker's endpoint. Raises UnknownError."""
    return WebhookEndpoint.objects.filter(party_id=by.party_id).seen(by, pk=endpoint_id)


def own_endpoint(endpoint_id: int, by: Actor) -> WebhookEndpoint:
    """The asker's endpoint, locked for the change at hand. Raises UnknownError."""
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id, party_id=by.party_id).first()
    if endpoint is None:
        raise UnknownError(what="webhook")
    return endpoint


def webhook_counts() -> dict[str, int]:
    """For the operator: endpoints that fail or were switched off by us, deliveries waiting and given up. Two
    statements."""
    endpoints = WebhookEndpoint.objects.aggregate(
        failing=Count("pk", filter=Q(failing_since__isnull=False, is_active=True)),
        slow=Count("pk", filter=Q(is_slow=True, is_active=True)),
    )
    waiting = Count("pk", filter=Q(state=WebhookDelivery.State.WAITING))
    dead = Count("pk", filter=Q(state=WebhookDelivery.State.DEAD))
    return {**endpoints, **WebhookDelivery.objects.aggregate(waiting=waiting, dead=dead)}
