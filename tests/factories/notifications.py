"""Webhooks for tests, and the way an event takes to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from huopan.domains.logistics.events import ParcelDelivered
from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.domains.parties.models import Party
from huopan.infra.outbound.guarding import Limits
from huopan.infra.outbound.posting import Reply, post
from huopan.infra.outbox.announcing import announce
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import SYSTEM, Actor
from tests.factories.receivers import Receiver

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
HASTY_POST: Callable[..., Reply] = partial(post, limits=Limits(total_seconds=1.0, connect_seconds=0.5))


def letting_webhooks_reach(settings: Any, *ports: int) -> None:
    """Plain HTTP to this machine, as only a test may."""
    allowed = {"webhook_ports": [*ports, 443], "webhook_allows_http": True, "webhook_private_networks": ["127.0.0.0/8"]}
    settings.HUOPAN = settings.HUOPAN.model_copy(update=allowed)


def keeper(party: Party, *scopes: str) -> Actor:
    return Actor(party_id=party.pk, role="owner", scopes=frozenset(scopes or ("webhooks.manage",)))


def a_webhook(party: Party, receiver: Receiver, path: str = "/ok", *event_names: str) -> tuple[WebhookEndpoint, str]:
    return notifications.create_webhook(
        url=receiver.url + path, event_names=event_names or ["logistics.*"], by=keeper(party), at=AT
    )


def happen(*parties: Party, parcel_id: int = 7, at: datetime = AT) -> None:
    """Something happens that concerns `parties`, and the relay tells of it."""
    with transaction.atomic():
        event = ParcelDelivered(
            at=at,
            parcel_id=parcel_id,
            shipment_id=3,
            reference="SO261123K7Q2M9XA",
            seen_at=at.isoformat(),
            is_last_of_shipment=True,
            concerns=tuple(party.pk for party in parties),
        )
        announce(event, by=SYSTEM)
    relay(at)


def relay(at: datetime = AT) -> None:
    while relay_once(100, at + timedelta(seconds=1)):
        pass


def log_of(endpoint: WebhookEndpoint, event_name: str = "logistics.parcel_delivered") -> list[WebhookDelivery]:
    return list(WebhookDelivery.objects.filter(endpoint=endpoint, event_name=event_name).order_by("id"))
