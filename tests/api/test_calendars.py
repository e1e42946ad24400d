"""Working calendars over the API: weeks, exceptional days, public days, and what a change would do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.parties.models import Party
from huopan.domains.production import actions as production
from huopan.domains.production.models import DayException, Demand, WorkingCalendar
from tests.api.conftest import Caller
from tests.api.surface import caller_of
from tests.factories.parties import a_party
from tests.factories.production import MONDAY, Plannable, a_calendar, a_demand, a_plannable_factory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def party() -> Party:
    return a_party("factory")


@pytest.fixture
def shop(party: Party) -> Plannable:
    return a_plannable_factory(party)


@pytest.fixture
def planner(party: Party) -> Caller:
    return caller_of(party, {"plan"})


def shift(day: int, opens: str = "08:00", closes: str = "18:00", rate_pct: int = 100) -> dict[str, Any]:
    return {"weekday": day, "opens": opens, "closes": closes, "rate_pct": rate_pct}


def test_a_calendar_is_made_changed_and_removed(planner: Caller) -> None:
    body = {"name": "夜班", "shifts": [shift(0, "22:00", "06:00", 150), shift(0)]}
    made = planner.post("/calendars", body)
    assert made.status_code == 201, made.content
    shown = made.json()
    assert shown["shifts"] == [shift(0), shift(0, "22:00", "06:00", 150)]
    assert shown["work_centres"] == 0
    renamed = planner.send("PUT", f"/calendars/{shown['id']}", {**body, "name": "夜班 2"}).json()
    assert planner.get(f"/calendars/{shown['id']}").json() == renamed
    assert planner.send("DELETE", f"/calendars/{shown['id']}").status_code == 204
    assert not WorkingCalendar.objects.exists()


@pytest.mark.parametrize(
    ("shifts", "said"),
    [
        ([], "is never open"),
        ([shift(0), shift(0, "17:00", "19:00")], "overlap"),
        ([shift(0, "08:00", "08:00")], "needs a length"),
    ],
)
def test_a_week_that_cannot_be_is_refused_in_words(planner: Caller, shifts: list[Any], said: str) -> None:
    answer = planner.post("/calendars", {"name": "x", "shifts": shifts})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert not WorkingCalendar.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [shift(7), shift(-1), shift(0, "8:00"), shift(0, "24:00"), shift(0, rate_pct=0), shift(0, rate_pct=10**9)],
)
def test_a_shift_that_is_none_is_refused(planner: Caller, wrong: dict[str, Any]) -> None:
    assert planner.post("/calendars", {"name": "x", "shifts": [wrong]}).status_code == 422


def test_what_a_change_would_do_is_asked_and_nothing_is_changed(planner: Caller, shop: Plannable) -> None:
    demand = a_demand(shop, quantity=600, wanted_by=MONDAY + timedelta(hours=34))
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    before = Demand.objects.get(pk=demand.pk).expected_at
    for asked in (
        {"shifts": [shift(day, closes="10:00") for day in range(6)]},
        {"on": "2026-11-24", "day": {"reason": "停电"}},
    ):
        found = planner.post(f"/calendars/{shop.calendar.pk}/effect", asked).json()
        assert (found["newly_late"], [each["demand_id"] for each in found["shifted"]]) == (1, [demand.pk])
    for asked in ({"public_year": 2026}, {"on": "2026-11-24"}, {}):
        assert planner.post(f"/calendars/{shop.calendar.pk}/effect", asked).json() == {"shifted": [], "newly_late": 0}
    refused = planner.post(f"/calendars/{shop.calendar.pk}/effect", {"shifts": []})
    assert refused.status_code == 422
    assert Demand.objects.get(pk=demand.pk).expected_at == before
    assert not DayException.objects.exists()


def test_days_are_otherwise_and_again_as_usual(planner: Caller, shop: Plannable) -> None:
    address = f"/calendars/{shop.calendar.pk}/days"
    hours = {"opens": "09:00", "closes": "12:00", "rate_pct": 300}
    assert planner.send("PUT", f"{address}/2026-12-05", {"hours": hours}).json()["kind"] == "own_shift"
    assert planner.send("PUT", f"{address}/2026-12-06", {"follows_weekday": 0, "reason": "加班"}).status_code == 200
    assert planner.send("PUT", f"{address}/2026-12-07", {}).json()["kind"] == "closed"
    days = planner.get(f"{address}?year=2026").json()["items"]
    assert [(each["on"], each["rate_pct"]) for each in days] == [
        ("2026-12-05", 300), ("2026-12-06", 100), ("2026-12-07", 100),
    ]  # fmt: skip
    assert planner.send("DELETE", f"{address}/2026-12-05").status_code == 204
    assert len(planner.get(f"{address}?year=2026").json()["items"]) == 2


def test_public_days_are_entered_and_taken_out(planner: Caller, shop: Plannable) -> None:
    known = planner.get("/public-days?year=2026").json()["items"]
    assert sum(each["is_worked"] for each in known) == 6
    address = f"/calendars/{shop.calendar.pk}/public-days"
    assert planner.post(address, {"year": 2026}).json() == {"days": len(known)}
    assert planner.post(address, {"year": 2026}).json() == {"days": 0}
    assert planner.send("DELETE", f"{address}/2026").json() == {"days": len(known)}
    assert planner.post(address, {"year": 2031}).status_code == 422
    assert not DayException.objects.exists()


def test_a_calendar_in_use_stays(planner: Caller, shop: Plannable) -> None:
    answer = planner.send("DELETE", f"/calendars/{shop.calendar.pk}")
    assert answer.status_code == 409
    assert "2 work centres" in answer.json()["detail"]


def test_the_list_asks_the_same_for_one_and_for_three(planner: Caller, party: Party) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert planner.get("/calendars").status_code == 200
        return len(asked)

    a_calendar(party)
    statements()  # the key's first use is noted
    for_one = statements()
    a_calendar(party)
    a_calendar(party)
    assert statements() == for_one
