"""The room's routes as its own people use them, as strangers meet them and as programs misuse them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Address, ApiKey, Invitation, Party
from huopan.domains.parties.queries import hashed
from huopan.infra.idempotency.models import IdempotencyKey
from huopan.infra.outbox.models import TrailEntry
from tests.api.conftest import Caller
from tests.factories.parties import (
    SHENZHEN_NANSHAN,
    YIWU,
    a_belt,
    a_credit_code,
    a_division,
    a_grant,
    a_party,
    a_person,
    an_actor,
    an_address,
    an_operator,
)

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOME = {"contact_name": "张三", "phone": "13812341234", "division_code": YIWU, "detail": "商城大道1号"}


def caller_for(party: Party, role: str = "owner") -> Caller:
    """A program with a key as wide as the role; roles without "keys.manage" get theirs from the table."""
    actor = an_actor(party, role)
    secret = f"hp_{party.pk}_{role}_test_only"
    ApiKey.objects.create(
        party=party,
        created_by_id=actor.person_id,
        name=role,
        prefix="hp_test",
        secret_hash=hashed(secret),
        scopes=sorted(actor.scopes),
        created_at=AT.replace(year=2025),
    )
    return Caller(secret)


class SignedIn(Caller):
    """A person at a browser."""

    def __init__(self, **fields: Any) -> None:
        super().__init__()
        self.person = a_person(language="en", **fields)
        self.client.force_login(self.person)


def test_a_person_registers_an_organisation_and_sees_it() -> None:
    person = SignedIn()
    assert person.get("/me").json()["organisation_id"] is None
    body = {"kind": "factory", "name_zh": "好货厂", "credit_code": a_credit_code(7), "division_code": a_division().pk}
    made = person.post("/organisations", body)
    assert made.status_code == 201, made.content
    assert made.json()["state"] == "pending"
    assert person.get("/me").json()["memberships"][0]["role"] == "owner"
    assert person.get("/organisation").json()["credit_code"] == a_credit_code(7)


def test_a_repeated_registration_is_one_organisation() -> None:
    person = SignedIn()
    for _ in range(2):
        answer = person.post("/organisations", {"kind": "buyer", "name_zh": "小白的店"}, key="once")
        assert answer.status_code == 201
    assert Party.objects.count() == 1


def test_a_wrong_credit_code_is_answered_in_words() -> None:
    answer = SignedIn().post("/organisations", {"kind": "factory", "name_zh": "厂", "credit_code": "123"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "credit_code_length"
    assert "18 characters" in answer.json()["detail"]


@pytest.mark.parametrize("sneaked", ["state", "kind", "credit_code", "id", "registered_at", "owner_id"])
def test_what_is_not_the_callers_to_set_is_refused(sneaked: str) -> None:
    party = a_party("factory", state="pending")
    answer = caller_for(party).send("PATCH", "/organisation", {"name_en": "Mine", sneaked: "active"})
    assert answer.status_code == 422
    party.refresh_from_db()
    assert (party.state, party.name_en != "Mine") == ("pending", True)


@pytest.mark.parametrize("sneaked", ["state", "owner_id", "registered_at"])
def test_nobody_registers_as_approved_or_as_the_operator(sneaked: str) -> None:
    person = SignedIn()
    assert person.post("/organisations", {"kind": "buyer", "name_zh": "店", sneaked: "active"}).status_code == 422
    assert person.post("/organisations", {"kind": "operator", "name_zh": "店"}).status_code == 422
    assert not Party.objects.exists()


def test_an_owner_describes_the_organisation() -> None:
    party, belt = a_party("factory"), a_belt()
    caller = caller_for(party)
    changed = caller.send("PATCH", "/organisation", {"name_en": "Good Goods", "belt_code": belt.code})
    assert (changed.json()["name_en"], changed.json()["belt_code"]) == ("Good Goods", belt.code)
    assert caller.send("PATCH", "/organisation", {"belt_code": None}).json()["belt_code"] is None
    assert caller.send("PATCH", "/organisation", {"name_zh": None}).status_code == 422


def test_visitors_read_active_profiles_only_and_no_credit_code() -> None:
    active, pending = a_party("factory"), a_party("factory", state="pending")
    profile = Caller().get(f"/organisations/{active.pk}")
    assert profile.status_code == 200
    assert "credit_code" not in profile.json()
    assert Caller().get(f"/organisations/{pending.pk}").status_code == 404
    assert caller_for(pending).get(f"/organisations/{pending.pk}").status_code == 200


def test_the_operator_approves_and_suspends() -> None:
    party = a_party("factory", state="pending")
    operator = caller_for(Party.objects.get(pk=an_operator("operator").party_id), "operator")
    at = f"/organisations/{party.pk}"
    assert operator.post(f"{at}/approval").json()["state"] == "active"
    assert operator.post(f"{at}/approval").status_code == 409
    assert operator.post(f"{at}/suspension", {"because": "假货"}).json()["state"] == "suspended"
    assert operator.send("DELETE", f"{at}/suspension").json()["state"] == "active"


def test_divisions_are_walked_and_found() -> None:
    a_division(YIWU)
    a_division(SHENZHEN_NANSHAN)
    visitor = Caller()
    provinces = visitor.get("/divisions").json()["items"]
    assert [row["code"] for row in provinces] == ["330000", "440000"]
    assert [row["name_zh"] for row in visitor.get("/divisions", parent="440000").json()["items"]] == ["深圳市"]
    found = visitor.get("/divisions", search="义乌").json()["items"]
    assert found[0]["path"] == ["Zhejiang", "Jinhua", "Yiwu"]


def test_belts_are_listed_for_everybody_and_kept_by_the_operator() -> None:
    operator = caller_for(Party.objects.get(pk=an_operator("operator").party_id), "operator")
    body = {
        "name_zh": "义乌小商品",
        "name_en": "Yiwu small goods",
        "division_code": a_division(YIWU).pk,
        "cluster": "小商品",
    }
    assert operator.send("PUT", "/belts/yiwu-goods", body).status_code == 200
    assert [row["code"] for row in Caller().get("/belts").json()["items"]] == ["yiwu-goods"]
    assert caller_for(a_party("factory")).send("PUT", "/belts/yiwu-goods", body).status_code == 403


def test_addresses_are_kept() -> None:
    a_division(YIWU)
    caller = caller_for(a_party())
    first = caller.post("/addresses", HOME).json()
    assert first["is_default"]
    second = caller.post("/addresses", {**HOME, "is_default": True}).json()
    changed = caller.send("PUT", f"/addresses/{first['id']}", {**HOME, "detail": "新街2号"})
    assert (changed.json()["detail"], changed.json()["is_default"]) == ("新街2号", False)
    assert caller.send("DELETE", f"/addresses/{second['id']}").status_code == 204
    assert [(a["id"], a["is_default"]) for a in caller.get("/addresses").json()["items"]] == [(first["id"], True)]


def test_a_team_is_invited_promoted_and_sent_away() -> None:
    party = a_party("factory")
    caller, guest = caller_for(party), SignedIn(email="li@example.com")
    invited = caller.post("/invitations", {"email": "Li@example.com", "role": "sales"})
    assert invited.status_code == 201, invited.content
    joined = guest.post("/memberships", {"token": invited.json()["token"]})
    assert joined.json()["role"] == "sales"
    person_id = joined.json()["person_id"]
    assert caller.send("PUT", f"/team/{person_id}", {"role": "planner"}).json()["role"] == "planner"
    assert {row["role"] for row in caller.get("/team").json()["items"]} == {"owner", "planner"}
    assert caller.send("DELETE", f"/team/{person_id}").status_code == 204
    assert len(caller.get("/team").json()["items"]) == 1
    owner_id = caller.get("/me").json()["person_id"]
    assert caller.send("DELETE", f"/team/{owner_id}").json()["code"] == "last_owner"


def test_secrets_are_shown_once_and_kept_nowhere() -> None:
    caller = caller_for(a_party("factory"))
    for path, body, name in (
        ("/keys", {"name": "ERP", "scopes": ["sell"]}, "secret"),
        ("/invitations", {"email": "li@example.com", "role": "sales"}, "token"),
    ):
        first, again = (caller.post(path, body, key=f"k{path}") for _ in range(2))
        assert first.status_code == 201, first.content
        assert first.json()[name]
        assert again.json() == {**first.json(), name: None}
        assert caller.get(path).json()["items"][0][name] is None
        stored = [list(model.objects.values()) for model in (ApiKey, Invitation, IdempotencyKey, TrailEntry)]
        assert first.json()[name] not in str(stored)


def test_a_made_key_works_until_it_is_revoked() -> None:
    caller = caller_for(a_party("factory"))
    made = caller.post("/keys", {"name": "ERP", "scopes": ["sell"]}).json()
    program = Caller(made["secret"])
    assert program.get("/me").json()["scopes"] == ["sell"]
    assert ApiKey.objects.get(pk=made["id"]).last_used_at
    assert program.post("/keys", {"name": "more", "scopes": ["sell"]}).status_code == 403
    assert caller.send("DELETE", f"/keys/{made['id']}").status_code == 204
    assert program.get("/me").status_code == 401


def test_a_key_is_not_wider_than_its_maker() -> None:
    caller = caller_for(a_party("factory"))
    assert caller.post("/keys", {"name": "x", "scopes": ["operate"]}).status_code == 403
    assert caller.post("/keys", {"name": "x", "scopes": ["everything"]}).status_code == 422
    assert ApiKey.objects.count() == 1


def test_a_stranger_meets_404_everywhere() -> None:
    victim = a_party("factory", state="pending")
    owner = an_actor(victim)
    address, member = an_address(victim), a_grant(victim, "sales")
    invitation = Invitation.objects.create(
        party=victim,
        email="x@example.com",
        role="sales",
        token_hash="0" * 64,
        invited_by_id=owner.person_id,
        invited_at=AT,
        expires_at=AT.replace(year=2030),
    )
    key = ApiKey.objects.create(
        party=victim,
        created_by_id=owner.person_id,
        name="k",
        prefix="hp_",
        secret_hash="1" * 64,
        scopes=[],
        created_at=AT,
    )
    stranger = caller_for(a_party("factory"))
    asked = [
        stranger.get(f"/organisations/{victim.pk}"),
        stranger.send("PUT", f"/addresses/{address.pk}", HOME | {"division_code": address.division_id}),
        stranger.send("DELETE", f"/addresses/{address.pk}"),
        stranger.send("PUT", f"/team/{member.person_id}", {"role": "owner"}),
        stranger.send("DELETE", f"/team/{member.person_id}"),
        stranger.send("DELETE", f"/invitations/{invitation.pk}"),
        stranger.post("/memberships", {"token": "x" * 43}),
        stranger.send("DELETE", f"/keys/{key.pk}"),
    ]
    assert [answer.status_code for answer in asked] == [404] * len(asked)
    for path in ("/addresses", "/invitations"):
        assert stranger.get(path).json()["items"] == []
    assert len(stranger.get("/team").json()["items"]) == len(stranger.get("/keys").json()["items"]) == 1
    assert Address.objects.get().removed_at is None
    assert TrailEntry.objects.count() == 0


OWNERS_ONLY = [
    ("PATCH", "/organisation", {"name_en": "x"}),
    ("GET", "/team", None),
    ("PUT", "/team/1", {"role": "sales"}),
    ("DELETE", "/team/1", None),
    ("GET", "/invitations", None),
    ("POST", "/invitations", {"email": "li@example.com", "role": "sales"}),
    ("DELETE", "/invitations/1", None),
    ("GET", "/keys", None),
    ("POST", "/keys", {"name": "x", "scopes": ["sell"]}),
    ("DELETE", "/keys/1", None),
    ("POST", "/organisations/1/approval", None),
    ("POST", "/organisations/1/suspension", {"because": "x"}),
    ("DELETE", "/organisations/1/suspension", None),
]


@pytest.mark.parametrize("role", ["sales", "planner", "floor", "buyer", "finance"])
def test_no_lesser_role_runs_the_organisation(role: str) -> None:
    caller = caller_for(a_party("factory"), role)
    answers = {(method, path): caller.send(method, path, body).status_code for method, path, body in OWNERS_ONLY}
    assert set(answers.values()) == {403}, answers


def test_visitors_change_and_list_nothing() -> None:
    visitor = Caller()
    answers = {path: visitor.send(method, path, body).status_code for method, path, body in OWNERS_ONLY}
    assert set(answers.values()) == {401}, answers
    assert visitor.post("/organisations", {"kind": "buyer", "name_zh": "x"}).status_code == 401


def test_a_session_without_its_csrf_token_changes_nothing() -> None:
    person = a_person()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    body = {"kind": "buyer", "name_zh": "x"}
    answer = browser.post(
        "/api/v1/organisations", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == 403
    assert not Party.objects.exists()


@pytest.mark.parametrize("path", ["/addresses", "/team", "/invitations", "/keys", "/belts", "/divisions"])
def test_lists_cost_the_same_at_one_row_and_at_three(path: str, django_assert_max_num_queries: Any) -> None:
    party = a_party("factory")
    caller = caller_for(party)
    caller.get("/me")

    def add() -> None:
        an_address(party)
        a_belt()
        parties.invite(email=a_person().email, role="sales", by=an_actor(party), at=AT)
        parties.create_api_key(name="x", scopes=["sell"], by=an_actor(party), at=AT)
        a_grant(party, "sales")

    for _ in range(3):
        add()
        with django_assert_max_num_queries(2):
            assert caller.get(path).status_code == 200
