"""How a party says where it wants to hear of things."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from huopan.domains.notifications.events import (
    WebhookChanged,
    WebhookCreated,
    WebhookDisabled,
    WebhookEnabled,
    WebhookPinged,
    WebhookRemoved,
    WebhookSecretRotated,
)
from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.domains.notifications.policies import webhook_guard
from huopan.domains.notifications.queries import event_types, own_endpoint
from huopan.domains.notifications.rules import unknown_types
from huopan.infra.outbox.announcing import announce
from huopan.infra.sealing import seal
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, counted, said

SCOPE = "webhooks.manage"
PURPOSE = "webhook secrets"
MOST_WEBHOOKS = 10
OLD_SECRET_SIGNS_FOR = timedelta(days=1)
BY_ITS_OWNER = "disabled by its owner"


class TooManyWebhooksError(RefusedError):
    sentence = said("There are {most} webhooks already; remove one that is no longer used.")


class UnknownEventTypeError(RefusedError):
    kind = "invalid"
    sentence = counted(
        "There is no event “{types}”; the list of events has all of them.",
        "There are no events {types}; the list of events has all of them.",
        "count",
    )


class SleepingWebhookError(RefusedError):
    sentence = said("This webhook is switched off; switch it on first.")


@transaction.atomic
def create_webhook(
    *, url: str, event_names: Sequence[str] = (), by: Actor, at: datetime
) -> tuple[WebhookEndpoint, str]:
    """Have the actor's party hear its events at `url`. Returns the endpoint and its secret, shown this once.

    `event_names`: public types or `room.*`; none: every event. Raises the refusals of `Guard.check_url`,
    UnknownEventTypeError and TooManyWebhooksError.
    """
    by.must(SCOPE)
    _check(url, event_names)
    if WebhookEndpoint.objects.filter(party_id=by.party_id).count() >= MOST_WEBHOOKS:
        raise TooManyWebhooksError(most=MOST_WEBHOOKS)
    secret = _new_secret()
    endpoint = WebhookEndpoint.objects.create(
        party_id=by.party_id,
        url=url,
        event_names=list(event_names),
        sealed_secret=seal(secret, purpose=PURPOSE),
        listens_since=at,
        created_at=at,
    )
    announce(WebhookCreated(at=at, endpoint_id=endpoint.pk, concerns=(by.party_id,)), by=by)
    return endpoint, secret


@transaction.atomic
def change_webhook(
    *, endpoint_id: int, url: str, event_names: Sequence[str], by: Actor, at: datetime
) -> WebhookEndpoint:
    """Move the endpoint or choose other events; what already waits goes to the new URL."""
    by.must(SCOPE)
    _check(url, event_names)
    endpoint = own_endpoint(endpoint_id, by)
    endpoint.url, endpoint.event_names, endpoint.listens_since = url, list(event_names), at
    endpoint.save(update_fields=["url", "event_names", "listens_since"])
    announce(WebhookChanged(at=at, endpoint_id=endpoint_id, concerns=(by.party_id,)), by=by)
    return endpoint


@transaction.atomic
def rotate_webhook_secret(*, endpoint_id: int, by: Actor, at: datetime) -> str:
    """A new secret, shown this once; the old one signs beside it for a day, so that the receiver can change over."""
    by.must(SCOPE)
    endpoint = own_endpoint(endpoint_id, by)
    secret = _new_secret()
    endpoint.previous_sealed_secret, endpoint.previous_secret_until = endpoint.sealed_secret, at + OLD_SECRET_SIGNS_FOR
    endpoint.sealed_secret = seal(secret, purpose=PURPOSE)
    endpoint.save(update_fields=["sealed_secret", "previous_sealed_secret", "previous_secret_until"])
    announce(WebhookSecretRotated(at=at, endpoint_id=endpoint_id, concerns=(by.party_id,)), by=by)
    return secret


@transaction.atomic
def disable_webhook(*, endpoint_id: int, by: Actor, at: datetime) -> WebhookEndpoint:
    """Tell it nothing more; what waits is given up, visible in its log, and may be replayed later."""
    by.must(SCOPE)
    endpoint = own_endpoint(endpoint_id, by)
    if endpoint.is_active:
        switch_off(endpoint, because=BY_ITS_OWNER, by=by, at=at)
    return endpoint


@transaction.atomic
def enable_webhook(*, endpoint_id: int, by: Actor, at: datetime) -> WebhookEndpoint:
    """Tell it of what happens from now on."""
    by.must(SCOPE)
    endpoint = own_endpoint(endpoint_id, by)
    endpoint.is_active, endpoint.disabled_because, endpoint.failing_since = True, "", None
    endpoint.listens_since = at
    endpoint.save(update_fields=["is_active", "disabled_because", "failing_since", "listens_since"])
    announce(WebhookEnabled(at=at, endpoint_id=endpoint_id, concerns=(by.party_id,)), by=by)
    return endpoint


@transaction.atomic
def remove_webhook(*, endpoint_id: int, by: Actor, at: datetime) -> None:
    """Forget the endpoint and its log."""
    by.must(SCOPE)
    own_endpoint(endpoint_id, by).delete()
    announce(WebhookRemoved(at=at, endpoint_id=endpoint_id, concerns=(by.party_id,)), by=by)


@transaction.atomic
def ping_webhook(*, endpoint_id: int, by: Actor, at: datetime) -> None:
    """Send a test event the way every event goes. Raises SleepingWebhookError."""
    by.must(SCOPE)
    if not own_endpoint(endpoint_id, by).is_active:
        raise SleepingWebhookError
    announce(WebhookPinged(at=at, endpoint_id=endpoint_id, concerns=(by.party_id,)), by=by)


def switch_off(endpoint: WebhookEndpoint, *, because: str, by: Actor, at: datetime) -> None:
    """Disable a locked endpoint and give up what waits for it (E2: dead, with the reason, never forgotten)."""
    endpoint.is_active, endpoint.disabled_because = False, because
    endpoint.save(update_fields=["is_active", "disabled_because"])
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=WebhookDelivery.State.WAITING)
    waiting.update(state=WebhookDelivery.State.DEAD, next_attempt_at=None, leased_until=None, last_error=because)
    announce(WebhookDisabled(at=at, endpoint_id=endpoint.pk, because=because, concerns=(endpoint.party_id,)), by=by)


def _check(url: str, event_names: Sequence[str]) -> None:
    webhook_guard().check_url(url)
    unknown = unknown_types(event_names, event_types())
    if unknown:
        raise UnknownEventTypeError(types=", ".join(unknown[:5]), count=len(unknown))


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
