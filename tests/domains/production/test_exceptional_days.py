"""Days that are otherwise, and what they do to the plan."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import DayException, Demand, PlanVersion
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


def test_a_cheap_day_like_a_cheap_weekday_still_costs_something() -> None:
    planner = a_planner(a_seller())
    calendar = production.save_calendar(name="A", week={0: (Hours(time(8), time(18), 10),)}, by=planner, at=MONDAY)
    day = production.save_exception(
        calendar_id=calendar.pk, on=date(2026, 11, 24), follows_weekday=0, rate_pct=1, by=planner, at=MONDAY
    )
    assert queries.hours_of(day, {0: (Hours(time(8), time(18), 10),)}) == (Hours(time(8), time(18), 1),)
    assert len(queries.board_of(planner.party_id, MONDAY).jobs) == 0


def test_days_closed_together_move_the_plan_once_and_said_again_nothing() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop, quantity=600, wanted_by=MONDAY + timedelta(hours=34))
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    days = [queries.exceptional_day(date(2026, 11, n), reason="大修") for n in (24, 25, 26)]
    versions = PlanVersion.objects.count()
    said = {"calendar_id": shop.calendar.pk, "by": shop.planner, "at": MONDAY}
    assert production.save_exceptions(days=days, **said) == 3
    assert PlanVersion.objects.count() == versions + 1
    assert production.save_exceptions(days=days, **said) == 0
    assert production.remove_exceptions(days=[day.on for day in days], **said) == 3
    assert PlanVersion.objects.count() == versions + 2
