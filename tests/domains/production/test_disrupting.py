"""When something goes wrong the plan is mended at once, and whoever was promised something hears of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import CapacityBucket, Demand, Downtime, PlannedStep, PlanVersion
from huopan.engines.planning.checking import faults
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.catalog import a_seller
from tests.factories.production import (
    MONDAY,
    a_demand,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
)

pytestmark = pytest.mark.django_db


def break_press(shop, hours: int, client_id: str = "one", **fields) -> Downtime:
    return production.report_downtime(
        machine_id=shop.press.machines.first().pk,
        kind="breakdown",
        ends_at=MONDAY + timedelta(hours=hours),
        client_id=client_id,
        by=a_planner(shop.factory, "floor"),
        at=MONDAY,
        **fields,
    )


def moves_told() -> list[dict]:
    return [entry.payload for entry in TrailEntry.objects.filter(name="production.PromiseMoved").order_by("pk")]


def test_a_breakdown_that_breaks_a_promise_is_told() -> None:
    shop = a_plannable_factory(presses=1)
    demand = a_planned_demand(shop, promised_at=MONDAY + timedelta(hours=3))
    break_press(shop, 2)
    demand.refresh_from_db()
    assert demand.expected_at == MONDAY + timedelta(hours=4, minutes=15)
    [told] = moves_told()
    assert (told["is_late"], told["why"], told["buyer_id"]) == (True, "breakdown", demand.buyer_id)
    assert PlanVersion.objects.get(is_current=True).why == "breakdown"
    assert checking.broken(at=MONDAY, area="C") == []


def test_a_breakdown_within_the_slack_moves_the_plan_and_tells_nobody() -> None:
    shop = a_plannable_factory(presses=1)
    demand = a_planned_demand(shop)
    break_press(shop, 2)
    demand.refresh_from_db()
    assert demand.expected_at == MONDAY + timedelta(hours=4, minutes=15)
    assert moves_told() == []


def test_reported_twice_it_is_one_breakdown() -> None:
    shop = a_plannable_factory(presses=1)
    a_planned_demand(shop)
    assert break_press(shop, 2) == break_press(shop, 5)
    assert PlanVersion.objects.filter(factory=shop.factory).count() == 2


def test_back_sooner_the_promise_is_kept_again() -> None:
    shop = a_plannable_factory(presses=1)
    demand = a_planned_demand(shop, promised_at=MONDAY + timedelta(hours=3))
    down = break_press(shop, 4)
    soon = MONDAY + timedelta(minutes=20)
    production.end_downtime(downtime_id=down.pk, by=shop.planner, at=soon)
    demand.refresh_from_db()
    assert demand.expected_at <= demand.promised_at
    assert [told["is_late"] for told in moves_told()] == [True, False]


def test_another_press_takes_over() -> None:
    shop = a_plannable_factory(presses=2)
    demand = a_planned_demand(shop)
    break_press(shop, 10)
    first = PlannedStep.objects.filter(plan__is_current=True, demand=demand).earliest("starts_at")
    assert (first.machine.code, first.starts_at) == ("M2", MONDAY)


def test_a_closed_zone_moves_everything_behind_it() -> None:
    shop = a_plannable_factory()
    demand = a_planned_demand(shop, promised_at=MONDAY + timedelta(hours=30))
    monday = date(2026, 11, 23)
    production.close_days(first=monday, last=monday + timedelta(days=1), because="封控", by=shop.planner, at=MONDAY)
    demand.refresh_from_db()
    assert demand.expected_at > MONDAY + timedelta(days=2)
    assert [told["is_late"] for told in moves_told()] == [True]
    board = queries.board_of(shop.factory.pk, MONDAY)
    assert faults(board.shop, board.jobs, board.plan) == []


def test_what_is_held_moves_too_and_its_holder_hears_of_it() -> None:
    shop = a_plannable_factory(presses=1)
    demand = a_demand(shop, wanted_by=MONDAY + timedelta(hours=3))
    hold = production.hold_capacity(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    break_press(shop, 3)
    hold.refresh_from_db()
    assert hold.promised_at == MONDAY + timedelta(hours=5, minutes=15)
    assert [told["demand_id"] for told in moves_told()] == [demand.pk]
    production.commit_hold(hold_id=hold.pk, by=shop.planner, at=MONDAY)
    board = queries.board_of(shop.factory.pk, MONDAY)
    assert faults(board.shop, board.jobs, board.plan) == []
    assert checking.broken(at=MONDAY, area="C") == []


def test_capacity_follows_the_plan_to_another_day() -> None:
    shop = a_plannable_factory(presses=1)
    demand = a_demand(shop)
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    break_press(shop, 24)
    days = CapacityBucket.objects.filter(work_centre=shop.press, reserved_seconds__gt=0)
    assert [(bucket.on, bucket.reserved_seconds) for bucket in days] == [(date(2026, 11, 24), 4500)]


def test_strangers_report_nothing() -> None:
    shop = a_plannable_factory()
    machine = shop.press.machines.first()
    wanted = {"kind": "breakdown", "ends_at": MONDAY + timedelta(hours=1), "client_id": "x", "at": MONDAY}
    with pytest.raises(UnknownError):
        production.report_downtime(machine_id=machine.pk, by=a_planner(a_seller()), **wanted)
    with pytest.raises(ForbiddenError):
        production.report_downtime(machine_id=machine.pk, by=a_planner(shop.factory, "buy"), **wanted)
    with pytest.raises(production.EndsBeforeItBeginsError):
        production.report_downtime(machine_id=machine.pk, by=shop.planner, **wanted | {"ends_at": MONDAY})


def test_what_did_not_begin_moves_on_with_the_time() -> None:
    shop = a_plannable_factory(presses=1)
    demand = a_planned_demand(shop)
    late = MONDAY + timedelta(hours=2)
    assert queries.factories_behind(late) == [shop.factory.pk]
    production.roll_plan(factory_id=shop.factory.pk, at=late)
    assert Demand.objects.get(pk=demand.pk).expected_at == late + timedelta(hours=2, minutes=15)
    assert queries.factories_behind(late) == []
