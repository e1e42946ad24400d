"""What the tables themselves refuse, and who sees them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from huopan.domains.production.models import (
    BomLine,
    CapacityBucket,
    CapacityHold,
    Demand,
    PlanVersion,
    WorkOrderStep,
)
from huopan.kernel.actor import VISITOR
from tests.factories.catalog import a_seller
from tests.factories.production import (
    MONDAY,
    a_bom_line,
    a_demand,
    a_downtime,
    a_hold,
    a_material,
    a_plan,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
    a_work_order,
    an_arrival,
)

pytestmark = pytest.mark.django_db


def test_strangers_see_nothing_of_a_factory() -> None:
    shop = a_plannable_factory()
    demand = a_planned_demand(shop)
    material = a_material(shop.factory, on_hand=5)
    a_bom_line(shop.recipe, material)
    an_arrival(material, 5, MONDAY)
    a_downtime(shop.press.machines.all()[0])
    a_hold(demand, (shop.press, 60))
    a_work_order(demand)
    strangers = [VISITOR, a_planner(a_seller())]
    for model in apps.get_app_config("production").get_models():
        door = model._default_manager
        assert [door.visible_to(by).count() for by in strangers] == [0, 0], model
        if door.exists():
            assert door.visible_to(shop.planner).count() == door.count(), model


def test_the_buyer_sees_its_hold_and_nothing_of_the_demand() -> None:
    demand = a_demand()
    a_hold(demand)
    buyer = a_planner(demand.buyer)
    assert CapacityHold.objects.visible_to(buyer).count() == 1
    assert Demand.objects.visible_to(buyer).count() == 0


def test_a_day_is_never_reserved_beyond_its_capacity() -> None:
    bucket = CapacityBucket.objects.create(work_centre=a_plannable_factory().press, on=MONDAY, capacity_seconds=10)
    _refuses(lambda: CapacityBucket.objects.filter(pk=bucket.pk).update(reserved_seconds=11))


def test_a_factory_has_one_current_plan() -> None:
    plan = a_plan(a_seller())
    _refuses(lambda: PlanVersion.objects.create(factory=plan.factory, number=2, why="two", made_at=MONDAY))


def test_a_demand_is_held_once_at_a_time() -> None:
    demand = a_demand()
    a_hold(demand)
    _refuses(lambda: a_hold(demand))


def test_a_material_is_not_made_of_itself() -> None:
    material = a_material(a_seller())
    _refuses(lambda: BomLine.objects.create(parent=material, component=material, quantity_millionths=1))


def test_reports_stay_within_what_was_issued() -> None:
    step = a_work_order(a_planned_demand()).steps.all()[0]
    _refuses(lambda: WorkOrderStep.objects.filter(pk=step.pk).update(good=step.issued, scrap=1))


def test_what_is_accepted_is_promised() -> None:
    _refuses(lambda: a_demand(state=Demand.State.ACCEPTED))


def test_one_source_raises_one_demand() -> None:
    shop = a_plannable_factory()
    a_demand(shop, source_reference="SO1:1")
    _refuses(lambda: a_demand(shop, source_reference="SO1:1"))


def _refuses(work) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        work()
