from __future__ import annotations

import time
from typing import Any

import pytest

from huopan.domains.notifications.models import WebhookEndpoint
from huopan.domains.notifications.tasks import Sender
from tests.factories.logistics import trader
from tests.factories.notifications import AT, HASTY_POST, a_webhook, happen, log_of
from tests.factories.receivers import Receiver

pytestmark = pytest.mark.django_db


def run(sender: Sender, until: Any, seconds: float = 8.0) -> None:
    ends = time.monotonic() + seconds
    while not until() and time.monotonic() < ends:
        sender.step()
        time.sleep(0.01)


def test_dead_and_slow_receivers_delay_no_other(receiver: Receiver) -> None:
    """Four lanes, three dead receivers with twelve events each: the one that is well gets all of its own at once."""
    parties = [trader() for _ in range(4)]
    hooks = [
        a_webhook(p, receiver, path)[0] for p, path in zip(parties, ["/slow", "/drip", "/slow", "/ok"], strict=True)
    ]
    for parcel_id in range(12):
        happen(*parties, parcel_id=parcel_id)
    sender = Sender(now=lambda: AT, post=HASTY_POST, threads=4, unwell_threads=1)
    begun = time.monotonic()
    run(sender, lambda: len(receiver.at("/ok")) >= 12)
    assert time.monotonic() - begun < 1.0
    sender.close()
    assert {delivery.state for delivery in log_of(hooks[3])} == {"delivered"}
    assert WebhookEndpoint.objects.filter(failing_since__isnull=False).count() == 3


def test_without_its_own_lane_a_slow_receiver_would_delay_others(receiver: Receiver) -> None:
    """The negative control: one thread for everybody."""
    dead, well = trader(), trader()
    a_webhook(dead, receiver, "/slow")
    a_webhook(well, receiver, "/ok")
    happen(dead)
    happen(well)
    sender = Sender(now=lambda: AT, post=HASTY_POST, threads=1, unwell_threads=1)
    begun = time.monotonic()
    run(sender, lambda: receiver.at("/ok"))
    assert time.monotonic() - begun > 0.9
    sender.close()


def test_failing_receiver_is_probed_by_one_letter(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver, "/error")
    for parcel_id in range(10):
        happen(party, parcel_id=parcel_id)
    sender = Sender(now=lambda: AT, post=HASTY_POST)
    run(sender, lambda: False, seconds=0.5)
    sender.close()
    assert len(receiver.received) == 1
    assert sorted(delivery.attempts for delivery in log_of(endpoint)) == [0] * 9 + [1]


def test_fault_of_ours_keeps_no_endpoint_silent(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver)
    happen(party)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    sender = Sender(now=lambda: AT, post=broken)  # type: ignore[arg-type]
    run(sender, lambda: log_of(endpoint)[0].attempts)
    sender.close()
    assert log_of(endpoint)[0].last_error == "could not be sent"
