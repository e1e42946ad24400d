from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from huopan.domains.parties import actions as parties
from huopan.domains.parties.actions.team import LastOwnerError, RoleNotHereError
from huopan.domains.parties.models import Invitation, Party, RoleGrant
from huopan.domains.parties.queries import actor_of_key, actor_of_person, team
from huopan.infra.checking import broken
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import a_grant, a_party, a_person, an_actor, an_operator

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def roles(party: Party) -> list[str]:
    return sorted(party.grants.filter(revoked_at__isnull=True).values_list("role", flat=True))


@pytest.mark.django_db
class TestRoles:
    def test_a_new_role_replaces_the_old_one(self) -> None:
        party = a_party("factory")
        member = a_grant(party, "sales")
        parties.grant_role(person_id=member.person_id, role="planner", by=an_actor(party), at=AT)
        parties.grant_role(person_id=member.person_id, role="planner", by=an_actor(party), at=AT)
        assert roles(party) == ["owner", "planner"]
        assert [e.payload["role"] for e in TrailEntry.objects.filter(name="parties.RoleGranted")] == ["planner"]

    def test_somebody_who_left_may_come_back_and_a_stranger_must_be_invited(self) -> None:
        party = a_party("factory")
        member, owner = a_grant(party, "sales"), an_actor(party)
        parties.revoke_role(person_id=member.person_id, by=owner, at=AT)
        parties.grant_role(person_id=member.person_id, role="finance", by=owner, at=AT)
        assert roles(party) == ["finance", "owner"]
        with pytest.raises(UnknownError):
            parties.grant_role(person_id=a_person().pk, role="sales", by=owner, at=AT)

    def test_the_last_owner_stays(self) -> None:
        party = a_party("factory")
        owner = an_actor(party)
        for leave in (
            lambda: parties.revoke_role(person_id=owner.person_id, by=owner, at=AT),
            lambda: parties.grant_role(person_id=owner.person_id, role="sales", by=owner, at=AT),
        ):
            with pytest.raises(LastOwnerError):
                leave()
        inactive = a_grant(party, "owner", a_person(is_active=False))
        with pytest.raises(LastOwnerError):
            parties.revoke_role(person_id=owner.person_id, by=owner, at=AT)
        second = a_grant(party, "sales")
        parties.grant_role(person_id=second.person_id, role="owner", by=owner, at=AT)
        parties.revoke_role(person_id=owner.person_id, by=owner, at=AT)
        assert roles(party) == ["owner", "owner"]
        assert inactive.revoked_at is None
        assert broken(at=AT, area="P") == []

    def test_with_a_role_go_keys_and_invitations(self) -> None:
        party = a_party("factory")
        second = a_grant(party, "owner")
        by = actor_of_person(second.person_id, party.pk)
        assert by is not None
        _, secret = parties.create_api_key(name="ERP", scopes=["sell"], by=by, at=AT)
        parties.invite(email="new@example.com", role="sales", by=by, at=AT)
        parties.revoke_role(person_id=second.person_id, by=an_actor(party), at=AT)
        parties.grant_role(person_id=second.person_id, role="owner", by=an_actor(party), at=AT)
        assert actor_of_key(secret, AT) is None
        assert Invitation.objects.get().withdrawn_at == AT

    def test_anybody_may_leave_but_only_owners_send_away(self) -> None:
        party = a_party("factory")
        member, sales = a_grant(party, "sales"), an_actor(party, "planner")
        with pytest.raises(ForbiddenError):
            parties.revoke_role(person_id=member.person_id, by=sales, at=AT)
        parties.revoke_role(person_id=sales.person_id, by=sales, at=AT)
        assert roles(party) == ["owner", "sales"]

    def test_strangers_change_no_team(self) -> None:
        party, stranger = a_party("factory"), an_actor(a_party("factory"))
        member = a_grant(party, "sales")
        with pytest.raises(UnknownError):
            parties.revoke_role(person_id=member.person_id, by=stranger, at=AT)
        with pytest.raises(ForbiddenError):
            parties.revoke_role(person_id=member.person_id, party_id=party.pk, by=stranger, at=AT)
        with pytest.raises(ForbiddenError):
            parties.grant_role(person_id=member.person_id, party_id=party.pk, role="owner", by=an_operator(), at=AT)

    def test_the_operators_desks_are_at_the_operator_only(self) -> None:
        party, operator = a_party("factory"), an_operator("owner")
        member, clerk = a_grant(party, "sales"), an_operator("arbiter")
        for role in ("operator", "arbiter", "treasurer", "king"):
            with pytest.raises(RoleNotHereError):
                parties.grant_role(person_id=member.person_id, role=role, by=an_actor(party), at=AT)
        parties.grant_role(person_id=clerk.person_id, role="treasurer", by=operator, at=AT)
        with pytest.raises(RoleNotHereError):
            parties.grant_role(person_id=clerk.person_id, role="buyer", by=operator, at=AT)

    def test_the_platform_grants_anybody_anything_that_fits(self) -> None:
        party, person = a_party("factory"), a_person()
        parties.grant_role(person_id=person.pk, party_id=party.pk, role="sales", by=SYSTEM, at=AT)
        assert roles(party) == ["owner", "sales"]

    def test_the_team_is_listed_in_one_statement(self, django_assert_num_queries: Any) -> None:
        party = a_party("factory")
        owner = an_actor(party)
        for size in (1, 3):
            with django_assert_num_queries(1):
                assert len([grant.person.full_name for grant in team(owner)]) == size
            a_grant(party, "sales")
            a_grant(party, "floor")

    def test_broken_invariants_are_found(self) -> None:
        party = a_party("factory")
        RoleGrant.objects.filter(party=party).update(role="arbiter")
        assert [finding.invariant.code for finding in broken(at=AT, area="P")] == ["P1", "P3"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoOwnersLeavingAtOnce:
    def both_leave(self) -> list[str]:
        party = a_party("factory")
        a_grant(party, "owner")
        gate, said = threading.Barrier(2), []

        def leave(by: Actor) -> None:
            gate.wait()
            try:
                parties.revoke_role(person_id=by.person_id, by=by, at=AT)
            except LastOwnerError:
                said.append("stays")
            finally:
                connection.close()

        owners = [actor_of_person(grant.person_id, party.pk) for grant in party.grants.all()]
        threads = [threading.Thread(target=leave, args=[owner]) for owner in owners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return said

    def test_one_stays(self) -> None:
        for _ in range(10):
            assert self.both_leave() == ["stays"]

    def test_without_the_lock_both_go(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The negative control: the race does happen when the guard is off."""
        meeting = threading.Barrier(2)

        def unlocked(party_id: int) -> Party:
            return Party.objects.get(pk=party_id)

        def slow(party_id: int, person_id: int) -> bool:
            found = RoleGrant.objects.filter(party_id=party_id, role="owner", revoked_at__isnull=True)
            others = found.exclude(person_id=person_id).exists()
            meeting.wait(timeout=10)
            return others

        monkeypatch.setattr("huopan.domains.parties.actions.team.locked_party", unlocked)
        monkeypatch.setattr("huopan.domains.parties.actions.team.has_owner_besides", slow)
        assert self.both_leave() == []
        assert [finding.invariant.code for finding in broken(at=AT, area="P")] == ["P1"]
