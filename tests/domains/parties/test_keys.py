from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huopan.domains.parties import actions as parties
from huopan.domains.parties.actions.keys import (
    KeyExpiredFromTheStartError,
    KeyWiderThanRoleError,
    KeyWithoutScopesError,
    TooManyKeysError,
)
from huopan.domains.parties.models import ApiKey, RoleGrant
from huopan.domains.parties.queries import actor_of_key, actor_of_person
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import a_grant, a_party, a_person, an_actor, an_operator

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_key_is_stored_as_a_hash_and_never_in_the_trail() -> None:
    by = an_actor(a_party("factory"))
    key, secret = parties.create_api_key(name="ERP", scopes=["sell"], by=by, at=AT)
    assert secret.startswith("hp_")
    assert len(secret) == 46
    assert key.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    stored = str(list(ApiKey.objects.values())) + str(list(TrailEntry.objects.values()))
    assert secret not in stored


def test_a_key_acts_within_its_scopes_and_its_creators_present_role() -> None:
    party = a_party("factory")
    _, secret = parties.create_api_key(name="ERP", scopes=["sell", "money.read"], by=an_actor(party), at=AT)
    actor = actor_of_key(secret, AT)
    assert actor is not None
    assert (actor.party_id, actor.role, actor.scopes) == (party.pk, "api_key", {"sell", "money.read"})
    RoleGrant.objects.filter(party=party).update(role="sales")
    narrower = actor_of_key(secret, AT)
    assert narrower is not None
    assert narrower.scopes == {"sell"}


def test_a_key_dies_when_revoked_or_when_its_creator_leaves() -> None:
    party = a_party("factory")
    by = an_actor(party)
    key, secret = parties.create_api_key(name="ERP", scopes=["sell"], by=by, at=AT)
    _, other = parties.create_api_key(name="ERP", scopes=["sell"], by=by, at=AT)
    parties.revoke_api_key(api_key_id=key.pk, by=by, at=AT)
    parties.revoke_api_key(api_key_id=key.pk, by=by, at=AT)
    assert actor_of_key(secret, AT) is None
    assert TrailEntry.objects.filter(name="parties.ApiKeyRevoked").count() == 1
    RoleGrant.objects.filter(party=party).update(revoked_at=AT)
    assert actor_of_key(other, AT) is None
    assert actor_of_key("hp_guessed", AT) is None


def test_a_key_is_never_wider_than_who_makes_it() -> None:
    by = an_actor(a_party("factory"))
    with pytest.raises(KeyWiderThanRoleError, match="operate"):
        parties.create_api_key(name="x", scopes=["sell", "operate"], by=by, at=AT)
    with pytest.raises(KeyWithoutScopesError):
        parties.create_api_key(name="x", scopes=[], by=by, at=AT)
    with pytest.raises(ForbiddenError):
        parties.create_api_key(name="x", scopes=["sell"], by=an_actor(a_party("factory"), "sales"), at=AT)


def test_a_stranger_revokes_no_key() -> None:
    key, secret = parties.create_api_key(name="ERP", scopes=["sell"], by=an_actor(a_party("factory")), at=AT)
    with pytest.raises(UnknownError):
        parties.revoke_api_key(api_key_id=key.pk, by=an_actor(a_party("factory")), at=AT)
    assert actor_of_key(secret, AT) is not None


def test_use_is_noted_at_most_once_a_minute(django_assert_num_queries: Any) -> None:
    _, secret = parties.create_api_key(name="ERP", scopes=["sell"], by=an_actor(a_party("factory")), at=AT)
    with django_assert_num_queries(1):
        parties.mark_key_used(secret=secret, at=AT)
        parties.mark_key_used(secret=secret, at=AT + timedelta(seconds=30))
    assert ApiKey.objects.get().last_used_at == AT


def test_asking_who_acts_takes_one_statement(django_assert_num_queries: Any) -> None:
    party = a_party("factory")
    grant = a_grant(party, "sales")
    a_grant(a_party(), "buyer", grant.person)
    _, secret = parties.create_api_key(name="ERP", scopes=["sell"], by=an_actor(party), at=AT)
    with django_assert_num_queries(3):
        for actor in (
            actor_of_person(grant.person_id, party.pk),
            actor_of_person(grant.person_id, None),
            actor_of_key(secret, AT),
        ):
            assert actor is not None
            assert actor.party_id == party.pk


def test_who_has_no_role_there_is_nobody_there() -> None:
    grant = a_grant(a_party("factory"), "sales")
    assert actor_of_person(grant.person_id, a_party().pk) is None
    RoleGrant.objects.filter(pk=grant.pk).update(revoked_at=AT)
    assert actor_of_person(grant.person_id, grant.party_id) is None
    alone = actor_of_person(grant.person_id, None)
    assert alone is not None
    assert (alone.party_id, alone.scopes) == (0, frozenset())
    assert actor_of_person(a_person(is_active=False).pk, None) is None


def test_active_organisations_come_first() -> None:
    person = a_person()
    a_grant(a_party("factory", state="pending"), "owner", person)
    active = a_grant(a_party("buyer"), "buyer", person).party
    actor = actor_of_person(person.pk, None)
    assert actor is not None
    assert actor.party_id == active.pk


def test_only_the_operators_people_see_everything() -> None:
    assert an_operator("arbiter").is_operator
    assert not an_operator("owner").may("sell")
    assert not an_actor(a_party("factory")).is_operator


def test_keys_are_not_made_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huopan.domains.parties.actions.keys.MOST_LIVE", 2)
    by = an_actor(a_party("factory"))
    key, _ = parties.create_api_key(name="x", scopes=["sell"], by=by, at=AT)
    parties.create_api_key(name="x", scopes=["sell"], by=by, at=AT)
    with pytest.raises(TooManyKeysError):
        parties.create_api_key(name="x", scopes=["sell"], by=by, at=AT)
    parties.revoke_api_key(api_key_id=key.pk, by=by, at=AT)
    parties.create_api_key(name="x", scopes=["sell"], by=by, at=AT)


def test_a_key_expires_when_it_was_said_to() -> None:
    by = an_actor(a_party("factory"))
    ends = AT + timedelta(days=30)
    _, secret = parties.create_api_key(name="ERP", scopes=["sell"], expires_at=ends, by=by, at=AT)
    assert actor_of_key(secret, ends - timedelta(seconds=1)) is not None
    assert actor_of_key(secret, ends) is None
    with pytest.raises(KeyExpiredFromTheStartError):
        parties.create_api_key(name="ERP", scopes=["sell"], expires_at=AT, by=by, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.update(expires_at=AT)
