"""Pools, planning terms and offers over the API: what joining costs, joined once, agreed to by the buyer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.parties.models import Party
from huopan.domains.production import actions as production
from huopan.domains.production.models import Demand, PoolMember
from tests.api.conftest import Caller
from tests.api.surface import caller_of
from tests.factories.orders import NOON, a_sku, a_supplier, an_order
from tests.factories.parties import a_party
from tests.factories.production import MONDAY, Plannable, a_demand, a_plannable_factory, a_recipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory(a_party("factory"), presses=1)


@pytest.fixture
def planner(shop: Plannable) -> Caller:
    return caller_of(shop.factory, {"plan"})


def taken(shop: Plannable, **fields) -> Demand:
    demand = a_demand(shop, **fields)
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    return demand


def test_what_joining_costs_is_told_and_it_is_joined_once(shop: Plannable, planner: Caller) -> None:
    with time_machine.travel(MONDAY, tick=False):
        taken(shop)
        demand = a_demand(shop, wanted_by=None)
        [offer] = planner.get(f"/demands/{demand.pk}/pools").json()["items"]
        assert (offer["alone_fen"], offer["share_fen"], offer["saving_fen"]) == (1500, 750, 750)
        joined = [planner.post(f"/demands/{demand.pk}/join", {"pool_id": offer["pool_id"]}) for _ in range(2)]
        assert [each.status_code for each in joined] == [201, 201]
        assert joined[0].json() == joined[1].json()
        pool = planner.get(f"/pools/{offer['pool_id']}").json()
    assert (pool["state"], pool["saving_fen"], pool["work_centre"], pool["machine"]) == ("open", 1500, "press", "M1")
    assert [each["share_fen"] for each in pool["members"]] == [750, 750]


def test_a_closed_pool_is_refused_with_a_sentence(shop: Plannable, planner: Caller) -> None:
    with time_machine.travel(MONDAY, tick=False):
        pool = PoolMember.objects.get(demand=taken(shop)).pool
        production.lock_pools(at=pool.closes_at)
        refused = planner.post(f"/demands/{a_demand(shop).pk}/join", {"pool_id": pool.pk})
    assert (refused.status_code, refused.json()["code"]) == (409, "pool_closed")
    assert planner.get("/pools", state="locked").json()["items"][0]["number"] == pool.number


def test_the_list_of_pools_takes_as_many_statements_at_one_as_at_three(shop: Plannable, planner: Caller) -> None:
    counted = []
    planner.get("/pools")  # the first use of a key is noted
    for colours in (("red",), ("blue", "green")):
        for colour in colours:
            taken(shop, traits={"colour": colour})
        with CaptureQueriesContext(connection) as statements:
            assert planner.get("/pools").status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_planning_terms_are_told_and_kept_within_what_can_be(planner: Caller) -> None:
    terms = planner.get("/planning-terms").json()
    assert terms["least_margin_pct"] == 0
    saved = planner.send("PUT", "/planning-terms", {**terms, "least_margin_pct": 25})
    assert saved.json() == planner.get("/planning-terms").json() == {**terms, "least_margin_pct": 25}
    assert planner.send("PUT", "/planning-terms", {**terms, "least_margin_pct": 91}).status_code == 422


def test_a_buyers_program_sees_what_is_offered_and_agrees() -> None:
    supplier = a_supplier()
    sku = a_sku(supplier, lead_time_days=5)
    a_recipe(a_plannable_factory(supplier).routing, sku=sku)
    order = an_order("awaiting_acceptance", pieces={sku: 10})
    demand = Demand.objects.get(source_reference__startswith=order.number)
    seller, buyer = caller_of(supplier, {"sell"}), caller_of(Party.objects.get(pk=order.buyer_id), {"buy"})
    with time_machine.travel(NOON, tick=False):
        wanted_by = (NOON + timedelta(days=7)).isoformat()
        countered = seller.post(f"/demands/{demand.pk}/counter", {"wanted_by": wanted_by, "hours": 6})
        assert countered.status_code == 200, countered.content
        assert seller.get(f"/demands/{demand.pk}/decision").json()["decided"] == "countered"
        [offer] = buyer.get(f"/orders/{order.number}/offers").json()["items"]
        assert (offer["changes"], offer["is_to_pay"], offer["less_fen"]) == (["later"], False, 0)
        answer = f"/orders/{order.number}/offers/{offer['line_id']}"
        stale = buyer.post(f"{answer}/agree", {"expires_at": NOON.isoformat()})
        assert (stale.status_code, stale.json()["code"]) == (409, "not_offered_any_more")
        agreed = buyer.post(f"{answer}/agree", {"expires_at": offer["expires_at"]})
    assert agreed.json()["number"] == order.number
    demand.refresh_from_db()
    assert demand.state == "held"
    assert buyer.get(f"/orders/{order.number}/offers").json()["items"] == []
