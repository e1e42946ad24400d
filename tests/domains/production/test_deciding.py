"""A demand is raised once, judged with its arithmetic, and answered: taken on, offered otherwise, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Demand, PlanningTerms
from huopan.kernel.actor import SYSTEM
from huopan.kernel.refusal import RefusedError, UnknownError
from tests.factories.catalog import a_seller
from tests.factories.production import (
    MONDAY,
    a_bom_line,
    a_demand,
    a_material,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
    a_work_order,
)

pytestmark = pytest.mark.django_db


def wanted(shop, reference: str = "SO1:1", **fields) -> production.Wanted:
    return production.Wanted(
        **{"reference": reference, "recipe_id": shop.recipe.pk, "quantity": 10, "title": "帆布袋"} | fields
    )


def raise_them(shop, *those: production.Wanted) -> list[Demand]:
    return production.raise_demands(
        factory_id=shop.factory.pk, buyer_id=None, source_kind="order", wanted=those, by=SYSTEM, at=MONDAY
    )


def test_raised_twice_it_is_one_demand() -> None:
    shop = a_plannable_factory()
    first = raise_them(shop, wanted(shop))
    assert [each.source_reference for each in first] == ["SO1:1"]
    assert raise_them(shop, wanted(shop, quantity=99)) == []
    assert [each.source_reference for each in raise_them(shop, wanted(shop), wanted(shop, "SO1:2"))] == ["SO1:2"]
    assert sorted(Demand.objects.values_list("quantity", flat=True)) == [10, 10]


def test_other_factories_recipes_raise_nothing() -> None:
    mine, other = a_plannable_factory(), a_plannable_factory()
    assert raise_them(mine, wanted(other)) == []


def test_the_verdict_shows_its_arithmetic_to_the_fen() -> None:
    shop = a_plannable_factory()
    bag = a_material(shop.factory, on_hand=1000, unit_fen=300)
    a_bom_line(shop.recipe, bag)
    judged = queries.verdict_on(a_demand(shop).pk, shop.planner, MONDAY)
    sums = judged.verdict.arithmetic
    assert judged.answer == "accept"
    assert sums.revenue_fen == 60_000
    assert sums.line("material") == 18_000
    assert sums.line("run") == 12_000
    assert sums.line("setup") == 1_500
    assert sums.contribution_fen == 60_000 - sums.cost_fen
    kept = queries.as_kept(judged)
    assert sum(line["fen"] for line in kept["arithmetic"]["lines"]) == sums.cost_fen


def test_what_does_not_earn_is_countered_or_declined() -> None:
    judged = queries.verdict_on(a_demand(revenue_fen=100).pk, SYSTEM, MONDAY)
    assert judged.answer in {"counter", "decline"}
    assert judged.verdict.arithmetic.contribution_fen < 0


def test_too_late_is_countered_with_a_later_date() -> None:
    demand = a_demand(wanted_by=MONDAY + timedelta(hours=1))
    judged = queries.verdict_on(demand.pk, SYSTEM, MONDAY)
    assert judged.answer == "counter"
    assert "later" in {counter.change for counter in judged.verdict.counters}
    assert judged.refusal.code == "deadline_missed"


def test_nothing_is_said_on_times_nobody_approved() -> None:
    demand = a_demand()
    demand.routing.steps.all()[0].options.update(is_approved_time=False)
    judged = queries.verdict_on(demand.pk, SYSTEM, MONDAY)
    assert (judged.answer, judged.verdict, judged.refusal.code) == ("decline", None, "times_not_approved")


def test_accepted_twice_it_is_accepted_once() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    for _ in range(2):
        accepted = production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    assert accepted.state == "accepted"


def test_a_declined_demand_says_why_and_stays_declined() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    with pytest.raises(production.BecauseMissingError):
        production.decline_demand(demand_id=demand.pk, because=" ", by=shop.planner, at=MONDAY)
    production.decline_demand(demand_id=demand.pk, because="没有这种布", by=shop.planner, at=MONDAY)
    with pytest.raises(production.DemandDecidedError):
        production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def test_a_counter_lets_go_what_was_held_and_is_what_is_wanted_once_agreed() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    production.hold_capacity(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    friday = MONDAY + timedelta(days=4)
    production.counter_demand(demand_id=demand.pk, wanted_by=friday, revenue_fen=54_000, by=shop.planner, at=MONDAY)
    demand.refresh_from_db()
    assert (demand.state, demand.revenue_fen) == ("open", 60_000)
    assert queries.live_hold(demand.pk) is None
    production.agree_to_counter(demand_id=demand.pk, by=SYSTEM, at=MONDAY)
    demand.refresh_from_db()
    assert (demand.wanted_by, demand.revenue_fen, demand.counter) == (friday, 54_000, {})
    with pytest.raises(production.NothingOfferedError):
        production.counter_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def decide(verb: str, shop, demand) -> None:
    more = {"declined": {"because": "没有这种布"}, "countered": {"quantity": 90}}.get(verb, {})
    acts = {
        "held": production.hold_capacity,
        "accepted": production.accept_demand,
        "declined": production.decline_demand,
        "countered": production.counter_demand,
    }
    acts[verb](demand_id=demand.pk, by=shop.planner, at=MONDAY, **more)


@pytest.mark.parametrize("verb", ["held", "accepted", "declined", "countered"])
def test_the_arithmetic_it_was_decided_on_is_kept(verb: str) -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    seen = queries.kept_verdict(demand.pk, shop.planner, MONDAY)
    decide(verb, shop, demand)
    kept = queries.decided_verdict(demand.pk, shop.planner)
    assert kept == {**seen, "decided": verb}
    assert kept["arithmetic"]["contribution_fen"] == 60_000 - 13_500
    with pytest.raises(UnknownError):
        queries.decided_verdict(demand.pk, a_planner(demand.buyer))


def test_what_was_decided_stays_as_it_was_when_prices_change() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    decide("accepted", shop, demand)
    shop.press.__class__.objects.update(hour_fen=99_000)
    assert queries.decided_verdict(demand.pk, shop.planner)["arithmetic"]["contribution_fen"] == 46_500


def test_a_decided_demand_is_not_judged_again() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    decide("declined", shop, demand)
    kept = queries.decided_verdict(demand.pk, shop.planner)
    with pytest.raises(production.DemandDecidedError):
        decide("declined", shop, demand)
    assert queries.decided_verdict(demand.pk, shop.planner) == kept


def test_times_nobody_approved_can_still_be_declined() -> None:
    shop = a_plannable_factory()
    demand = a_demand(shop)
    demand.routing.steps.all()[0].options.update(is_approved_time=False)
    decide("declined", shop, demand)
    assert queries.decided_verdict(demand.pk, shop.planner)["refusal"] == "times_not_approved"


def test_the_least_margin_is_obeyed_and_said() -> None:
    """60,000 fen less 13,500: three quarters are left."""
    shop = a_plannable_factory()
    demand = a_demand(shop)
    for margin, answer in ((77, "accept"), (78, "counter")):
        production.save_planning_terms(least_margin_pct=margin, by=shop.planner, at=MONDAY)
        verdict = queries.kept_verdict(demand.pk, shop.planner, MONDAY)
        assert (verdict["answer"], verdict["arithmetic"]["least_margin_pct"]) == (answer, margin)
    assert verdict["arithmetic"]["least_margin_fen"] == 46_800


def test_terms_that_cannot_be_are_refused() -> None:
    shop = a_plannable_factory()
    for terms in ({"least_margin_pct": 91}, {"hold_minutes": 0}, {"horizon_days": 999}, {"revision": 1}):
        with pytest.raises(RefusedError):
            production.save_planning_terms(**terms, by=shop.planner, at=MONDAY)
    assert not PlanningTerms.objects.filter(least_margin_pct__gt=0).exists()


def test_strangers_and_the_buyer_decide_nothing() -> None:
    demand = a_demand()
    for stranger in (a_planner(a_seller()), a_planner(demand.buyer)):
        with pytest.raises(UnknownError):
            production.accept_demand(demand_id=demand.pk, by=stranger, at=MONDAY)
        with pytest.raises(UnknownError):
            queries.verdict_on(demand.pk, stranger, MONDAY)


def test_what_is_made_has_used_its_materials_up() -> None:
    shop = a_plannable_factory()
    ink = a_material(shop.factory, on_hand=100)
    a_bom_line(shop.recipe, ink)
    demand = a_demand(shop)
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    Demand.objects.filter(pk=demand.pk).update(state="released")
    for _ in range(2):
        production.record_produced(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    ink.refresh_from_db()
    assert (ink.on_hand, ink.reserved) == (40, 0)


def test_its_buyer_sees_progress_and_strangers_see_none(django_assert_num_queries) -> None:
    demand = a_planned_demand()
    order = a_work_order(demand)
    order.steps.filter(position=0).update(good=30)
    reference = [demand.source_reference]
    with django_assert_num_queries(1):
        [progress] = queries.progress_of("order", reference, a_planner(demand.buyer))
    assert progress.promised_at == demand.promised_at
    assert 25 <= progress.done_pct < 30
    assert queries.progress_of("order", reference, a_planner(a_seller())) == []
