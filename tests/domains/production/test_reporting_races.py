"""Several phones at once: one scan is one report, and the last pieces are reported once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from huopan.domains.production import actions as production
from tests.domains.production.floor import told
from tests.factories.production import MONDAY, a_plannable_factory, a_planned_demand
from tests.races import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACERS = 4


def run(mode: str, folder: Path, scans: list[list[tuple[str, int]]]) -> tuple[Counter[str], dict[str, Any]]:
    shop = a_plannable_factory()
    demand = a_planned_demand(shop)
    order = production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    told(shop, order, 0, "start")
    ran = start("tests.domains.production.reporting_races", folder, mode, *([order.number, *each] for each in scans))
    return sum(map(Counter, ran["outcomes"]), Counter()), ran["report"]


def test_the_same_scans_from_four_phones_are_counted_once(tmp_path: Path) -> None:
    outcomes, report = run("scanning", tmp_path, [[(f"scan {n}", 5) for n in range(6)]] * RACERS)
    assert outcomes == {"heard": 6 * RACERS}
    assert report == {"reports": 6, "good": 30, "broken": []}


def test_four_phones_report_no_more_than_was_issued(tmp_path: Path) -> None:
    outcomes, report = run(
        "scanning", tmp_path, [[(f"phone {phone}, {n}", 10) for n in range(3)] for phone in range(RACERS)]
    )
    assert outcomes["heard"] == 6  # 60 pieces were issued
    assert outcomes.total() == 3 * RACERS
    assert report == {"reports": 6, "good": 60, "broken": []}


def test_without_the_guards_pieces_are_lost_or_counted_twice(tmp_path: Path) -> None:
    _outcomes, report = run("unguarded", tmp_path, [[(f"scan {n}", 5) for n in range(2)]] * RACERS)
    assert report["broken"]
