"""Whoever is invited, promoted, barred from a role or leaves, in any sequence: the laws of organisations hold."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import ApiKey, RoleGrant
from huopan.domains.parties.queries import actor_of_key, actor_of_person
from huopan.domains.parties.rules import EVERY_ROLE, OPERATOR_ROLES, scopes_of
from huopan.infra import checking
from huopan.kernel.refusal import RefusedError
from tests.factories.parties import YIWU, a_division, a_party, a_person

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WHO = st.integers(0, 3)
ROLE = st.sampled_from(sorted(EVERY_ROLE))


class TeamMachine(RuleBasedStateMachine):
    """Four people around one factory, the first of them its owner; `roles` is what a plain model says they are."""

    @initialize()
    def a_factory(self):
        a_division(YIWU)
        self.party = a_party("factory")
        owner = self.party.grants.get().person
        self.people = [owner, *(a_person() for _ in range(3))]
        self.roles = {owner.pk: "owner"}
        self.members = {owner.pk}
        self.secrets = {}

    def acting(self, who):
        return actor_of_person(self.people[who].pk, self.party.pk)

    def owners_besides(self, person_id):
        return [pk for pk, role in self.roles.items() if role == "owner" and pk != person_id]

    def attempt(self, work, *, allowed):
        """Do it, and see that it is refused exactly when the model says so."""
        with transaction.atomic():
            if allowed:
                return work()
            with pytest.raises(RefusedError):
                work()
        return None

    @rule(by=WHO, whom=WHO, role=ROLE)
    def promote(self, by, whom, role):
        actor, person_id = self.acting(by), self.people[whom].pk
        if actor is None:
            return
        keeps_owner = role == "owner" or self.roles.get(person_id) != "owner" or bool(self.owners_besides(person_id))
        allowed = (
            self.roles[actor.person_id] == "owner"
            and role not in OPERATOR_ROLES
            and person_id in self.members
            and keeps_owner
        )
        work = partial(parties.grant_role, person_id=person_id, role=role, by=actor, at=AT)
        if self.attempt(work, allowed=allowed):
            self.roles[person_id] = role

    @rule(by=WHO, whom=WHO)
    def send_away(self, by, whom):
        actor, person_id = self.acting(by), self.people[whom].pk
        if actor is None:
            return
        may = self.roles[actor.person_id] == "owner" or person_id == actor.person_id
        there = person_id in self.roles
        keeps_owner = self.roles.get(person_id) != "owner" or bool(self.owners_besides(person_id))
        self.attempt(
            partial(parties.revoke_role, person_id=person_id, by=actor, at=AT), allowed=may and there and keeps_owner
        )
        if may and there and keeps_owner:
            del self.roles[person_id]
            self.secrets = {secret: pk for secret, pk in self.secrets.items() if pk != person_id}

    @rule(by=WHO, whom=WHO, role=ROLE)
    def invite_and_accept(self, by, whom, role):
        actor, person = self.acting(by), self.people[whom]
        if actor is None:
            return
        allowed = self.roles[actor.person_id] == "owner" and role not in OPERATOR_ROLES and person.pk not in self.roles
        work = partial(parties.invite, email=person.email, role=role, by=actor, at=AT)
        if invited := self.attempt(work, allowed=allowed):
            parties.accept_invitation(token=invited[1], by=actor_of_person(person.pk, None), at=AT)
            self.roles[person.pk] = role
            self.members.add(person.pk)

    @rule(by=WHO)
    def make_a_key(self, by):
        actor = self.acting(by)
        if actor is None:
            return
        work = partial(parties.create_api_key, name="k", scopes=["sell", "buy"], by=actor, at=AT)
        if made := self.attempt(work, allowed=self.roles[actor.person_id] == "owner"):
            self.secrets[made[1]] = actor.person_id

    @rule(by=WHO, is_default=st.booleans())
    def keep_an_address(self, by, is_default):
        actor = self.acting(by)
        if actor is None:
            return
        work = partial(
            parties.save_address,
            contact_name="张三",
            phone="13812341234",
            division_code=YIWU,
            detail="1号",
            is_default=is_default,
            by=actor,
            at=AT,
        )
        self.attempt(work, allowed=actor.may("buy") or actor.may("sell") or actor.may("party.manage"))

    @rule(by=WHO, which=st.integers(0, 5))
    def drop_an_address(self, by, which):
        actor, kept = self.acting(by), list(self.party.addresses.filter(removed_at__isnull=True).order_by("pk"))
        if actor is not None and kept and actor.may("buy"):
            parties.remove_address(address_id=kept[which % len(kept)].pk, by=actor, at=AT)

    @invariant()
    def roles_agree(self):
        if not hasattr(self, "party"):
            return
        live = RoleGrant.objects.filter(party=self.party, revoked_at__isnull=True)
        assert dict(live.values_list("person_id", "role")) == self.roles
        assert checking.broken(at=AT, area="P") == []

    @invariant()
    def keys_are_as_wide_as_their_makers(self):
        if not hasattr(self, "party"):
            return
        assert ApiKey.objects.filter(revoked_at__isnull=True).count() == len(self.secrets)
        for secret, person_id in self.secrets.items():
            actor = actor_of_key(secret, AT)
            assert actor is not None
            allowed = scopes_of(self.roles[person_id], kind="factory", state="active")
            assert actor.scopes == allowed & {"sell", "buy"}


QUICK = settings(
    max_examples=8,
    stateful_step_count=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class TeamMachineTest(TestCase):
    def test_the_laws_hold_after_every_step(self):
        run_state_machine_as_test(_each_in_its_own_world(self), settings=QUICK)

    def test_the_machine_notices_a_missing_guard(self):
        """The negative control: without the last owner's guard some sequence breaks the law."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("huopan.domains.parties.actions.team.has_owner_besides", lambda *_: True)
            with pytest.raises((AssertionError, pytest.fail.Exception)):
                run_state_machine_as_test(_each_in_its_own_world(self), settings=settings(QUICK, max_examples=40))


def _each_in_its_own_world(case: TestCase) -> type[TeamMachine]:
    class Machine(TeamMachine):
        def __init__(self) -> None:
            super().__init__()
            case.setup_example()

        def teardown(self) -> None:
            case.teardown_example(None)

    return Machine
