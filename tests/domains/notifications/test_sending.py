from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from standardwebhooks import Webhook, WebhookVerificationError

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.actions import Outcome
from huopan.domains.notifications.models import WebhookDelivery
from huopan.infra.outbox.models import TrailEntry
from tests.factories.logistics import trader
from tests.factories.notifications import AT, HASTY_POST, a_webhook, happen, keeper, letting_webhooks_reach, log_of
from tests.factories.receivers import Receiver, a_closed_port, answering

pytestmark = pytest.mark.django_db
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def send(at: datetime = AT) -> int:
    return notifications.send_due(limit=100, at=at, post=HASTY_POST)


def listening(receiver: Receiver, path: str) -> tuple[Any, Any, str]:
    party = trader()
    endpoint, secret = a_webhook(party, receiver, path)
    happen(party)
    return party, endpoint, secret


def test_delivery_is_signed_as_the_standard_says(receiver: Receiver) -> None:
    _, endpoint, secret = listening(receiver, "/ok")
    assert send() == 1
    delivery, letter = log_of(endpoint)[0], receiver.received[0]
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 1, 200)
    with time_machine.travel(AT, tick=False):
        body = Webhook(secret).verify(letter.body, letter.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(letter.body.replace("SO", "PO"), letter.headers)
    assert body["type"] == "logistics.parcel_delivered"
    assert body["data"] == {
        "parcel_id": 7,
        "shipment_id": 3,
        "reference": "SO261123K7Q2M9XA",
        "seen_at": "2026-11-23T08:00:00+00:00",
        "is_last_of_shipment": True,
    }
    assert letter.headers["webhook-id"] == f"evt_{delivery.event_id}"


def test_old_secret_signs_beside_the_new_for_a_day(receiver: Receiver) -> None:
    party, endpoint, old = listening(receiver, "/ok")
    new = notifications.rotate_webhook_secret(endpoint_id=endpoint.pk, by=keeper(party), at=AT)
    send()
    with time_machine.travel(AT, tick=False):
        for secret in (old, new):
            Webhook(secret).verify(receiver.received[0].body, receiver.received[0].headers)
    happen(party, parcel_id=8, at=AT + 2 * DAY)
    send(AT + 2 * DAY)
    with time_machine.travel(AT + 2 * DAY, tick=False), pytest.raises(WebhookVerificationError):
        Webhook(old).verify(receiver.received[1].body, receiver.received[1].headers)


def test_failure_is_tried_again_on_schedule_with_the_same_id(receiver: Receiver) -> None:
    _, endpoint, _ = listening(receiver, "/error")
    assert send() == 1
    assert send(AT + 4 * SECOND) == 0
    receiver.ways["/error"] = answering(204)
    assert send(AT + 5 * SECOND) == 1
    delivery = log_of(endpoint)[0]
    assert (delivery.state, delivery.attempts) == ("delivered", 2)
    ids = {letter.headers["webhook-id"] for letter in receiver.received}
    times = {letter.headers["webhook-timestamp"] for letter in receiver.received}
    assert (len(ids), len(times)) == (1, 2)


def test_delivery_given_up_is_dead_and_says_why(receiver: Receiver) -> None:
    _, endpoint, _ = listening(receiver, "/error")
    now = AT
    for _ in range(20):
        send(now)
        due = log_of(endpoint)[0].next_attempt_at
        if due is None:
            break
        now = due
    delivery = log_of(endpoint)[0]
    assert (delivery.state, delivery.attempts, delivery.last_status, delivery.last_error) == ("dead", 10, 500, "出错了")
    assert len(receiver.received) == 10
    assert now - AT == timedelta(seconds=5 + 300 + 1800 + 7200 + 18000 + 36000 + 50400 + 72000 + 86400)


def test_receiver_down_for_a_day_loses_nothing(receiver: Receiver, settings: Any) -> None:
    party = trader()
    port = a_closed_port()
    letting_webhooks_reach(settings, receiver.port, port)
    endpoint, _ = notifications.create_webhook(url=f"http://127.0.0.1:{port}/", by=keeper(party), at=AT)
    for parcel_id in range(5):
        happen(party, parcel_id=parcel_id)
    now = AT
    while now < AT + DAY:
        send(now)
        now += timedelta(minutes=20)
    notifications.change_webhook(
        endpoint_id=endpoint.pk, url=receiver.url + "/ok", event_names=[], by=keeper(party), at=now
    )
    for _ in range(200):
        send(now)
        now += timedelta(minutes=20)
    assert {delivery.state for delivery in log_of(endpoint)} == {"delivered"}
    assert len(log_of(endpoint)) == 5


def test_gone_receiver_is_disabled_at_once_and_told_about(receiver: Receiver) -> None:
    party, endpoint, _ = listening(receiver, "/gone")
    happen(party, parcel_id=8)
    send()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, "410" in endpoint.disabled_because) == (False, True)
    assert {delivery.state for delivery in log_of(endpoint)} == {"dead"}
    assert TrailEntry.objects.filter(name="notifications.WebhookDisabled", concerns=[party.pk]).count() == 1


def test_receiver_that_accepts_nothing_for_days_is_disabled(receiver: Receiver) -> None:
    party, endpoint, _ = listening(receiver, "/error")
    send()
    happen(party, parcel_id=8, at=AT + 5 * DAY)
    send(AT + 5 * DAY + SECOND)
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_because) == (False, "nothing was accepted for 5 days")


def test_busy_receiver_is_left_alone_as_long_as_it_asks(receiver: Receiver) -> None:
    party, endpoint, _ = listening(receiver, "/busy")
    happen(party, parcel_id=8)
    send()
    assert len(receiver.received) <= 2
    asked = len(receiver.received)
    assert send(AT + 14 * MINUTE) == 0
    receiver.ways["/busy"] = answering(200)
    send(AT + 15 * MINUTE)
    assert len(receiver.received) == asked + 2
    assert {delivery.state for delivery in log_of(endpoint)} == {"delivered"}


@pytest.mark.parametrize("path", ["/redirect", "/slow", "/drip", "/garbage", "/headers"])
def test_misbehaviour_is_a_failure_and_tried_again(receiver: Receiver, path: str) -> None:
    _, endpoint, _ = listening(receiver, path)
    send()
    delivery = log_of(endpoint)[0]
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.next_attempt_at == AT + 5 * SECOND
    assert {letter.path for letter in receiver.received} == {path}


@pytest.mark.parametrize("path", ["/bomb", "/gigabyte"])
def test_much_too_long_an_answer_still_delivers(receiver: Receiver, path: str) -> None:
    _, endpoint, _ = listening(receiver, path)
    send()
    assert log_of(endpoint)[0].state == "delivered"


def test_internal_address_behind_a_public_name_is_not_called(receiver: Receiver, settings: Any) -> None:
    _, endpoint, _ = listening(receiver, "/ok")
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"webhook_private_networks": []})
    send()
    delivery = log_of(endpoint)[0]
    assert receiver.received == []
    assert "not on the public internet" in delivery.last_error


def test_lease_that_ran_out_is_sent_again_and_counted_once(receiver: Receiver) -> None:
    _, endpoint, _ = listening(receiver, "/ok")
    lost = notifications.lease_deliveries(limit=10, at=AT)
    assert notifications.lease_deliveries(limit=10, at=AT + SECOND) == []
    assert send(AT + 2 * MINUTE) == 1
    notifications.settle([Outcome(letter, AT, None, "too late") for letter in lost])
    delivery = log_of(endpoint)[0]
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("delivered", 1, "")


def test_failed_and_single_deliveries_are_replayed(receiver: Receiver) -> None:
    party, endpoint, _ = listening(receiver, "/ok")
    happen(party, parcel_id=8)
    send()
    done, failed = log_of(endpoint)
    WebhookDelivery.objects.filter(pk=failed.pk).update(state="dead", attempts=10)
    assert notifications.replay_failed(endpoint_id=endpoint.pk, by=keeper(party), at=AT) == 1
    notifications.replay_delivery(delivery_id=done.pk, by=keeper(party), at=AT)
    assert send() == 2
    assert {(delivery.state, delivery.attempts) for delivery in log_of(endpoint)} == {("delivered", 1)}
    assert len(receiver.received) == 4


def test_only_old_deliveries_are_forgotten(receiver: Receiver) -> None:
    _, endpoint, _ = listening(receiver, "/ok")
    send()
    assert notifications.forget_deliveries(before=AT) == 0
    assert notifications.forget_deliveries(before=AT + MINUTE) == 1
    assert log_of(endpoint) == []


def test_signature_time_is_utc_whatever_the_zone(receiver: Receiver) -> None:
    _, _, secret = listening(receiver, "/ok")
    send(AT.astimezone(datetime.fromisoformat("2026-11-23T16:00:00+08:00").tzinfo))
    with time_machine.travel(AT.astimezone(UTC), tick=False):
        Webhook(secret).verify(receiver.received[0].body, receiver.received[0].headers)
