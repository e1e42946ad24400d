from __future__ import annotations

import time
from functools import partial
from typing import Any

import pytest

from huopan.domains.notifications.models import WebhookEndpoint
from huopan.domains.notifications.tasks import Sender
from huopan.infra.outbound.guarding import Limits
from huopan.infra.outbound.posting import post
from tests.factories.logistics import trader
from tests.factories.notifications import AT, HASTY_POST, a_webhook, happen, log_of
from tests.factories.receivers import Receiver, slow

pytestmark = pytest.mark.django_db
PATIENT_POST = partial(post, limits=Limits(total_seconds=4.0))


def run(sender: Sender, until: Any, seconds: float = 20.0) -> None:
    ends = time.monotonic() + seconds
    while not until() and time.monotonic() < ends:
        sender.step()
        time.sleep(0.01)


def failing() -> int:
    return WebhookEndpoint.objects.filter(failing_since__isnull=False).count()


def test_dead_and_slow_receivers_delay_no_other(receiver: Receiver) -> None:
    """Three receivers never answer; the one that is well has all of its own before the first of them is given up on."""
    receiver.ways["/dead"] = slow(8)
    parties = [trader() for _ in range(4)]
    paths = ["/dead", "/drip", "/dead", "/ok"]
    hooks = [a_webhook(party, receiver, path)[0] for party, path in zip(parties, paths, strict=True)]
    for parcel_id in range(12):
        happen(*parties, parcel_id=parcel_id)
    sender = Sender(now=lambda: AT, post=PATIENT_POST, threads=4, unwell_threads=1)
    run(sender, lambda: len(receiver.at("/ok")) >= 12)
    assert (len(receiver.at("/ok")), failing()) == (12, 0)
    sender.close()
    assert {delivery.state for delivery in log_of(hooks[3])} == {"delivered"}
    assert failing() == 3


def test_with_one_thread_for_everybody_a_dead_receiver_delays_others(receiver: Receiver) -> None:
    """The negative control."""
    receiver.ways["/dead"] = slow(8)
    dead, well = trader(), trader()
    a_webhook(dead, receiver, "/dead")
    a_webhook(well, receiver, "/ok")
    happen(dead)
    happen(well)
    sender = Sender(now=lambda: AT, post=PATIENT_POST, threads=1, unwell_threads=1)
    run(sender, lambda: receiver.at("/ok"))
    assert failing() == 1
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
