from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.actions.endpoints import PURPOSE
from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from huopan.infra.outbound.destinations import ForbiddenDestinationError, PlainHttpError
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.sealing import BrokenSealError, seal, unseal
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.logistics import trader
from tests.factories.notifications import AT, HASTY_POST, a_webhook, happen, keeper, log_of, relay
from tests.factories.receivers import Receiver

pytestmark = pytest.mark.django_db


def test_secret_is_sealed_and_never_in_the_trail() -> None:
    party = trader()
    endpoint, secret = notifications.create_webhook(url="https://example.com/", by=keeper(party), at=AT)
    assert secret.startswith("whsec_")
    assert secret not in str(WebhookEndpoint.objects.values())
    assert secret not in str(TrailEntry.objects.values())
    assert unseal(endpoint.sealed_secret, purpose=PURPOSE) == secret


def test_seal_opens_for_its_purpose_and_its_key_only(settings: Any) -> None:
    sealed = seal("x", purpose="a")
    with pytest.raises(BrokenSealError):
        unseal(sealed, purpose="b")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    with pytest.raises(BrokenSealError):
        unseal(sealed, purpose="a")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed, purpose="a") == "x"


def test_bad_urls_and_unknown_events_are_refused() -> None:
    by = keeper(trader())
    for url, error in (("http://example.com/", PlainHttpError), ("https://10.0.0.1/", ForbiddenDestinationError)):
        with pytest.raises(error):
            notifications.create_webhook(url=url, by=by, at=AT)
    with pytest.raises(notifications.UnknownEventTypeError):
        notifications.create_webhook(url="https://example.com/", event_names=["orders.x"], by=by, at=AT)
    assert not WebhookEndpoint.objects.exists()


def test_a_party_keeps_so_many_webhooks() -> None:
    by = keeper(trader())
    for _ in range(10):
        notifications.create_webhook(url="https://example.com/", by=by, at=AT)
    with pytest.raises(notifications.TooManyWebhooksError):
        notifications.create_webhook(url="https://example.com/", by=by, at=AT)


def test_stranger_touches_no_webhook() -> None:
    endpoint, _ = notifications.create_webhook(url="https://example.com/", by=keeper(trader()), at=AT)
    stranger = keeper(trader())
    for action in (
        notifications.disable_webhook,
        notifications.enable_webhook,
        notifications.remove_webhook,
        notifications.ping_webhook,
        notifications.rotate_webhook_secret,
        notifications.replay_failed,
    ):
        with pytest.raises(UnknownError):
            action(endpoint_id=endpoint.pk, by=stranger, at=AT)  # type: ignore[operator]
    with pytest.raises(ForbiddenError):
        notifications.remove_webhook(endpoint_id=endpoint.pk, by=keeper(endpoint.party, "buy"), at=AT)


def test_ping_reaches_the_pinged_endpoint_alone_whatever_it_listed(receiver: Receiver) -> None:
    party = trader()
    pinged, _ = a_webhook(party, receiver, "/ok", "logistics.parcel_lost")
    other, _ = a_webhook(party, receiver, "/ok")
    notifications.ping_webhook(endpoint_id=pinged.pk, by=keeper(party), at=AT)
    relay()
    assert len(log_of(pinged, "notifications.webhook_pinged")) == 1
    assert log_of(other, "notifications.webhook_pinged") == []


def test_disabled_webhook_gives_up_what_waits_and_shows_it(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver)
    happen(party)
    notifications.disable_webhook(endpoint_id=endpoint.pk, by=keeper(party), at=AT)
    delivery = log_of(endpoint)[0]
    assert (delivery.state, delivery.last_error) == ("dead", "disabled by its owner")
    for action in (notifications.ping_webhook, notifications.replay_failed):
        with pytest.raises(notifications.SleepingWebhookError):
            action(endpoint_id=endpoint.pk, by=keeper(party), at=AT)  # type: ignore[operator]


def test_disabled_webhook_hears_nothing_and_enabled_it_hears_again(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver)
    notifications.disable_webhook(endpoint_id=endpoint.pk, by=keeper(party), at=AT)
    happen(party, parcel_id=1)
    notifications.enable_webhook(endpoint_id=endpoint.pk, by=keeper(party), at=AT)
    happen(party, parcel_id=2)
    assert [delivery.body["data"]["parcel_id"] for delivery in log_of(endpoint)] == [2]


def test_removed_webhook_takes_its_log_along(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver)
    happen(party)
    notifications.remove_webhook(endpoint_id=endpoint.pk, by=keeper(party), at=AT)
    assert not WebhookDelivery.objects.exists()


def test_changed_webhook_sends_what_waits_to_the_new_place(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver, "/error")
    happen(party)
    notifications.change_webhook(
        endpoint_id=endpoint.pk, url=receiver.url + "/ok", event_names=[], by=keeper(party), at=AT
    )
    notifications.send_due(limit=10, at=AT, post=HASTY_POST)
    assert {each.path for each in receiver.received} == {"/ok"}
