"""Two buyers never get one second of a machine, between processes, on whichever database the suite runs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production.models import CapacityBucket, ProductionPool
from huopan.kernel.actor import SYSTEM
from tests.factories.production import MONDAY, Plannable, a_demand, a_plannable_factory
from tests.races import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACING = "tests.domains.production.racing"
PROCESSES = 50
NOTHING = {"held": 0, "accepted": 0, "broken": [], "overlaps": 0, "in_pools": 0, "late_joins": 0, "locked_members": []}


def race(folder, mode: str, racers: list[list]) -> tuple[Counter[str], dict]:
    answer = start(RACING, folder, mode, *racers)
    return sum((Counter(each) for each in answer["outcomes"]), Counter()), answer["report"]


def test_fifty_who_want_one_afternoon_get_what_there_is_of_it(tmp_path) -> None:
    """One press, 75 minutes each with its set-up, everything wanted within 8 hours: 5 fit, the drying included."""
    shop = a_plannable_factory(presses=1)
    colours = [f"colour-{n}" for n in range(PROCESSES)]
    demands = [
        a_demand(shop, traits={"colour": colour}, wanted_by=MONDAY + timedelta(hours=8)).pk for colour in colours
    ]
    outcomes, report = race(tmp_path, "holding", [[demand] for demand in demands])
    assert outcomes == {"held": 5, "deadline_missed": PROCESSES - 5}
    assert report == {
        "held": 5,
        "accepted": 0,
        "broken": [],
        "overlaps": 0,
        "in_pools": 5,
        "late_joins": 0,
        "locked_members": [],
    }


def test_fifty_who_take_up_one_hold_accept_once(tmp_path) -> None:
    demand = a_demand()
    hold = production.hold_capacity(demand_id=demand.pk, by=SYSTEM, at=MONDAY)
    outcomes, report = race(tmp_path, "committing", [[hold.pk]] * PROCESSES)
    assert outcomes == {"committed": PROCESSES}
    assert report == {
        "held": 0,
        "accepted": 1,
        "broken": [],
        "overlaps": 0,
        "in_pools": 1,
        "late_joins": 0,
        "locked_members": [],
    }


def a_last_hour() -> tuple[int, list[int]]:
    """A press whose day has 20 hours of 100 minutes left, and as many demands as processes."""
    shop = a_plannable_factory(presses=1)
    bucket = CapacityBucket.objects.create(
        work_centre=shop.press, on=date(2026, 11, 23), capacity_seconds=20 * 6000 + 100
    )
    return bucket.pk, [a_demand(shop).pk for _ in range(PROCESSES)]


def test_the_guard_alone_never_oversells_a_day(tmp_path) -> None:
    bucket, demands = a_last_hour()
    outcomes, report = race(tmp_path, "guarded", [[[demand, bucket, 6000]] for demand in demands])
    assert outcomes == {"held": 20, "refused": PROCESSES - 20}
    assert report["broken"] == []


def test_without_the_guard_the_same_race_oversells(tmp_path) -> None:
    bucket, demands = a_last_hour()
    outcomes, report = race(tmp_path, "unguarded", [[[demand, bucket, 6000]] for demand in demands])
    assert outcomes["held"] > 20
    assert report["broken"] == ["C1"]


def a_pool(*, hours: int) -> tuple[Plannable, ProductionPool]:
    """One press with one red job of an hour and a quarter, to be dried in another hour; all of it by `hours`."""
    shop = a_plannable_factory(presses=1)
    first = a_demand(shop, wanted_by=MONDAY + timedelta(hours=hours))
    production.accept_demand(demand_id=first.pk, by=SYSTEM, at=MONDAY)
    return shop, ProductionPool.objects.get(factory=shop.factory)


def test_of_many_who_join_the_last_places_as_many_get_in_as_there_are(tmp_path) -> None:
    """Red for an hour each, dried by 16:00: the first has 08:00–09:15; five more begin by 14:15, one a hour."""
    shop, pool = a_pool(hours=8)
    demands = [a_demand(shop, wanted_by=MONDAY + timedelta(hours=8)).pk for _ in range(20)]
    outcomes, report = race(tmp_path, "joining", [[pk, pool.pk, MONDAY.isoformat()] for pk in demands])
    assert outcomes == {"held": 5, "pool_has_no_room": 15}
    assert report == {
        "held": 5,
        "accepted": 1,
        "broken": [],
        "overlaps": 0,
        "in_pools": 6,
        "late_joins": 0,
        "locked_members": [],
    }


def test_at_closing_time_either_the_lock_or_who_joins_wins(tmp_path) -> None:
    """Twenty join in the last second while the sweep locks: what the lock counted is what is in it for ever."""
    shop, pool = a_pool(hours=30)
    last_second = pool.closes_at - timedelta(seconds=1)
    production.roll_plan(factory_id=shop.factory.pk, at=last_second)
    pool.refresh_from_db()
    before = last_second.isoformat()
    demands = [a_demand(shop, wanted_by=None, quantity=5).pk for _ in range(20)]
    racers = [[pk, pool.pk, before] for pk in demands] + [[0, pool.pk, pool.closes_at.isoformat()]] * 4
    outcomes, report = race(tmp_path, "joining_or_locking", racers[::-1])
    assert outcomes["lock:held"] == 4
    assert outcomes["held"] + outcomes["pool_closed"] + outcomes["pool_has_no_room"] == 20
    assert report["locked_members"] == [1 + outcomes["held"]] == [report["in_pools"]]
    assert (report["broken"], report["overlaps"], report["late_joins"]) == ([], 0, 0)
