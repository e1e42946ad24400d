"""The calendars' pages: what is saved, what is refused in words, and what it does to promises before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from huopan.domains.production import actions as production
from huopan.domains.production.models import DayException, Demand, WeeklyShift, WorkingCalendar
from tests.factories.catalog import a_seller
from tests.factories.production import MONDAY, Plannable, a_calendar, a_demand, a_plannable_factory
from tests.web.conftest import SignIn
from tests.web.test_lists import MOST, statements

pytestmark = pytest.mark.django_db
BASE = "/workbench/production/calendars/"
NOW = MONDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory()


@pytest.fixture
def planner(sign_in: SignIn, shop: Plannable) -> Client:
    return sign_in(shop.factory)


def week(*days: int, opens: str = "08:00", closes: str = "20:00", **more: Any) -> dict[str, Any]:
    times = {f"d{day}-0-opens": opens for day in days} | {f"d{day}-0-closes": closes for day in days}
    return {"name": "两班", **times, **more}


def promised(shop: Plannable, hours: int = 34) -> Demand:
    """Taken on, to be ready a few hours before what is wanted; planned from now on."""
    demand = a_demand(shop, quantity=600, wanted_by=NOW + timedelta(hours=hours))
    return production.accept_demand(demand_id=demand.pk, by=shop.planner, at=NOW)


def test_a_week_of_shifts_is_made_with_overtime_and_a_night_shift(planner: Client) -> None:
    night = {"d5-1-opens": "22:00", "d5-1-closes": "06:00", "d5-1-rate": "150"}
    answer = planner.post(f"{BASE}new/", {**week(0, 1, 2, 3, 4, 5), **night})
    made = WorkingCalendar.objects.get(name="两班")
    assert answer["Location"] == f"{BASE}{made.pk}/"
    assert made.shifts.count() == 7
    shift = WeeklyShift.objects.get(calendar=made, weekday=5, opens=time(22))
    assert (shift.closes, shift.rate_pct) == (time(6), 150)
    page = planner.get(answer["Location"]).content.decode()
    assert "80 hours a week" in page
    assert "08:00–20:00, 22:00–06:00 (150%)" in page


def test_a_calendar_that_is_never_open_is_refused_in_words(planner: Client, shop: Plannable) -> None:
    for address in (f"{BASE}new/", f"{BASE}{shop.calendar.pk}/"):
        answer = planner.post(address, {"name": "空"})
        assert answer.status_code == 422
        assert "is never open; give it at least one shift" in answer.content.decode()
    assert not WorkingCalendar.objects.filter(name="空").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"d0-1-opens": "19:00", "d0-1-closes": "21:00"}, "overlap"),
        ({"d0-1-opens": "21:00"}, "Say when this shift begins and when it ends"),
        ({"d0-1-opens": "21:00", "d0-1-closes": "21:00"}, "a shift has a length"),
        ({"d0-0-rate": "0"}, "greater than or equal to 1"),
        ({"d0-0-opens": "25:99"}, "Enter a valid time"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_week_that_cannot_be_is_refused_where_it_is_wrong(planner: Client, typed: dict[str, str], said: str) -> None:
    answer = planner.post(f"{BASE}new/", week(0, 1) | typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not WorkingCalendar.objects.filter(name="两班").exists()


def test_what_a_week_does_to_promises_is_shown_before_it_is_saved(planner: Client, shop: Plannable) -> None:
    demand, address = promised(shop), f"{BASE}{shop.calendar.pk}/"
    short = week(0, 1, 2, 3, 4, 5, closes="10:00", name=shop.calendar.name)
    page = planner.post(address, short).content.decode()
    assert "1 promise would be broken" in page
    assert "Save it all the same" in page
    assert shop.calendar.shifts.filter(closes=time(20)).count() == 6
    assert planner.post(address, {**short, "seen": "1"}).status_code == 302
    assert shop.calendar.shifts.filter(closes=time(10)).count() == 6
    assert Demand.objects.get(pk=demand.pk).expected_at > demand.promised_at


def test_what_moves_no_promise_is_saved_at_once_and_can_be_looked_at_before(planner: Client, shop: Plannable) -> None:
    promised(shop)
    address, same = f"{BASE}{shop.calendar.pk}/", week(0, 1, 2, 3, 4, 5, name="更名")
    page = planner.post(address, {**same, "preview": "1"}).content.decode()
    assert "No order is done at another time" in page
    assert planner.post(address, same).status_code == 302
    shop.calendar.refresh_from_db()
    assert shop.calendar.name == "更名"


def test_shifts_beyond_three_a_day_survive_the_form(planner: Client, shop: Plannable) -> None:
    WeeklyShift.objects.filter(calendar=shop.calendar).update(closes=time(9))
    WeeklyShift.objects.bulk_create(
        WeeklyShift(calendar=shop.calendar, weekday=0, opens=time(n), closes=time(n, 30)) for n in (10, 11, 12)
    )
    page = planner.get(f"{BASE}{shop.calendar.pk}/").content.decode()
    assert 'name="d0-3-opens" value="12:00"' in page


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"what": "closed", "reason": "停电"}, ("closed", None, None, 100)),
        ({"what": "as_weekday", "follows": "1", "rate": "200"}, ("as_weekday", 1, None, 200)),
        ({"what": "own_shift", "opens": "09:00", "closes": "12:00", "rate": "300"}, ("own_shift", None, time(9), 300)),
    ],
)
def test_a_day_is_otherwise_and_like_its_weekday_again(
    planner: Client, shop: Plannable, typed: dict[str, str], stored: tuple[Any, ...]
) -> None:
    address = f"{BASE}{shop.calendar.pk}/days/2026-12-05/"
    assert planner.post(address, typed)["Location"].endswith("?year=2026&day=2026-12-05")
    row = DayException.objects.get(on=date(2026, 12, 5))
    assert (row.kind, row.follows_weekday, row.opens, row.rate_pct) == stored
    assert "exceptional" in planner.get(f"{BASE}{shop.calendar.pk}/?day=2026-12-05").content.decode()
    planner.post(address, {"what": "usual"})
    assert not DayException.objects.exists()


def test_several_days_are_closed_at_once_after_their_effect_was_seen(planner: Client, shop: Plannable) -> None:
    demand, address = promised(shop), f"{BASE}{shop.calendar.pk}/days/2026-11-24/"
    closing = {"what": "closed", "last": "2026-11-27", "reason": "设备大修"}
    assert demand.title in planner.post(address, closing).content.decode()
    assert not DayException.objects.exists()
    planner.post(address, {**closing, "seen": "1"})
    assert DayException.objects.filter(kind="closed", reason="设备大修").count() == 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": "own_shift", "opens": "09:00"}, "Say when it opens and when it closes"),
        ({"what": "own_shift", "opens": "09:00", "closes": "09:00"}, "a shift has a length"),
        ({"what": "closed", "last": "2026-12-04"}, "Name a day from this one on"),
        ({"what": "closed", "last": "2099-12-04"}, "Name a day from this one on"),
        ({"what": "sometimes"}, "Select a valid choice"),
        ({}, "This field is required"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(
    planner: Client, shop: Plannable, typed: dict[str, str], said: str
) -> None:
    answer = planner.post(f"{BASE}{shop.calendar.pk}/days/2026-12-05/", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not DayException.objects.exists()


@pytest.mark.parametrize("on", ["2026-02-30", "9999-01-01", "0001-01-01", "soon"])
def test_a_day_that_is_none_is_not_found(planner: Client, shop: Plannable, on: str) -> None:
    assert planner.post(f"{BASE}{shop.calendar.pk}/days/{on}/", {"what": "closed"}).status_code == 404
    assert planner.get(f"{BASE}{shop.calendar.pk}/", {"day": on, "year": on}).status_code == 200


def test_public_days_are_looked_at_entered_and_taken_out_again(planner: Client, shop: Plannable) -> None:
    production.save_exception(calendar_id=shop.calendar.pk, on=date(2026, 10, 1), reason="own", by=shop.planner, at=NOW)
    address = f"{BASE}{shop.calendar.pk}/public-days/2026/"
    page = planner.get(f"{BASE}{shop.calendar.pk}/?year=2026").content.decode()
    assert "38 days would be entered: 32 closed" in page
    assert "1 public day stands in the calendar already" in page
    assert "Every promise is kept" in planner.post(address, {"preview": "1"}).content.decode()
    assert planner.post(address).status_code == 302
    assert DayException.objects.count() == 39
    production.save_exception(calendar_id=shop.calendar.pk, on=date(2026, 5, 1), reason="x", by=shop.planner, at=NOW)
    assert "Take 37 days out again" in planner.get(f"{BASE}{shop.calendar.pk}/?year=2026").content.decode()
    planner.post(address, {"take_out": "1"})
    assert set(DayException.objects.values_list("reason", flat=True)) == {"own", "x"}


def test_years_whose_days_nobody_knows_are_said_to_be_unknown(planner: Client, shop: Plannable) -> None:
    assert "They are not known here" in planner.get(f"{BASE}{shop.calendar.pk}/?year=2031").content.decode()
    assert planner.post(f"{BASE}{shop.calendar.pk}/public-days/2031/").status_code == 422
    page = planner.get(f"{BASE}{shop.calendar.pk}/?year=2027").content.decode()
    assert "only the statutory holidays are known" in page


def test_a_calendar_that_something_works_by_is_not_removed(planner: Client, shop: Plannable) -> None:
    answer = planner.post(f"{BASE}{shop.calendar.pk}/remove/")
    assert answer.status_code == 409
    assert "2 work centres work by" in answer.content.decode()
    unused = a_calendar(shop.factory)
    assert planner.post(f"{BASE}{unused.pk}/remove/")["Location"] == BASE
    assert not WorkingCalendar.objects.filter(pk=unused.pk).exists()


def test_a_factory_without_a_calendar_is_led_on(sign_in: SignIn) -> None:
    client = sign_in(a_seller())
    assert "No calendar yet" in client.get(BASE).content.decode()
    assert 'value="08:00"' in client.get(f"{BASE}new/").content.decode()


def test_the_pages_ask_the_same_for_one_and_for_three(planner: Client, shop: Plannable) -> None:
    address = f"{BASE}{shop.calendar.pk}/?year=2026&day=2026-12-05"
    counts = [(statements(planner, BASE), statements(planner, address))]
    for day in (5, 6, 7):
        a_calendar(shop.factory)
        planner.post(f"{BASE}{shop.calendar.pk}/days/2026-12-0{day}/", {"what": "closed"})
    counts.append((statements(planner, BASE), statements(planner, address)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST + 2


def test_strangers_find_nothing_and_change_nothing(sign_in: SignIn, shop: Plannable) -> None:
    stranger, mine = sign_in(a_plannable_factory().factory), f"{BASE}{shop.calendar.pk}/"
    assert stranger.get(mine).status_code == 404
    for page in ("", "remove/", "days/2026-12-05/", "public-days/2026/"):
        assert stranger.post(f"{mine}{page}", week(0, 1) | {"what": "closed"}).status_code == 404
    assert shop.calendar.name not in stranger.get(BASE).content.decode()
    assert not DayException.objects.exists()


def test_who_does_not_plan_does_not_get_in(sign_in: SignIn, shop: Plannable) -> None:
    assert sign_in(shop.factory, "floor").get(BASE).status_code == 403
