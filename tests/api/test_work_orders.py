"""Work orders and the floor over the API: released, reported once, printed."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.parties.models import Party
from huopan.domains.production.models import Downtime, FloorReport, WorkOrder
from huopan.infra.clock import now
from tests.api.conftest import Caller
from tests.api.surface import caller_of
from tests.factories.parties import a_party
from tests.factories.production import Plannable, a_demand, a_plannable_factory, a_planned_demand

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    return a_party("factory")


@pytest.fixture
def shop(party: Party) -> Plannable:
    return a_plannable_factory(party)


@pytest.fixture
def planner(party: Party) -> Caller:
    return caller_of(party, {"plan"})


@pytest.fixture
def floor(party: Party) -> Caller:
    """The same person as the planner, so with keys of its own."""
    caller = caller_of(party, {"floor"})
    caller._keys = count(1000)
    return caller


@pytest.fixture
def number(shop: Plannable, planner: Caller) -> str:
    return released(planner, a_planned_demand(shop).pk)[0]["number"]


def released(planner: Caller, *demand_ids: int) -> Any:
    answer = planner.post("/work-orders", {"demand_ids": list(demand_ids)})
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def report(caller: Caller, number: str, **said: Any) -> Any:
    return caller.post(f"/work-orders/{number}/reports", {"operation": 1, **said})


def test_from_the_plan_to_the_closed_work_order(shop: Plannable, planner: Caller, floor: Caller, number: str) -> None:
    for place in (1, 2):
        for said in ({"kind": "start"}, {"kind": "good", "good": 58 if place == 1 else 57, "scrap": 2 - place // 2}):
            answer = report(floor, number, operation=place, client_id=f"{place}{said['kind']}", **said)
            assert answer.status_code == 201, answer.content
    shown = floor.get(f"/work-orders/{number}").json()
    assert [(each["issued"], each["good"], each["scrap"], each["state"]) for each in shown["operations"]] == [
        (60, 58, 2, "done"),
        (58, 57, 1, "done"),
    ]
    assert shown["state"] == "produced"
    assert floor.post(f"/work-orders/{number}/pack").json()["state"] == "packed"
    assert planner.post(f"/work-orders/{number}/close").json()["state"] == "closed"
    assert [each["kind"] for each in planner.get(f"/work-orders/{number}/reports").json()["items"]] == [
        "good",
        "start",
        "good",
        "start",
    ]


def test_what_cannot_be_released_says_why(shop: Plannable, planner: Caller) -> None:
    good, bad = a_planned_demand(shop), a_demand(shop)
    first, second = released(planner, good.pk, bad.pk)
    assert (first["refusal"], second["number"]) == (None, None)
    assert second["refusal"]["code"] == "not_accepted"


def test_one_scan_is_one_report_under_any_key(floor: Caller, number: str) -> None:
    first = report(floor, number, client_id="scan", kind="start")
    again = report(floor, number, client_id="scan", kind="start")
    assert first.json() == again.json()
    assert FloorReport.objects.count() == 1


def test_a_refusal_names_what_is_left(floor: Caller, number: str) -> None:
    begun = report(floor, number, client_id="1", kind="start")
    assert begun.status_code == 201, begun.content
    refused = report(floor, number, client_id="2", kind="good", good=61)
    assert (refused.status_code, refused.json()["code"]) == (422, "more_than_issued")
    early = report(floor, number, operation=2, client_id="3", kind="start")
    assert (early.status_code, early.json()["code"]) == (409, "not_its_turn")


def test_taken_back(planner: Caller, number: str) -> None:
    assert planner.post(f"/work-orders/{number}/cancel", {"because": "wrong film"}).json()["state"] == "cancelled"
    assert planner.get("/work-orders", state="cancelled").json()["items"][0]["closed_because"] == "wrong film"
    assert planner.get("/work-orders", state="released").json()["items"] == []


def test_paper_comes_as_pdf(floor: Caller, number: str) -> None:
    for what in ("sheet", "labels"):
        answer = floor.get(f"/work-orders/{number}/{what}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")


def test_the_list_costs_the_same_at_one_and_at_three(shop: Plannable, planner: Caller) -> None:
    counts = []
    for _ in range(3):
        released(planner, a_planned_demand(shop).pk)
        with CaptureQueriesContext(connection) as asked:
            assert len(planner.get("/work-orders").json()["items"]) == WorkOrder.objects.count()
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_pages_follow_each_other(shop: Plannable, planner: Caller) -> None:
    released(planner, *(a_planned_demand(shop).pk for _ in range(3)))
    first = planner.get("/work-orders", limit=2).json()
    second = planner.get("/work-orders", limit=2, cursor=first["next"]).json()
    numbers = [each["number"] for page in (first, second) for each in page["items"]]
    assert len(set(numbers)) == 3
    assert second["next"] is None


def test_a_wrong_count_is_corrected_once(planner: Caller, floor: Caller, number: str) -> None:
    report(floor, number, client_id="a", kind="start")
    wrong = report(floor, number, client_id="b", kind="good", good=40).json()
    address = f"/work-orders/{number}/reports/{wrong['id']}/correct"
    for _ in range(2):
        answer = floor.post(address, {"client_id": "c", "good": 38, "scrap": 2, "because": "counted wrong"})
        assert answer.status_code == 201, answer.content
        assert (answer.json()["good"], answer.json()["scrap"], answer.json()["corrects_id"]) == (-2, 2, wrong["id"])
    assert planner.get(f"/work-orders/{number}").json()["operations"][0]["good"] == 38
    assert floor.post(address, {"client_id": "d", "good": 99, "scrap": 0, "because": "x"}).status_code == 422


def test_a_broken_machine_stops_the_operation_and_is_down(floor: Caller, number: str) -> None:
    body = {"client_id": "b", "operation": 1, "reason": "broken", "ends_at": "2099-01-01T00:00:00+08:00"}
    assert floor.post(f"/work-orders/{number}/breakdowns", body).status_code == 409
    report(floor, number, client_id="a", kind="start")
    assert floor.post(f"/work-orders/{number}/breakdowns", body).status_code == 422
    answer = floor.post(f"/work-orders/{number}/breakdowns", {**body, "ends_at": _soon()})
    assert (answer.status_code, answer.json()["kind"]) == (201, "stop")
    assert Downtime.objects.get().kind == "breakdown"


def test_what_did_not_come_good_is_made_again(planner: Caller, floor: Caller, number: str) -> None:
    assert planner.post(f"/work-orders/{number}/remake").status_code == 409
    for operation, good in ((1, 50), (2, 50)):
        report(floor, number, client_id=f"s{operation}", operation=operation, kind="start")
        scrap = 10 if operation == 1 else 0
        report(floor, number, client_id=f"g{operation}", operation=operation, kind="good", good=good, scrap=scrap)
    assert planner.get(f"/work-orders/{number}").json()["missing"] == 10
    again = planner.post(f"/work-orders/{number}/remake")
    assert (again.status_code, again.json()["quantity"], again.json()["source_kind"]) == (201, 10, "remake")


def _soon() -> str:
    return (now() + timedelta(hours=4)).isoformat()
