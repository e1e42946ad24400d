"""Two buyers never get one second of a machine, between processes, on whichever database the suite runs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production.models import CapacityBucket
from huopan.kernel.actor import SYSTEM
from tests.factories.production import MONDAY, a_demand, a_plannable_factory
from tests.races import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACING = "tests.domains.production.racing"
PROCESSES = 50


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
    assert report == {"held": 5, "accepted": 0, "broken": [], "overlaps": 0}


def test_fifty_who_take_up_one_hold_accept_once(tmp_path) -> None:
    demand = a_demand()
    hold = production.hold_capacity(demand_id=demand.pk, by=SYSTEM, at=MONDAY)
    outcomes, report = race(tmp_path, "committing", [[hold.pk]] * PROCESSES)
    assert outcomes == {"committed": PROCESSES}
    assert report == {"held": 0, "accepted": 1, "broken": [], "overlaps": 0}


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
