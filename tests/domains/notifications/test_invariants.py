from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.models import WebhookDelivery
from huopan.infra.checking import broken
from tests.factories.logistics import trader
from tests.factories.notifications import AT, HASTY_POST, a_webhook, happen, keeper, log_of
from tests.factories.receivers import Receiver

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=1)


def broken_laws(minutes: float = 2) -> list[str]:
    codes = [finding.invariant.code for finding in broken(at=AT + timedelta(minutes=minutes), area="E")]
    return [code for code in codes if code in {"E1", "E2c", "E3"}]


@pytest.mark.parametrize("path", ["/ok", "/error", "/gone"])
def test_laws_hold_whatever_the_receiver_does(receiver: Receiver, path: str) -> None:
    party = trader()
    a_webhook(party, receiver, path)
    happen(party, at=LATER)
    assert broken_laws() == []
    notifications.send_due(limit=10, at=LATER, post=HASTY_POST)
    assert broken_laws() == []


def test_event_that_nobody_queued_is_found(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver)
    happen(party, at=LATER)
    WebhookDelivery.objects.all().delete()
    assert broken_laws() == ["E1"]
    notifications.disable_webhook(endpoint_id=endpoint.pk, by=keeper(party), at=LATER)
    assert broken_laws() == []


def test_delivery_that_was_forgotten_is_found(receiver: Receiver) -> None:
    party = trader()
    endpoint, _ = a_webhook(party, receiver)
    happen(party, at=LATER)
    assert broken_laws(minutes=120) == ["E2c"]
    for forgotten in ({"next_attempt_at": None}, {"state": "dead"}, {"state": "delivered"}):
        WebhookDelivery.objects.update(**forgotten)
        assert broken_laws() == ["E2c"], forgotten
    assert len(log_of(endpoint)) == 1
