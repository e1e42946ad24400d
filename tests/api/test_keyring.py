from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huopan.api import keyring
from huopan.domains.parties import actions as parties
from tests.factories.parties import a_party, an_actor

AT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_seconds(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(keyring, "_seen", {})
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"api_key_memory_seconds": 2})


def test_a_key_is_looked_up_once_in_two_seconds(django_assert_num_queries: Any) -> None:
    by = an_actor(a_party())
    _key, secret = parties.create_api_key(name="till", scopes=["buy"], by=by, at=AT)
    first = keyring.actor_of_key(secret, AT)
    with django_assert_num_queries(0):
        assert keyring.actor_of_key(secret, AT + timedelta(seconds=1)) == first


def test_a_revoked_key_is_shut_out_within_two_seconds() -> None:
    by = an_actor(a_party())
    key, secret = parties.create_api_key(name="till", scopes=["buy"], by=by, at=AT)
    assert keyring.actor_of_key(secret, AT)
    parties.revoke_api_key(api_key_id=key.pk, by=by, at=AT)
    assert keyring.actor_of_key(secret, AT + timedelta(seconds=2)) is None


def test_a_wrong_key_is_never_remembered() -> None:
    assert keyring.actor_of_key("hp_wrong", AT) is None
    assert keyring._seen == {}
