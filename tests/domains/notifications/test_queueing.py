from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.models import WebhookDelivery
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.rebuilding import event_of
from huopan.infra.outbox.receiving import Heard
from tests.factories.logistics import trader
from tests.factories.notifications import a_webhook, happen, log_of
from tests.factories.receivers import Receiver

pytestmark = pytest.mark.django_db


def heard(count: int = 1) -> list[Heard]:
    entries = TrailEntry.objects.filter(name="logistics.ParcelDelivered").order_by("id")[:count]
    return [Heard(event_of(entry), entry) for entry in entries]


def test_concerned_parties_hear_and_others_do_not(receiver: Receiver) -> None:
    supplier, buyer, stranger = trader(), trader(), trader()
    hooks = [a_webhook(party, receiver)[0] for party in (supplier, buyer, stranger)]
    happen(supplier, buyer)
    assert [len(log_of(hook)) for hook in hooks] == [1, 1, 0]


def test_endpoint_hears_only_what_it_listed(receiver: Receiver) -> None:
    party = trader()
    deaf, _ = a_webhook(party, receiver, "/ok", "logistics.parcel_lost")
    keen, _ = a_webhook(party, receiver, "/ok", "logistics.*")
    happen(party)
    assert (len(log_of(deaf)), len(log_of(keen))) == (0, 1)


def test_event_heard_twice_is_queued_once(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver)
    happen(party)
    notifications.queue_deliveries(heard())
    assert len(log_of(endpoint)) == 1


@pytest.mark.parametrize("events", [1, 3])
def test_queueing_takes_two_statements_however_many_events(
    receiver: Receiver, events: int, django_assert_num_queries: Any
) -> None:
    party = trader()
    a_webhook(party, receiver)
    for parcel_id in range(3):
        happen(party, parcel_id=parcel_id)
    WebhookDelivery.objects.all().delete()
    batch = heard(events)
    with django_assert_num_queries(4):  # the savepoint of the test's own transaction, and two
        notifications.queue_deliveries(batch)


def test_nobody_listening_costs_one_statement(django_assert_num_queries: Any) -> None:
    happen(trader())
    batch = heard()
    with django_assert_num_queries(3):
        assert notifications.queue_deliveries(batch) == 0
