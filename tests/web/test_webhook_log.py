"""The delivery log: found by state and event, one delivery sent again, the secret changed; at one row and at three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.notifications.models import WebhookDelivery, WebhookEndpoint
from tests.factories.orders import NOON, a_supplier
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def an_endpoint(party: object) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(
        party=party, url="https://example.com/in", sealed_secret="x", created_at=NOON, listens_since=NOON
    )


def a_delivery(endpoint: WebhookEndpoint, number: int, state: str = "dead") -> WebhookDelivery:
    return WebhookDelivery.objects.create(
        endpoint=endpoint,
        event_id=number,
        event_name=f"orders.order_{number}",
        body={"number": f"SO{number}"},
        state=state,
        attempts=3,
        last_status=500,
        created_at=NOON,
    )


def test_deliveries_are_found_by_state_and_event(sign_in: SignIn) -> None:
    supplier = a_supplier()
    endpoint = an_endpoint(supplier)
    a_delivery(endpoint, 1), a_delivery(endpoint, 2, "delivered")
    client = sign_in(supplier)
    log = f"/account/webhooks/{endpoint.pk}/"
    everything = client.get(log).text
    assert "SO1" in everything
    assert "SO2" in everything
    assert "SO2" not in client.get(f"{log}?state=dead").text
    assert "SO1" not in client.get(f"{log}?event=orders.order_2").text


def test_one_delivery_is_sent_again(sign_in: SignIn) -> None:
    supplier = a_supplier()
    endpoint = an_endpoint(supplier)
    one, other = a_delivery(endpoint, 1), a_delivery(endpoint, 2)
    sign_in(supplier).post(f"/account/webhooks/{endpoint.pk}/deliveries/{one.pk}/")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.attempts, other.state) == ("waiting", 0, "dead")


def test_a_new_secret_is_shown_once(sign_in: SignIn) -> None:
    supplier = a_supplier()
    endpoint = an_endpoint(supplier)
    client = sign_in(supplier)
    page = client.post(f"/account/webhooks/{endpoint.pk}/rotate/", follow=True).text
    assert "whsec_" in page
    assert "whsec_" not in client.get(f"/account/webhooks/{endpoint.pk}/").text


def test_the_log_asks_as_little_for_three_as_for_one(sign_in: SignIn) -> None:
    supplier = a_supplier()
    endpoint = an_endpoint(supplier)
    client = sign_in(supplier)
    costs = []
    for numbers in ([1], [2, 3]):
        for number in numbers:
            a_delivery(endpoint, number)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/account/webhooks/{endpoint.pk}/")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8
