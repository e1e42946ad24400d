"""Limits, and requests for more, over HTTP."""

from __future__ import annotations

import hashlib

import pytest

from huopan.domains.orders import actions as orders
from huopan.domains.parties.models import ApiKey, Party
from tests.api.conftest import Caller
from tests.factories.orders import NOON, SHENZHEN, a_sku, a_supplier
from tests.factories.parties import LONG_AGO, a_party, an_actor

pytestmark = pytest.mark.django_db
ADDRESS = {name: value for name, value in SHENZHEN.as_json().items() if name != "division_name"}


def program_of(actor):
    secret = f"hp_{actor.person_id}"
    ApiKey.objects.create(
        party_id=actor.party_id,
        created_by_id=actor.person_id,
        name="test",
        prefix=secret,
        secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=sorted(actor.scopes & {"buy", "team.manage"}),
        created_at=LONG_AGO,
    )
    return Caller(secret, "en")


@pytest.fixture
def people():
    """The clerk, the clerk's program with goods in the cart, and the owner's program."""
    party = a_party("buyer")
    clerk, owner = an_actor(party, "buyer"), an_actor(party, "owner")
    orders.put_in_cart(lines=[(a_sku(a_supplier()).pk, 2)], by=clerk, at=NOON)
    return clerk, program_of(clerk), program_of(owner)


def test_a_limit_is_set_shown_and_ended(people):
    clerk, program, boss = people
    address = f"/spending-limits/{clerk.person_id}"
    kept = {"person_id": clerk.person_id, "per_order_fen": 1, "per_month_fen": None}
    assert boss.send("PUT", address, {"per_order_fen": 1}).json() == kept
    assert boss.get("/spending-limits").json()["items"] == [kept]
    assert program.get("/allowance").json()["per_order_fen"] == 1
    assert program.send("PUT", address, {"per_order_fen": 10**9}).status_code == 403
    assert boss.send("PUT", address, {}).status_code == 200
    assert boss.get("/spending-limits").json()["items"] == []
    assert program.get("/allowance").json()["per_order_fen"] is None


def asked_for(people):
    clerk, program, boss = people
    boss.send("PUT", f"/spending-limits/{clerk.person_id}", {"per_order_fen": 1})
    assert program.post("/purchases", {"address": ADDRESS}).json()["code"] == "over_order_limit"
    answer = program.post("/purchase-requests", {"address": ADDRESS, "why": "for the fair"})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_what_is_beyond_the_limit_is_asked_for_and_approved(people):
    _clerk, program, boss = people
    asked = asked_for(people)
    address = f"/purchase-requests/{asked['number']}"
    assert (asked["state"], asked["why"], asked["purchase_number"]) == ("waiting", "for the fair", None)
    assert program.get("/cart").json()["groups"] == []
    assert program.post(f"{address}/approve", {}).status_code == 403
    placed = boss.post(f"{address}/approve", {}).json()
    assert placed["total_fen"] == asked["total_fen"]
    seen = program.get(address).json()
    assert (seen["state"], seen["purchase_number"]) == ("approved", placed["number"])


def test_a_refusal_answers_and_fills_the_cart_again(people):
    _clerk, program, boss = people
    number = asked_for(people)["number"]
    refused = boss.post(f"/purchase-requests/{number}/refuse", {"answer": "next month"}).json()
    assert (refused["state"], refused["answer"]) == ("refused", "next month")
    assert len(program.get("/cart").json()["groups"]) == 1
    assert program.post(f"/purchase-requests/{number}/withdraw").json()["code"] == "request_decided"


def test_colleagues_neither_see_nor_withdraw_a_request(people):
    clerk, _program, _boss = people
    number = asked_for(people)["number"]
    party = Party.objects.get(pk=clerk.party_id)
    party.grants.filter(person_id=clerk.person_id).update(role="finance")
    colleague = program_of(an_actor(party, "buyer"))
    assert colleague.get("/purchase-requests").json()["items"] == []
    assert colleague.post(f"/purchase-requests/{number}/withdraw").status_code == 404
