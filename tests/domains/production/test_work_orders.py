"""Work orders from the plan to the warehouse."""

from __future__ import annotations

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.actions.stepping import WorkOrderNotReadyError
from huopan.domains.production.actions.work_orders import (
    BegunError,
    NotAcceptedError,
    NotPlannedError,
    WhyMissingError,
)
from huopan.domains.production.models import Demand, PlannedStep, WorkOrder
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.domains.production.floor import finished, told
from tests.factories.catalog import a_seller
from tests.factories.production import (
    MONDAY,
    Plannable,
    a_demand,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
    an_accepted_demand,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory()


def release(shop: Plannable, demand: Demand) -> WorkOrder:
    return production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def test_the_floor_is_told_what_the_plan_says(shop: Plannable) -> None:
    demand = a_planned_demand(shop)
    order = release(shop, demand)
    where = ("work_centre_id", "machine_id")
    planned = (
        PlannedStep.objects.filter(demand=demand).order_by("step").values_list("step", *where, "starts_at", "ends_at")
    )
    told = order.steps.values_list("position", *where, "planned_start_at", "planned_end_at")
    assert list(told) == list(planned)
    demand.refresh_from_db()
    assert (order.state, demand.state, order.quantity) == ("released", "released", 60)
    assert TrailEntry.objects.filter(name="production.WorkOrderReleased", aggregate_id=order.pk).count() == 1


def test_the_rework_allowance_is_issued_on_top(shop: Plannable) -> None:
    shop.recipe.rework_basis_points = 500
    shop.recipe.save()
    assert [step.issued for step in release(shop, a_planned_demand(shop)).steps.all()] == [63, 63]


def test_released_twice_is_one_work_order(shop: Plannable) -> None:
    demand = a_planned_demand(shop)
    assert release(shop, demand) == release(shop, demand)
    assert WorkOrder.objects.count() == 1


def test_only_what_is_taken_on_and_planned_is_released(shop: Plannable) -> None:
    with pytest.raises(NotAcceptedError):
        release(shop, a_demand(shop))
    with pytest.raises(NotPlannedError):
        release(shop, an_accepted_demand(shop))
    half = a_planned_demand(shop)
    PlannedStep.objects.filter(demand=half, step=1).delete()
    with pytest.raises(NotPlannedError):
        release(shop, half)
    assert not WorkOrder.objects.exists()


def test_several_are_released_each_for_itself(shop: Plannable) -> None:
    good, bad = a_planned_demand(shop), a_demand(shop)
    came = production.release_work_orders(demand_ids=[good.pk, bad.pk], by=shop.planner, at=MONDAY)
    assert isinstance(came[good.pk], WorkOrder)
    assert isinstance(came[bad.pk], NotAcceptedError)


def test_a_stranger_releases_nothing(shop: Plannable) -> None:
    demand = a_planned_demand(shop)
    with pytest.raises(UnknownError):
        production.release_work_order(demand_id=demand.pk, by=a_planner(a_seller()), at=MONDAY)
    with pytest.raises(ForbiddenError):
        production.release_work_order(demand_id=demand.pk, by=a_planner(shop.factory, "floor"), at=MONDAY)


def test_made_packed_closed_in_this_order(shop: Plannable) -> None:
    demand = a_planned_demand(shop)
    order = release(shop, demand)
    for act in (production.pack_work_order, production.close_work_order):
        with pytest.raises(WorkOrderNotReadyError):
            act(number=order.number, by=shop.planner, at=MONDAY)
    finished(shop, order)
    for act, state in ((production.pack_work_order, "packed"), (production.close_work_order, "closed")):
        assert act(number=order.number, by=shop.planner, at=MONDAY).state == state
        assert act(number=order.number, by=shop.planner, at=MONDAY).state == state  # once more changes nothing
    demand.refresh_from_db()
    assert demand.state == "closed"
    with pytest.raises(WorkOrderNotReadyError):
        production.cancel_work_order(number=order.number, because="late", by=shop.planner, at=MONDAY)
    assert not checking.broken(at=MONDAY, area="C")


def test_what_is_taken_back_can_be_released_again(shop: Plannable) -> None:
    demand = a_planned_demand(shop)
    first = release(shop, demand)
    with pytest.raises(WhyMissingError):
        production.cancel_work_order(number=first.number, because=" ", by=shop.planner, at=MONDAY)
    production.cancel_work_order(number=first.number, because="wrong film", by=shop.planner, at=MONDAY)
    demand.refresh_from_db()
    assert demand.state == "accepted"
    assert release(shop, demand).pk != first.pk


def test_what_is_begun_is_not_taken_back_by_mistake(shop: Plannable) -> None:
    order = release(shop, a_planned_demand(shop))
    told(shop, order, 0, "start")
    with pytest.raises(BegunError):
        production.cancel_work_order(number=order.number, because="late", by=shop.planner, at=MONDAY)
    production.cancel_work_order(number=order.number, because="late", is_begun_too=True, by=shop.planner, at=MONDAY)
    with pytest.raises(WorkOrderNotReadyError):
        told(shop, order, 0, "good", good=1)


def test_a_stranger_finds_no_work_order(shop: Plannable) -> None:
    order = release(shop, a_planned_demand(shop))
    stranger = a_planner(a_seller())
    for act in (production.pack_work_order, production.close_work_order):
        with pytest.raises(UnknownError):
            act(number=order.number, by=stranger, at=MONDAY)
    with pytest.raises(UnknownError):
        production.cancel_work_order(number=order.number, because="x", by=stranger, at=MONDAY)
    with pytest.raises(UnknownError):
        queries.work_order(order.number, stranger)


def test_an_orders_work_orders_are_found_by_its_number(shop: Plannable) -> None:
    mine = release(shop, a_planned_demand(shop, source_reference="SO1:1"))
    release(shop, a_planned_demand(shop, source_reference="SO12:1"))
    assert list(queries.work_orders(shop.planner, source="SO1")) == [mine]


def test_what_waits_for_release_is_listed_by_its_start(shop: Plannable) -> None:
    late = a_planned_demand(shop, starts_at=MONDAY.replace(day=25))
    soon = a_planned_demand(shop)
    an_accepted_demand(shop)
    release(shop, a_planned_demand(shop))
    assert list(queries.releasable(shop.planner)) == [soon, late]
    assert list(queries.releasable(a_planner(a_seller()))) == []
