from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huopan.domains.parties.models import ApiKey, Party
from huopan.domains.parties.queries import hashed
from tests.api.conftest import Caller
from tests.factories.catalog import a_category, a_seller
from tests.factories.parties import an_actor


def caller_for(party: Party, role: str = "owner") -> Caller:
    """A program with a key as wide as the role."""
    actor = an_actor(party, role)
    secret = f"hp_{party.pk}_{role}_test_only"
    ApiKey.objects.create(
        party=party,
        created_by_id=actor.person_id,
        name=role,
        prefix="hp_test",
        secret_hash=hashed(secret),
        scopes=sorted(actor.scopes),
        created_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    return Caller(secret)


@pytest.fixture
def seller():
    a_category(code="mugs")
    return a_seller()


@pytest.fixture
def selling(seller):
    return caller_for(seller)


@pytest.fixture
def stranger():
    return caller_for(a_seller())
