"""Plans get better in the background, are moved by hand with the consequences shown first, and survive any death."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Demand, PlannedStep, PlanVersion
from huopan.engines.planning.checking import faults
from huopan.infra import checking
from huopan.kernel.actor import SYSTEM
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.catalog import a_seller
from tests.factories.production import MONDAY, a_demand, a_plannable_factory, a_planned_demand, a_planner
from tests.races import ROOT, address_of_rows

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def a_bad_plan(presses: int = 1):
    """Red, blue, red, blue on one press: three set-ups more than needed."""
    shop = a_plannable_factory(presses=presses)
    for n, colour in enumerate(("red", "blue", "red", "blue")):
        a_planned_demand(shop, starts_at=MONDAY + n * timedelta(minutes=75), traits={"colour": colour})
    return shop


def sound(shop) -> None:
    board = queries.board_of(shop.factory.pk, MONDAY)
    assert faults(board.shop, board.jobs, board.plan) == []
    assert checking.broken(at=MONDAY, area="C") == []


def setups() -> int:
    return sum(PlannedStep.objects.filter(plan__is_current=True).values_list("setup_seconds", flat=True))


def replan(shop) -> PlanVersion | None:
    return production.replan(factory_id=shop.factory.pk, iterations=300, seconds=None, by=SYSTEM, at=MONDAY)


def drop(shop, demand: Demand, starts_at, **wanted):
    asked = {"step": 0, "work_centre": "press", "machine": "M1", "by": shop.planner} | wanted
    return production.move_step(demand_id=demand.pk, starts_at=starts_at, at=MONDAY, **asked)


def test_replanning_spares_set_ups_and_keeps_what_was_there() -> None:
    shop = a_bad_plan()
    production.request_replan(by=shop.planner, at=MONDAY)
    before = setups()
    version = replan(shop)
    assert version is not None
    assert version.why == "improved"
    assert setups() < before
    assert version.figures["setup_seconds_after"] < version.figures["setup_seconds_before"]
    assert PlanVersion.objects.filter(factory=shop.factory).count() == 2
    sound(shop)


def test_nothing_changed_nothing_is_replanned() -> None:
    shop = a_bad_plan()
    production.request_replan(by=shop.planner, at=MONDAY)
    assert [terms.pk for terms in queries.factories_to_replan()] == [shop.factory.pk]
    replan(shop)
    assert list(queries.factories_to_replan()) == []
    assert replan(shop) is None


def test_consequences_are_shown_before_and_are_what_happens() -> None:
    shop = a_bad_plan()
    demands = list(Demand.objects.order_by("pk"))
    third = demands[2]
    board = queries.board_of(shop.factory.pk, MONDAY)
    shown = queries.consequences_of_move(
        board, demand_id=third.pk, step=0, work_centre="press", machine="M1", starts_at=MONDAY + 2 * HOUR
    )
    assert PlanVersion.objects.count() == 1
    done = drop(shop, third, MONDAY + 2 * HOUR)
    assert [(each.demand.pk, each.after) for each in done.shifted] == [
        (each.demand.pk, each.after) for each in shown.shifted
    ]
    moved = PlannedStep.objects.get(plan__is_current=True, demand=third, step=0)
    assert (moved.starts_at, moved.is_fixed) == (MONDAY + 2 * HOUR, True)
    for each in done.shifted:
        assert Demand.objects.get(pk=each.demand.pk).expected_at == each.after
    sound(shop)


def test_who_becomes_late_is_shown() -> None:
    shop = a_plannable_factory(presses=1)
    first = a_planned_demand(shop, promised_at=MONDAY + 4 * HOUR)
    second = a_planned_demand(shop, starts_at=MONDAY + 4 * HOUR)
    board = queries.board_of(shop.factory.pk, MONDAY)
    shown = queries.consequences_of_move(
        board, demand_id=second.pk, step=0, work_centre="press", machine="M1", starts_at=MONDAY + HOUR
    )
    assert [each.demand.pk for each in shown.newly_late] == [first.pk]


def test_what_cannot_be_is_refused_in_words() -> None:
    shop = a_bad_plan()
    demand = Demand.objects.order_by("pk")[0]
    for code, wanted in (
        ("in_the_past", {"starts_at": MONDAY - HOUR}),
        ("closed_then", {"starts_at": MONDAY + 13 * HOUR}),
        ("not_done_there", {"starts_at": MONDAY, "work_centre": "dryer"}),
        ("before_its_turn", {"starts_at": MONDAY, "work_centre": "dryer", "step": 1}),
    ):
        with pytest.raises(Exception) as refused:
            drop(shop, demand, **wanted)
        assert refused.value.code == code
    drop(shop, demand, MONDAY + 4 * HOUR)
    with pytest.raises(Exception) as refused:
        drop(shop, Demand.objects.order_by("pk")[1], MONDAY + 4 * HOUR)
    assert refused.value.code == "overlaps_fixed"


def test_what_is_pinned_stays_until_it_is_let_loose() -> None:
    shop = a_bad_plan()
    demand = Demand.objects.order_by("pk")[3]
    drop(shop, demand, MONDAY + 6 * HOUR)
    replan(shop)
    pinned = PlannedStep.objects.filter(plan__is_current=True, demand=demand, step=0)
    assert pinned.get().starts_at == MONDAY + 6 * HOUR
    production.unpin_step(demand_id=demand.pk, step=0, by=shop.planner, at=MONDAY)
    assert pinned.get().is_fixed is False
    replan(shop)
    assert pinned.get().starts_at < MONDAY + 6 * HOUR


def test_strangers_move_nothing() -> None:
    shop = a_bad_plan()
    demand = Demand.objects.order_by("pk")[0]
    with pytest.raises(UnknownError):
        drop(shop, demand, MONDAY + HOUR, by=a_planner(a_seller()))
    with pytest.raises(ForbiddenError):
        drop(shop, demand, MONDAY + HOUR, by=a_planner(shop.factory, "floor"))


def test_demands_accepted_while_searching_are_not_lost(monkeypatch) -> None:
    """The board changes under the search once; the second try knows the newcomer."""
    shop = a_bad_plan()
    production.request_replan(by=shop.planner, at=MONDAY)
    late, improved = a_demand(shop), queries.improved
    accepted = []

    def disturbed(board, **budget):
        if not accepted:
            accepted.append(production.accept_demand(demand_id=late.pk, by=shop.planner, at=MONDAY))
        return improved(board, **budget)

    monkeypatch.setattr(queries, "improved", disturbed)
    assert replan(shop) is not None
    assert PlannedStep.objects.filter(plan__is_current=True, demand=late).count() == 2
    sound(shop)


DYING = """
import json, sys, django
django.setup()
from huopan.domains.production import actions as production
from huopan.kernel.actor import SYSTEM
from tests.factories.production import MONDAY
production.replan(factory_id=int(sys.argv[1]), iterations=300, seconds=None, by=SYSTEM, at=MONDAY)
"""
LOOKING = """
import json, django
django.setup()
from django.db.models import Count
from huopan.domains.production.models import PlanVersion
from huopan.infra import checking
from tests.factories.production import MONDAY
plan = PlanVersion.objects.annotate(size=Count("steps")).get(is_current=True)
broken = [finding.invariant.code for finding in checking.broken(at=MONDAY, area="C")]
print(json.dumps({"number": plan.number, "steps": plan.size, "broken": broken}))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_while_re_optimising_the_last_good_plan_stands(tmp_path) -> None:
    shop = a_bad_plan()
    production.request_replan(by=shop.planner, at=MONDAY)
    address = address_of_rows(tmp_path)

    def run(program: str, crash_at: str = "") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", program, str(shop.factory.pk)],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "huopan.config.settings",
                "HUOPAN_DATABASE_URL": address,
                "HUOPAN_TESTING": "1",
                "HUOPAN_CRASH_AT": crash_at,
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            },
            cwd=ROOT,
            capture_output=True,
            check=False,
        )

    def standing() -> dict:
        return json.loads(run(LOOKING).stdout.splitlines()[-1])

    connection.close() if connection.vendor == "postgresql" else None
    for point in ("replan_found", "replan_stored"):
        assert run(DYING, point).returncode == -signal.SIGKILL
        assert standing() == {"number": 1, "steps": 8, "broken": []}
    done = run(DYING)
    assert done.returncode == 0, done.stderr
    assert standing() == {"number": 2, "steps": 8, "broken": []}
