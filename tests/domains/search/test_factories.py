"""Factories: found by what they can do, shown with what was counted and measured."""

from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.parties.models import Division, IndustrialBelt, Party
from huopan.domains.production.events import CapacityHeld
from huopan.domains.production.models import CapacityBucket, Machine
from huopan.domains.search import actions as search
from huopan.domains.search.models import Standing
from huopan.domains.search.queries import FoundFactories, find_factories, find_offers
from huopan.domains.search.queries.invariants import index_differs_from_database
from huopan.domains.search.rules import FactoryFilters, Filters
from huopan.domains.search.rules.conduct import Conduct
from huopan.infra.outbox.announcing import announce
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import SYSTEM, VISITOR
from tests.factories.catalog import EPOCH, a_seller, an_offer
from tests.factories.production import MONDAY, a_plannable_factory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


def found(words: str = "", filters: FactoryFilters | None = None, **options: Any) -> FoundFactories:
    search.rebuild_index()
    return find_factories(words, filters or FactoryFilters(), by=VISITOR, **options)


def ids(found: FoundFactories) -> list[int]:
    return [card.factory_id for card in found.cards]


def test_a_factory_shows_its_machines_hours_orders_and_offers() -> None:
    plannable = a_plannable_factory()
    an_offer(plannable.factory, moq=3, attributes={"material": "cotton"})
    search.record_conduct({plannable.factory.pk: Conduct(20, 19, 10, 10)}, at=EPOCH)
    search.record_capacity([plannable.factory.pk], at=MONDAY)
    (card,) = found(filters=FactoryFilters(materials=("cotton",), only_small_lot=True, min_pickup_pct=95)).cards
    machines = Machine.objects.filter(work_centre__process=plannable.press.process).count()
    assert card.machines[plannable.press.process] == machines
    assert card.free_hours == Machine.objects.count() * 12 * 6  # Monday to Saturday, 08:00–20:00
    assert (card.conduct.pickup_pct, card.offers, card.least_moq) == (95, 1, 3)


def test_measuring_orders_leaves_the_free_hours_as_they_were() -> None:
    plannable = a_plannable_factory()
    search.record_capacity([plannable.factory.pk], at=MONDAY)
    before = Standing.objects.get().free_hours
    search.record_conduct({plannable.factory.pk: Conduct(20, 19, 10, 10)}, at=EPOCH)
    search.record_conduct({}, at=EPOCH)
    assert Standing.objects.get().free_hours == before
    assert before


def test_a_process_is_found_and_counted_and_a_machine_out_of_service_is_not() -> None:
    plannable = a_plannable_factory()
    asked = FactoryFilters(processes=(plannable.press.process,))
    answer = found(filters=asked)
    assert ids(answer) == [plannable.factory.pk]
    assert answer.counts["process"][plannable.press.process] == 1
    Machine.objects.update(is_in_service=False)
    assert ids(found(filters=asked)) == []


def test_what_is_held_is_not_free_and_the_news_of_it_is_followed() -> None:
    plannable = a_plannable_factory()
    search.record_capacity([plannable.factory.pk], at=MONDAY)
    search.rebuild_index()
    before = Standing.objects.get().free_hours
    CapacityBucket.objects.create(
        work_centre=plannable.press, on=MONDAY.date(), capacity_seconds=86_400, reserved_seconds=36_000
    )
    hold = {"hold_id": 1, "promised_at": "", "expires_at": "", "source_kind": "", "source_reference": ""}
    announce(
        CapacityHeld(at=MONDAY, demand_id=1, factory_id=plannable.factory.pk, buyer_id=None, **hold),  # type: ignore[arg-type]
        by=SYSTEM,
    )
    while relay_once(100, MONDAY):
        pass
    search.follow_trail()
    assert Standing.objects.get().free_hours == (before or 0) - 10
    assert list(index_differs_from_database()) == []
    assert ids(find_factories("", FactoryFilters(min_free_hours=before), by=VISITOR)) == []


def test_an_offer_made_to_order_is_found_by_what_can_be_done_to_it() -> None:
    plannable = a_plannable_factory()
    made = an_offer(plannable.factory)
    an_offer(plannable.factory)
    plannable.recipe.offer, plannable.recipe.sku = made, None
    plannable.recipe.save()
    plannable.routing.is_approved = True
    plannable.routing.save()
    search.rebuild_index()
    answer = find_offers("", Filters(processes=(plannable.press.process,)), by=VISITOR, with_facets=True)
    assert [card.offer_id for card in answer.cards] == [made.pk]


def test_nearness_goes_by_county_city_and_province() -> None:
    codes = {"near": "330782", "city": "330702", "province": "330102", "far": "440305"}
    places = {name: Division.objects.create(code=code, name_zh=name, level=3) for name, code in codes.items()}
    makers = {name: a_seller(division=place) for name, place in places.items()}
    answer = found(filters=FactoryFilters(near="330782"), sort="near")
    assert ids(answer) == [makers[name].pk for name in ("near", "city", "province", "far")]
    assert [card.steps_apart for card in answer.cards] == [0, 1, 2, 3]


def test_words_find_names_belts_and_what_is_made() -> None:
    yiwu = Division.objects.create(code="330782", name_zh="义乌市", level=3)
    belt = IndustrialBelt.objects.create(code="yiwu", name_zh="义乌小商品", division=yiwu, cluster="小商品")
    maker = a_seller(name_zh="永康五金厂", belt=belt)
    a_seller(name_zh="别的厂")
    for words in ("永康五金", "小商品"):
        assert ids(found(words)) == [maker.pk]


@pytest.mark.parametrize("fields", [{"state": Party.State.SUSPENDED}, {"kind": Party.Kind.TRADER}])
def test_only_active_factories_are_found_also_when_the_index_has_not_heard(fields: dict[str, str]) -> None:
    maker = a_seller()
    assert ids(found()) == [maker.pk]
    Party.objects.update(**fields)
    assert ids(find_factories(by=VISITOR)) == []
    assert ids(found()) == []


def test_a_page_costs_four_statements(django_assert_num_queries: Any) -> None:
    for rows in (1, 2, 3):
        a_plannable_factory()
        search.rebuild_index()
        with django_assert_num_queries(4):
            assert len(find_factories(by=VISITOR).cards) == rows


def test_without_an_index_nobody_is_found_and_that_is_said() -> None:
    a_seller()
    answer = find_factories(by=VISITOR)
    assert (answer.cards, answer.is_ready) == ([], False)
