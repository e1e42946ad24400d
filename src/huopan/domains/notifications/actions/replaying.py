"""Sending again what was given up, and forgetting what is old."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.notifications.actions.endpoints import SCOPE, SleepingWebhookError
from huopan.domains.notifications.events import WebhookReplayed
from huopan.domains.notifications.models import WebhookDelivery
from huopan.domains.notifications.queries import own_endpoint
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError


@transaction.atomic
def replay_delivery(*, delivery_id: int, by: Actor, at: datetime) -> WebhookDelivery:
    """Send one delivery again, delivered or not, with the same event id. Raises SleepingWebhookError."""
    by.must(SCOPE)
    delivery = WebhookDelivery.objects.filter(pk=delivery_id, endpoint__party_id=by.party_id).first()
    if delivery is None:
        raise UnknownError(what="webhook delivery")
    _replay(delivery.endpoint_id, at=at, by=by, pk=delivery_id)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay_failed(*, endpoint_id: int, since: datetime | None = None, by: Actor, at: datetime) -> int:
    """Send again everything given up (since a time). Returns how many. Raises SleepingWebhookError."""
    by.must(SCOPE)
    dates = {"created_at__gte": since} if since else {}
    return _replay(endpoint_id, at=at, by=by, state=WebhookDelivery.State.DEAD, **dates)


def forget_deliveries(*, before: datetime) -> int:
    """Drop what was delivered before a time; what was given up stays until its endpoint goes. Returns how many."""
    old = WebhookDelivery.objects.filter(state=WebhookDelivery.State.DELIVERED, delivered_at__lt=before)
    return old.delete()[0]


def _replay(endpoint_id: int, *, at: datetime, by: Actor, **chosen: object) -> int:
    if not own_endpoint(endpoint_id, by).is_active:
        raise SleepingWebhookError
    count = WebhookDelivery.objects.filter(endpoint=endpoint_id, **chosen).update(
        state=WebhookDelivery.State.WAITING, attempts=0, next_attempt_at=at, leased_until=None, delivered_at=None
    )
    announce(WebhookReplayed(at=at, endpoint_id=endpoint_id, delivery_count=count, concerns=(by.party_id,)), by=by)
    return count
