"""Days that are otherwise, and what they do to the plan."""

from __future__ import annotations

from datetime import date, time

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production.models import DayException, Demand
from huopan.engines.planning.calendars import Hours
from tests.factories.catalog import a_seller
from tests.factories.production import MONDAY, a_demand, a_plannable_factory, a_planner

pytestmark = pytest.mark.django_db
DAY = {0: (Hours(time(8), time(18)),)}


def test_public_days_are_loaded_once_and_leave_what_somebody_wrote() -> None:
    planner = a_planner(a_seller())
    calendar = production.save_calendar(name="A", week=DAY, by=planner, at=MONDAY)
    new_year = date(2026, 1, 1)
    production.save_exception(
        calendar_id=calendar.pk, on=new_year, hours=Hours(time(9), time(12), 300), by=planner, at=MONDAY
    )
    assert production.load_public_days(calendar_id=calendar.pk, year=2026, by=planner, at=MONDAY) == 38
    assert production.load_public_days(calendar_id=calendar.pk, year=2026, by=planner, at=MONDAY) == 0
    assert DayException.objects.get(on=new_year).kind == "own_shift"
    assert DayException.objects.get(on=date(2026, 2, 14)).follows_weekday == 0


def test_shorter_hours_move_the_plan() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    before = production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY).expected_at
    short = {day: (Hours(time(8), time(9)),) for day in range(6)}
    production.save_calendar(name="短", week=short, calendar_id=shop.calendar.pk, by=shop.planner, at=MONDAY)
    assert Demand.objects.get(pk=demand.pk).expected_at > before
