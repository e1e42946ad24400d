"""A factory says how it works: calendars, centres, routings, recipes, materials."""

from datetime import date, time, timedelta

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import BomLine, Machine, Material, Recipe, Routing, StepOption, WorkCentre
from huopan.domains.production.rules.ready_routings import BY_KEY, READY_ROUTINGS, CentreDraft
from huopan.domains.production.rules.routes import RoutingDraft, StepDraft, WayDraft
from huopan.domains.production.rules.working_time import NeverOpenError
from huopan.engines.planning.calendars import Hours
from huopan.engines.planning.requirements import MadeOfItselfError, UnknownMaterialError
from huopan.kernel.refusal import ForbiddenError, RefusalsError, UnknownError
from tests.factories.catalog import a_seller, an_offer
from tests.factories.production import MONDAY, a_demand, a_plannable_factory, a_planner

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return a_planner(a_seller())


def routing(**changes) -> RoutingDraft:
    steps = (StepDraft("print", "丝印", "Print", {"colour": ""}, (WayDraft("press", 9_000, 1, 600),)),)
    return RoutingDraft(**{"code": "R1", "name_zh": "丝印", "name_en": "Print", "steps": steps} | changes)


def a_press(by, **changes) -> WorkCentre:
    draft = CentreDraft(
        **{"code": "press", "name_zh": "丝印机", "name_en": "Press", "process": "screen_print"} | changes
    )
    return production.save_work_centre(draft=draft, by=by, at=MONDAY)


@pytest.mark.parametrize("key", [each.key for each in READY_ROUTINGS])
def test_a_ready_routing_makes_a_factory_plannable_at_once(by, key):
    adopted = production.adopt_routing(key=key, by=by, at=MONDAY)
    recipe = production.save_recipe(code="C1", name="样品", routing_id=adopted.pk, by=by, at=MONDAY)
    shop = type("Shop", (), {"factory": recipe.factory, "recipe": recipe, "routing": adopted})
    demand = a_demand(shop, quantity=100, wanted_by=MONDAY + timedelta(days=30))
    hold = production.hold_capacity(demand_id=demand.pk, by=by, at=MONDAY)
    assert len(hold.placements) == len(BY_KEY[key].routing.steps)


def test_adopting_twice_changes_nothing(by):
    first = production.adopt_routing(key="sewing", by=by, at=MONDAY)
    assert production.adopt_routing(key="sewing", by=by, at=MONDAY) == first
    assert Routing.objects.count() == 1


def test_two_routings_share_the_work_centres_they_have_in_common(by):
    production.adopt_routing(key="sewing", by=by, at=MONDAY)
    production.adopt_routing(key="laser_engraving", by=by, at=MONDAY)
    assert WorkCentre.objects.filter(code="pack").count() == 1


def test_a_changed_routing_is_a_new_version_and_recipes_follow(by):
    a_press(by)
    first = production.save_routing(draft=routing(), approve=True, by=by, at=MONDAY)
    recipe = production.save_recipe(code="C1", name="袋", routing_id=first.pk, by=by, at=MONDAY)
    second = production.save_routing(draft=routing(name_zh="丝印二"), by=by, at=MONDAY)
    assert (second.version, second.is_approved) == (2, False)
    assert Recipe.objects.get(pk=recipe.pk).routing_id == second.pk
    assert not Routing.objects.get(pk=first.pk).is_current


def test_a_routing_said_the_same_is_the_same(by):
    a_press(by)
    first = production.save_routing(draft=routing(), by=by, at=MONDAY)
    assert production.save_routing(draft=routing(), by=by, at=MONDAY).pk == first.pk


def test_approving_makes_every_time_promisable(by):
    a_press(by)
    saved = production.save_routing(draft=routing(), by=by, at=MONDAY)
    production.approve_routing(routing_id=saved.pk, by=by, at=MONDAY)
    assert all(StepOption.objects.values_list("is_approved_time", flat=True))


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ((), "no_step"),
        ((StepDraft("a", "甲"),), "no_way"),
        ((StepDraft("a", "甲", ways=(WayDraft("press", 0),)),), "cycle_time"),
        ((StepDraft("a", "甲", ways=(WayDraft("press", -5),)),), "cycle_time"),
        ((StepDraft("a", "甲", ways=(WayDraft("press", 5, 0),)),), "pieces_per_cycle"),
        ((StepDraft("a", "甲", ways=(WayDraft("press", 5, 1, -1),)),), "setup_time"),
        ((StepDraft("a", "甲", ways=(WayDraft("nowhere", 5),)),), "unknown_work_centre"),
        ((StepDraft("a", "甲", ways=(WayDraft("press", 5),)),) * 2, "step_twice"),
        ((StepDraft("a", "甲", ways=(WayDraft("press", 5), WayDraft("press", 6))),), "way_twice"),
        ((StepDraft("a", "甲", ways=(WayDraft("press", 5),), after="z"),), "unknown_step_before"),
        (
            (
                StepDraft("a", "甲", ways=(WayDraft("press", 5),), after="b"),
                StepDraft("b", "乙", ways=(WayDraft("press", 5),), after="a"),
            ),
            "steps_in_a_circle",
        ),
    ],
)
def test_what_cannot_be_made_so_is_refused_and_nothing_is_stored(by, steps, code):
    a_press(by)
    with pytest.raises(RefusalsError) as refused:
        production.save_routing(draft=routing(steps=steps), by=by, at=MONDAY)
    assert [each.code for each in refused.value.refusals] == [code]
    assert not Routing.objects.exists()


def test_steps_that_say_what_they_follow_are_put_in_order(by):
    a_press(by)
    ways = (WayDraft("press", 5),)
    steps = (StepDraft("c", "丙", ways=ways, after="b"), StepDraft("b", "乙", ways=ways, after="a"))
    saved = production.save_routing(draft=routing(steps=(StepDraft("a", "甲", ways=ways), *steps)), by=by, at=MONDAY)
    assert list(saved.steps.order_by("position").values_list("code", flat=True)) == ["a", "b", "c"]


def test_fewer_machines_go_out_of_service_and_come_back(by):
    centre = a_press(by, machines=3)
    for machines in (1, 2):
        draft = CentreDraft("press", "丝印机", "Press", "screen_print", machines)
        production.save_work_centre(draft=draft, centre_id=centre.pk, by=by, at=MONDAY)
    assert Machine.objects.filter(work_centre=centre).count() == 3
    assert Machine.objects.filter(work_centre=centre, is_in_service=True).count() == 2


@pytest.mark.parametrize("machines", [0, -1, 501])
def test_a_work_centre_without_a_machine_is_refused(by, machines):
    with pytest.raises(production.MachineCountError):
        a_press(by, machines=machines)


def test_a_calendar_that_is_never_open_is_refused(by):
    with pytest.raises(NeverOpenError):
        production.save_calendar(name="空", week={}, by=by, at=MONDAY)


def test_a_calendar_keeps_its_closed_days_until_told_others(by):
    week = {0: (Hours(time(8), time(18)),)}
    closed = {date(2027, 2, 6): "春节"}
    calendar = production.save_calendar(name="白班", week=week, exceptions=closed, by=by, at=MONDAY)
    production.save_calendar(name="白班", week=week, calendar_id=calendar.pk, by=by, at=MONDAY)
    assert calendar.exceptions.get().reason == "春节"
    production.save_calendar(name="白班", week=week, exceptions={}, calendar_id=calendar.pk, by=by, at=MONDAY)
    assert not calendar.exceptions.exists()


def test_a_material_made_of_itself_is_refused_and_keeps_its_parts(by):
    for code, parts in (("ink", ()), ("paste", [("ink", 10)]), ("ink2", [("paste", 10)])):
        production.save_material(code=code, name_zh=code, made_of=parts, by=by, at=MONDAY)
    ink = Material.objects.get(code="ink")
    with pytest.raises(MadeOfItselfError):
        production.save_material(code="ink", name_zh="ink", made_of=[("ink2", 5)], material_id=ink.pk, by=by, at=MONDAY)
    assert BomLine.objects.count() == 2


def test_a_recipe_of_an_unknown_material_is_refused(by):
    a_press(by)
    saved = production.save_routing(draft=routing(), by=by, at=MONDAY)
    with pytest.raises(RefusalsError) as refused:
        production.save_recipe(code="C", name="袋", routing_id=saved.pk, components=[("gold", 1)], by=by, at=MONDAY)
    assert isinstance(refused.value.refusals[0], UnknownMaterialError)
    assert not Recipe.objects.exists()


def test_a_recipe_for_a_strangers_offer_is_refused(by):
    a_press(by)
    saved = production.save_routing(draft=routing(), by=by, at=MONDAY)
    with pytest.raises(UnknownError):
        production.save_recipe(code="C", name="袋", routing_id=saved.pk, offer_id=an_offer().pk, by=by, at=MONDAY)


def test_what_accepted_demands_lack_is_suggested_in_time(by):
    shop = a_plannable_factory()
    mine = shop.planner
    production.save_material(
        code="ink", name_zh="油墨", lead_time_days=2, lot_size=10, unit_fen=300, by=mine, at=MONDAY
    )
    production.save_recipe(
        code=shop.recipe.code,
        name=shop.recipe.name,
        routing_id=shop.routing.pk,
        components=[("ink", 100_000)],
        by=mine,
        at=MONDAY,
    )
    demand = a_demand(shop, quantity=120, wanted_by=MONDAY + timedelta(days=8))
    production.accept_demand(demand_id=demand.pk, by=mine, at=MONDAY)
    (order,) = queries.to_order(shop.factory.pk, MONDAY)
    assert (order.suggestion.quantity, order.suggestion.cost_fen) == (20, 6000)
    assert order.needed_at >= MONDAY + timedelta(days=2)
    arrival = production.expect_arrival(
        material_id=order.material.pk,
        quantity=20,
        expected_at=order.needed_at - timedelta(hours=1),
        reference="PO1",
        by=mine,
        at=MONDAY,
    )
    assert queries.to_order(shop.factory.pk, MONDAY) == []
    production.receive_arrival(arrival_id=arrival.pk, by=mine, at=MONDAY)
    ink = Material.objects.get(code="ink")
    assert (ink.on_hand, ink.reserved) == (20, 12)
    with pytest.raises(production.ArrivalOverError):
        production.receive_arrival(arrival_id=arrival.pk, by=mine, at=MONDAY)


def test_a_late_arrival_moves_what_waits_for_it():
    shop = a_plannable_factory()
    mine = shop.planner
    ink = production.save_material(code="ink", name_zh="油墨", lead_time_days=20, by=mine, at=MONDAY)
    production.save_recipe(
        code=shop.recipe.code,
        name=shop.recipe.name,
        routing_id=shop.routing.pk,
        components=[("ink", 1_000_000)],
        by=mine,
        at=MONDAY,
    )
    coming = {"material_id": ink.pk, "quantity": 60, "expected_at": MONDAY + timedelta(days=1), "reference": "PO1"}
    arrival = production.expect_arrival(**coming, by=mine, at=MONDAY)
    demand = a_demand(shop, quantity=60, wanted_by=MONDAY + timedelta(days=4))
    production.accept_demand(demand_id=demand.pk, by=mine, at=MONDAY)
    late = MONDAY + timedelta(days=3)
    production.delay_arrival(arrival_id=arrival.pk, expected_at=late, by=mine, at=MONDAY)
    board = queries.board_of(shop.factory.pk, MONDAY)
    assert board.finish_of(demand) > late


def test_strangers_and_clerks_without_the_scope_set_nothing_up(by):
    centre = a_press(by)
    stranger = a_planner(a_seller())
    draft = CentreDraft("press", "丝印机", "Press", "screen_print")
    with pytest.raises(UnknownError):
        production.save_work_centre(draft=draft, centre_id=centre.pk, by=stranger, at=MONDAY)
    with pytest.raises(ForbiddenError):
        production.save_work_centre(draft=draft, by=a_planner(a_seller(), "sell"), at=MONDAY)
