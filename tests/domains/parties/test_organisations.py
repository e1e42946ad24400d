from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huopan.domains.parties import actions as parties
from huopan.domains.parties.actions.organisations import (
    MOST_OWNED,
    CreditCodeMissingError,
    CreditCodeTakenError,
    NameMissingError,
    PartyStateError,
    TooManyOrganisationsError,
)
from huopan.domains.parties.models import Party
from huopan.domains.parties.policies import SignInFirstError
from huopan.domains.parties.queries import actor_of_person
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM, VISITOR, Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.parties import (
    DONGGUAN,
    a_belt,
    a_credit_code,
    a_division,
    a_party,
    a_person,
    an_actor,
    an_operator,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def someone() -> Actor:
    actor = actor_of_person(a_person().pk, None)
    assert actor is not None
    return actor


def told() -> list[str]:
    return [entry.name for entry in TrailEntry.objects.order_by("id")]


def test_a_factory_waits_for_approval_and_its_registrant_owns_it() -> None:
    by = someone()
    party = parties.register_party(
        name_zh="东莞好货厂",
        kind="factory",
        credit_code=a_credit_code(7),
        division_code=a_division(DONGGUAN).pk,
        by=by,
        at=AT,
    )
    assert (party.state, party.division_id) == ("pending", DONGGUAN)
    owner = actor_of_person(by.person_id, party.pk)
    assert owner is not None
    assert owner.role == "owner"
    assert not owner.may("sell")
    assert told() == ["parties.PartyRegistered", "parties.RoleGranted"]


def test_a_buyer_may_buy_at_once_and_needs_no_credit_code() -> None:
    by = someone()
    party = parties.register_party(name_zh="小白的店", kind="buyer", by=by, at=AT)
    owner = actor_of_person(by.person_id, party.pk)
    assert owner is not None
    assert owner.may("buy")


def test_a_seller_needs_a_credit_code_unless_the_platform_registers_it() -> None:
    with pytest.raises(CreditCodeMissingError):
        parties.register_party(name_zh="无证", kind="trader", by=someone(), at=AT)
    owner = a_person()
    party = parties.register_party(name_zh="英国礼品", kind="trader", owner_id=owner.pk, by=SYSTEM, at=AT)
    assert party.credit_code is None


def test_a_credit_code_is_registered_once() -> None:
    parties.register_party(name_zh="甲", kind="factory", credit_code=a_credit_code(7), by=someone(), at=AT)
    with pytest.raises(CreditCodeTakenError):
        parties.register_party(name_zh="乙", kind="factory", credit_code=a_credit_code(7).lower(), by=someone(), at=AT)
    assert Party.objects.count() == 1


def test_visitors_register_nothing_and_nobody_registers_for_another() -> None:
    with pytest.raises(SignInFirstError):
        parties.register_party(name_zh="甲", kind="buyer", by=VISITOR, at=AT)
    with pytest.raises(ForbiddenError):
        parties.register_party(name_zh="甲", kind="buyer", owner_id=a_person().pk, by=someone(), at=AT)
    with pytest.raises(ForbiddenError):
        parties.register_party(name_zh="甲", kind="operator", by=someone(), at=AT)


def test_a_blank_name_is_refused() -> None:
    with pytest.raises(NameMissingError):
        parties.register_party(name_zh="  ", kind="buyer", by=someone(), at=AT)


def test_the_operator_approves_suspends_and_reactivates() -> None:
    party, operator = a_party("factory", state="pending"), an_operator()
    parties.approve_party(party_id=party.pk, by=operator, at=AT)
    assert an_actor(party).may("sell")
    parties.suspend_party(party_id=party.pk, because="假货", by=operator, at=AT)
    assert not an_actor(party).may("offers.write")
    parties.reactivate_party(party_id=party.pk, by=operator, at=AT)
    assert an_actor(party).may("offers.write")
    assert told() == ["parties.PartyApproved", "parties.PartySuspended", "parties.PartyReactivated"]


def test_a_party_moves_only_from_the_state_before() -> None:
    operator, party = an_operator(), a_party("factory")
    with pytest.raises(PartyStateError):
        parties.approve_party(party_id=party.pk, by=operator, at=AT)
    with pytest.raises(PartyStateError):
        parties.suspend_party(party_id=operator.party_id, because="…", by=operator, at=AT)
    with pytest.raises(UnknownError):
        parties.approve_party(party_id=0, by=operator, at=AT)
    assert told() == []


@pytest.mark.parametrize("role", ["owner", "sales", "finance"])
def test_no_trading_role_approves(role: str) -> None:
    party = a_party("factory", state="pending")
    with pytest.raises(ForbiddenError):
        parties.approve_party(party_id=party.pk, by=an_actor(a_party("factory"), role), at=AT)


def test_an_owner_describes_the_own_organisation() -> None:
    party, belt = a_party("factory"), a_belt()
    parties.describe_party(changes={"name_en": "Good Goods", "belt_code": belt.code}, by=an_actor(party), at=AT)
    party.refresh_from_db()
    assert (party.name_en, party.belt) == ("Good Goods", belt)
    parties.describe_party(changes={"belt_code": ""}, by=an_actor(party), at=AT)
    party.refresh_from_db()
    assert party.belt is None
    with pytest.raises(ForbiddenError):
        parties.describe_party(changes={"name_en": "Mine"}, by=an_actor(party, "sales"), at=AT)
    with pytest.raises(TypeError):
        parties.describe_party(changes={"state": "active"}, by=an_actor(party), at=AT)


def test_nobody_registers_organisations_without_end() -> None:
    by = someone()
    for number in range(MOST_OWNED):
        parties.register_party(name_zh=f"店{number}", kind="buyer", by=by, at=AT)
    with pytest.raises(TooManyOrganisationsError):
        parties.register_party(name_zh="再一家", kind="buyer", by=by, at=AT)
