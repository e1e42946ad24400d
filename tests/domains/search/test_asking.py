"""Suggestions, what was meant, where words lean, and rescue: with a log and without."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from huopan.domains.catalog.models import Category, Offer
from huopan.domains.search import actions as search
from huopan.domains.search import queries
from huopan.domains.search.models import Opening, Search
from huopan.domains.search.queries import find_offers, why_lines
from huopan.domains.search.rules import Filters
from huopan.domains.search.rules.asked import filters_kept, kept_filters, key_of
from huopan.domains.search.rules.conduct import UNKNOWN
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.kernel.actor import VISITOR, Actor
from tests.factories.catalog import EPOCH, a_category, an_offer
from tests.factories.parties import a_party, an_actor

pytestmark = pytest.mark.django_db
LATER = EPOCH + timedelta(minutes=1)


@pytest.fixture
def buyer() -> Actor:
    return an_actor(a_party())


@pytest.fixture
def cup(index: EmbeddedIndex) -> Offer:
    kitchen = a_category(code="kitchen", name_zh="厨房用品", name_en="Kitchen")
    cups = Category.objects.add_child(kitchen, instance=Category(code="cups", name_zh="杯子", name_en="Cups"))
    for _ in range(2):
        offer = an_offer(category=cups, title_zh="保温杯 工厂直供", title_en="Thermos bottle, custom", moq=24)
    search.rebuild_index()
    return offer


def asked(words: str, by: Actor, at: datetime = EPOCH) -> int | None:
    return search.record_search(words=words, found=find_offers(words, by=by), by=by, at=at)


def texts(typed: str, by: Actor = VISITOR, at: datetime = LATER) -> list[str]:
    return [phrase.text for phrase in queries.suggestions(typed, by=by, at=at)]


def test_before_anything_was_asked_the_catalogue_suggests(cup: Offer) -> None:
    search.learn(at=EPOCH)
    assert texts("bw")[0] == "保温杯"
    assert texts("杯")[0] == "杯子"
    assert texts("therm") == ["Thermos bottle"]
    assert queries.leaning("保温杯", at=LATER) == []


def test_without_lessons_nothing_is_suggested_and_nothing_breaks() -> None:
    assert texts("b") == []
    assert queries.meant("保文杯", at=EPOCH) is None
    assert queries.related("保温杯", at=EPOCH) == []


def test_own_history_is_ones_own(cup: Offer, buyer: Actor) -> None:
    other = an_actor(a_party())
    asked("保温杯 500ml", buyer)
    asked("保 温 杯", buyer, LATER)
    assert texts("保", by=buyer) == ["保 温 杯", "保温杯 500ml"]
    assert texts("保", by=other) == []
    assert texts("保") == []


def test_one_organisations_searches_are_suggested_to_nobody_else(cup: Offer, buyer: Actor) -> None:
    for _ in range(5):
        asked("保温杯 秘密客户", buyer)
    search.learn(at=LATER)
    assert "保温杯 秘密客户" not in texts("保温杯")
    asked("保温杯 秘密客户", an_actor(a_party()))
    search.learn(at=LATER + timedelta(hours=1))
    assert "保温杯 秘密客户" in texts("保温杯", at=LATER + timedelta(hours=2))


def test_a_search_is_kept_without_persons_and_blank_ones_not_at_all(cup: Offer, buyer: Actor) -> None:
    assert asked("   \x00 ", buyer) is None
    row = Search.objects.get(pk=asked(" 保温杯 \ud800 ", buyer))
    assert (row.words, row.party_id) == ("保温杯", buyer.party_id)
    assert [each[0] for each in row.shown] == [card.offer_id for card in find_offers("保温杯", by=buyer).cards]
    assert not [field.name for field in Search._meta.fields if "person" in field.name or "address" in field.name]


def test_only_what_was_shown_to_oneself_can_be_opened_and_once(cup: Offer, buyer: Actor) -> None:
    search_id = asked("保温杯", buyer) or 0
    stranger = an_actor(a_party())
    never = an_offer(title_zh="雨伞")
    opened: dict[str, Any] = {"search_id": search_id, "at": LATER}
    assert not search.record_opening(offer_id=cup.pk, by=stranger, **opened)
    assert not search.record_opening(offer_id=never.pk, by=buyer, **opened)
    assert search.record_opening(offer_id=cup.pk, by=buyer, **opened)
    assert search.record_opening(offer_id=cup.pk, by=buyer, **opened)
    row = Opening.objects.get()
    assert row.place == [each[0] for each in row.search.shown].index(cup.pk) + 1


def test_a_purchase_within_two_weeks_counts_for_what_was_opened_before(cup: Offer, buyer: Actor) -> None:
    search.record_opening(search_id=asked("保温杯", buyer) or 0, offer_id=cup.pk, by=buyer, at=LATER)
    assert search.record_purchases([(buyer.party_id, cup.pk, EPOCH)]) == 0
    assert search.record_purchases([(buyer.party_id, cup.pk, LATER + timedelta(days=20))]) == 0
    assert search.record_purchases([(buyer.party_id, cup.pk, LATER + timedelta(days=2))]) == 1
    assert search.record_purchases([(buyer.party_id, cup.pk, LATER + timedelta(days=2))]) == 0


def test_words_lean_to_what_was_opened_after_them(cup: Offer, buyer: Actor) -> None:
    for _ in range(30):
        search.record_opening(search_id=asked("保温杯", buyer) or 0, offer_id=cup.pk, by=buyer, at=LATER)
    search.learn(at=LATER)
    assert [leaning.label for leaning in queries.leaning("保温杯", at=LATER)] == ["cups"]
    assert queries.leaning("雨伞", at=LATER) == []


@pytest.fixture
def apples(index: EmbeddedIndex) -> dict[str, Offer]:
    """A fruit and a telephone's case of the same worth, and what is called exactly as asked."""
    found = {}
    for code, title in (("fruit", "苹果 新鲜"), ("cases", "苹果 外壳"), ("toys", "苹果")):
        category = a_category(code=code, name_zh=code, name_en=code)
        found[code] = an_offer(category=category, title_zh=title, title_en="")
    search.rebuild_index()
    return found


def taught(words: str, offer: Offer, buyer: Actor) -> None:
    for _ in range(60):
        search.record_opening(search_id=asked(words, buyer) or 0, offer_id=offer.pk, by=buyer, at=LATER)
    search.learn(at=LATER)


def test_with_no_log_the_order_and_the_scores_are_those_of_the_hand_weights(apples: dict[str, Offer]) -> None:
    search.learn(at=EPOCH)
    plain, after = find_offers("苹果", by=VISITOR), find_offers("苹果", by=VISITOR, at=LATER)
    assert [result.why for result in plain.results] == [result.why for result in after.results]


@pytest.mark.parametrize("liked", ["fruit", "cases"])
def test_the_kind_that_words_lead_to_rises_and_says_why(liked: str, apples: dict[str, Offer], buyer: Actor) -> None:
    taught("苹果", apples[liked], buyer)
    results = find_offers("苹果", by=VISITOR, at=LATER + timedelta(minutes=1)).results
    places = {result.card.offer_id: result for result in results}
    other = "cases" if liked == "fruit" else "fruit"
    ids = list(places)
    assert ids.index(apples[liked].pk) < ids.index(apples[other].pk)
    why = places[apples[liked].pk].why
    assert why is not None
    factors = {line.name: line.factor for line in why.lines}
    assert 1.1 < factors["leaning"] <= 1.15
    with translation.override("en"):
        said = {line.name: str(line.measured) for line in why_lines(why, conduct=UNKNOWN)}
    assert "was opened and bought after such words" in said["leaning"]


def test_what_is_called_exactly_so_is_not_buried(apples: dict[str, Offer], buyer: Actor) -> None:
    category = Category.objects.get(code="cases")
    crowd = [an_offer(category=category, title_zh=f"苹果 手机 外壳 {n}", title_en="") for n in range(5)]
    search.rebuild_index()
    taught("苹果", apples["cases"], buyer)
    found = [card.offer_id for card in find_offers("苹果", by=VISITOR, at=LATER + timedelta(minutes=1)).cards]
    assert found.index(apples["toys"].pk) <= 1
    assert {offer.pk for offer in crowd} <= set(found)


def test_a_condition_that_is_set_already_leads_nowhere(apples: dict[str, Offer], buyer: Actor) -> None:
    taught("苹果", apples["cases"], buyer)
    within = Filters(category_code="cases")
    result = find_offers("苹果", within, by=VISITOR, at=LATER + timedelta(minutes=1)).results[0]
    assert result.why is not None
    assert {line.name: line.value for line in result.why.lines}["leaning"] == 0.0


def test_the_organisation_is_forgotten_after_a_month_and_the_search_after_half_a_year(cup: Offer, buyer: Actor) -> None:
    search_id = asked("保温杯", buyer)
    search.forget_searches(at=EPOCH + timedelta(days=29))
    assert Search.objects.get(pk=search_id).party_id == buyer.party_id
    search.forget_searches(at=EPOCH + timedelta(days=31))
    assert Search.objects.get(pk=search_id).party_id is None
    search.forget_searches(at=EPOCH + timedelta(days=181))
    assert not Search.objects.exists()


def test_searches_by_several_after_one_another_are_related(cup: Offer) -> None:
    for _ in range(3):
        someone = an_actor(a_party())
        asked("保温杯", someone)
        asked("茶壶", someone, LATER)
    search.learn(at=LATER)
    assert queries.related("保温杯", at=LATER)[0] == "茶壶"


def test_what_was_meant_is_told(cup: Offer) -> None:
    search.learn(at=EPOCH)
    assert queries.meant("保文杯", at=LATER) == "保温杯"
    assert queries.meant("thermoss botle", at=LATER) == "Thermos bottle"
    assert queries.meant("保温杯", at=LATER) is None


def test_new_lessons_are_noticed_within_half_a_minute(cup: Offer) -> None:
    assert texts("bw", at=EPOCH) == []
    search.learn(at=EPOCH)
    assert texts("bw", at=EPOCH + timedelta(seconds=29)) == []
    assert texts("bw", at=EPOCH + timedelta(seconds=31)) == ["保温杯"]


def test_suggestions_cost_one_statement_however_much_is_known(
    cup: Offer, buyer: Actor, django_assert_num_queries: Any
) -> None:
    search.learn(at=EPOCH)
    texts("b")
    for _ in range(2):
        asked("保温杯", buyer)
        with django_assert_num_queries(1):
            texts("b", by=buyer)
    with django_assert_num_queries(0):
        texts("b")


@pytest.mark.parametrize(
    ("filters", "relaxed"),
    [
        (Filters(max_moq=1), ("max_moq",)),
        (Filters(max_price_hao=10), ("price",)),
        (Filters(min_price_hao=10**9, max_price_hao=10**10), ("price",)),
        (Filters(max_moq=1, belt_code="none"), ("max_moq", "belt_code")),
    ],
)
def test_a_rescue_says_what_it_relaxed_and_finds_what_it_says(
    cup: Offer, filters: Filters, relaxed: tuple[str, ...]
) -> None:
    assert find_offers("保温杯", filters, by=VISITOR).total == 0
    rescue = queries.rescue("保温杯", filters, at=EPOCH)
    assert rescue is not None
    assert set(rescue.relaxed) == set(relaxed)
    assert find_offers(rescue.words, rescue.filters, by=VISITOR).total == rescue.total == 2


def test_no_rescue_where_nothing_helps_and_without_an_index() -> None:
    assert queries.rescue("保温杯", Filters(max_moq=1), at=EPOCH) is None


def test_kept_filters_come_back_as_they_were() -> None:
    filters = Filters(category_code="cups", attributes={"material": ("steel",)}, processes=("print",), quantity=5)
    assert filters_kept(kept_filters(filters)) == filters
    assert filters_kept({"of_another_version": 1}) == Filters()
    assert key_of("保温 杯", {}) == key_of("保温杯", {}) != key_of("保温杯", {"quantity": 1})
