"""Capacity is held once, committed once, and free again when it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Sum

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import CapacityBucket, CapacityHold, Demand, HeldCapacity, PlannedStep
from huopan.engines.planning.checking import faults
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import ForbiddenError, RefusedError, UnknownError
from tests.factories.catalog import a_seller
from tests.factories.production import (
    MONDAY,
    a_bom_line,
    a_demand,
    a_material,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def reserved(demand: Demand) -> int:
    buckets = CapacityBucket.objects.filter(work_centre__factory=demand.factory)
    return buckets.aggregate(seconds=Sum("reserved_seconds"))["seconds"] or 0


def hold(demand: Demand, at=MONDAY, **wanted) -> CapacityHold:
    return production.hold_capacity(demand_id=demand.pk, by=a_planner(demand.factory), at=at, **wanted)


def test_a_hold_takes_its_seconds_and_says_until_when() -> None:
    demand = a_demand()
    held = hold(demand)
    assert held.expires_at == MONDAY + timedelta(minutes=120)
    assert held.promised_at == demand.wanted_by
    assert sum(part.seconds for part in held.parts.all()) == reserved(demand) == 3600 + 3600 + 900
    assert Demand.objects.get(pk=demand.pk).state == "held"


def test_held_again_it_is_the_same_hold() -> None:
    demand = a_demand()
    assert hold(demand) == hold(demand)
    assert reserved(demand) == 8100


def test_two_holds_never_stand_in_one_place() -> None:
    shop = a_plannable_factory(presses=1)
    demands = [a_demand(shop) for _ in range(3)]
    for each in demands:
        hold(each)
    board = queries.board_of(shop.factory.pk, MONDAY)
    assert faults(board.shop, board.jobs, board.plan) == []
    assert len(board.plan.placements) == 6


def test_a_commit_makes_the_promise_and_plans_it() -> None:
    demand = a_demand()
    held = hold(demand)
    production.commit_hold(hold_id=held.pk, by=a_planner(demand.factory), at=MONDAY + HOUR)
    demand.refresh_from_db()
    assert (demand.state, demand.promised_at) == ("accepted", demand.wanted_by)
    assert demand.expected_at is not None
    assert demand.expected_at <= demand.promised_at
    assert PlannedStep.objects.filter(demand=demand, plan__is_current=True).count() == 2
    assert reserved(demand) == 8100


def test_committed_twice_it_is_accepted_once() -> None:
    demand = a_demand()
    held = hold(demand)
    for _ in range(2):
        production.commit_hold(hold_id=held.pk, by=a_planner(demand.factory), at=MONDAY)
    assert TrailEntry.objects.filter(name="production.DemandAccepted").count() == 1
    assert PlannedStep.objects.filter(demand=demand).count() == 2


def test_an_expired_hold_is_refused_and_swept_and_gives_everything_back() -> None:
    demand = a_demand()
    held = hold(demand, minutes=30)
    late = MONDAY + HOUR
    with pytest.raises(production.HoldExpiredError):
        production.commit_hold(hold_id=held.pk, by=a_planner(demand.factory), at=late)
    assert production.expire_holds(at=late) == 1
    assert production.expire_holds(at=late) == 0
    assert reserved(demand) == 0
    assert Demand.objects.get(pk=demand.pk).state == "open"
    with pytest.raises(production.HoldExpiredError):
        production.commit_hold(hold_id=held.pk, by=a_planner(demand.factory), at=late)


def test_a_released_hold_is_gone_and_its_place_is_free() -> None:
    demand = a_demand()
    held = hold(demand)
    for _ in range(2):
        production.release_hold(hold_id=held.pk, by=a_planner(demand.factory), at=MONDAY)
    assert reserved(demand) == 0
    with pytest.raises(production.NothingHeldError):
        production.commit_hold(hold_id=held.pk, by=a_planner(demand.factory), at=MONDAY)


def test_an_expired_hold_that_nobody_swept_is_held_anew() -> None:
    demand = a_demand()
    first = hold(demand, minutes=30)
    again = hold(demand, at=MONDAY + HOUR)
    assert again != first
    assert reserved(demand) == 8100
    assert CapacityHold.objects.get(pk=first.pk).state == "expired"


def test_what_cannot_be_done_in_time_is_not_held() -> None:
    demand = a_demand(wanted_by=MONDAY + timedelta(minutes=90))
    with pytest.raises(RefusedError, match="at best"):
        hold(demand)
    assert HeldCapacity.objects.count() == 0


def test_nothing_is_held_on_times_nobody_approved() -> None:
    demand = a_demand()
    demand.routing.steps.all()[0].options.update(is_approved_time=False)
    with pytest.raises(RefusedError, match="not approved"):
        hold(demand)


def test_a_promise_made_before_is_kept() -> None:
    shop = a_plannable_factory(presses=1)
    early = a_planned_demand(shop, promised_at=MONDAY + timedelta(hours=3))
    hold(a_demand(shop))
    board = queries.board_of(shop.factory.pk, MONDAY)
    assert board.finish_of(early) <= early.promised_at
    assert faults(board.shop, board.jobs, board.plan) == []


def test_materials_are_reserved_when_it_is_accepted_and_free_when_it_is_cancelled() -> None:
    shop = a_plannable_factory()
    ink = a_material(shop.factory, on_hand=100, lead_time_days=2)
    a_bom_line(shop.recipe, ink, per_piece_millionths=2_000_000)
    demand = a_demand(shop, wanted_by=MONDAY + timedelta(days=4))
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    ink.refresh_from_db()
    [claim] = demand.material_claims.all()
    assert (claim.quantity, claim.from_stock, ink.reserved) == (120, 100, 100)
    first = PlannedStep.objects.filter(demand=demand).earliest("starts_at")
    assert first.starts_at >= MONDAY + timedelta(days=2)
    production.cancel_demands(source_kind="order", source_prefix="SO", because="returned", by=shop.planner, at=MONDAY)
    ink.refresh_from_db()
    assert ink.reserved == reserved(demand) == 0
    assert Demand.objects.get(pk=demand.pk).state == "cancelled"
    assert not PlannedStep.objects.filter(demand=demand).exists()


def test_strangers_and_the_floor_hold_nothing() -> None:
    demand = a_demand()
    with pytest.raises(UnknownError):
        production.hold_capacity(demand_id=demand.pk, by=a_planner(a_seller()), at=MONDAY)
    with pytest.raises(UnknownError):
        production.hold_capacity(demand_id=demand.pk, by=a_planner(demand.buyer), at=MONDAY)
    with pytest.raises(ForbiddenError):
        production.hold_capacity(demand_id=demand.pk, by=a_planner(demand.factory, "floor"), at=MONDAY)


def test_the_board_is_read_in_as_many_statements_however_much_stands_on_it(django_assert_num_queries) -> None:
    shop = a_plannable_factory()
    ink = a_material(shop.factory, on_hand=100)
    a_bom_line(shop.recipe, ink)
    for planned, held in ((1, 1), (2, 2)):
        for _ in range(planned):
            a_planned_demand(shop, starts_at=MONDAY + timedelta(days=3 + PlannedStep.objects.count()))
        for _ in range(held):
            hold(a_demand(shop))
        with django_assert_num_queries(1):
            queries.board_of(shop.factory.pk, MONDAY)
