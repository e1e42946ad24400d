"""The page of API keys: what each may do in words, until when; at one row and at three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huopan.domains.parties.models import ApiKey
from huopan.infra.clock import now
from tests.factories.orders import a_supplier
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
KEYS = "/account/keys/"


def test_a_key_is_made_for_a_while_and_its_secret_shown_once(sign_in: SignIn) -> None:
    client = sign_in(a_supplier())
    made = client.post(KEYS, {"name": "ERP", "scopes": ["sell", "stock.write"], "days": "30"}, follow=True).text
    key = ApiKey.objects.get()
    assert key.expires_at == key.created_at + timedelta(days=30)
    assert f"{timezone.localtime(key.expires_at):%Y-%m-%d}" in made
    assert "accept and ship orders · count and receive stock" in made
    assert made.count("hp_") == 2
    assert client.get(KEYS).text.count("hp_") == 1


def test_an_expired_key_is_said_to_be(sign_in: SignIn) -> None:
    client = sign_in(a_supplier())
    client.post(KEYS, {"name": "ERP", "scopes": ["sell"], "days": ""})
    assert ApiKey.objects.get().expires_at is None
    assert "expired" not in client.get(KEYS).text
    ApiKey.objects.update(created_at=now() - timedelta(days=2), expires_at=now() - timedelta(days=1))
    assert "expired" in client.get(KEYS).text


def test_the_keys_ask_as_little_for_three_as_for_one(sign_in: SignIn) -> None:
    client = sign_in(a_supplier())
    costs = []
    for names in (["one"], ["two", "three"]):
        for name in names:
            client.post(KEYS, {"name": name, "scopes": ["sell"]})
        client.get(KEYS)
        with CaptureQueriesContext(connection) as asked:
            client.get(KEYS)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8
