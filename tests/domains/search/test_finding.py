"""Finding offers, with the embedded index and without any: both must find the same goods."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huopan.domains.catalog.models import Category, Offer, Stock
from huopan.domains.parties.models import Division, IndustrialBelt, Party
from huopan.domains.search import actions as search
from huopan.domains.search.queries import Found, find_offers
from huopan.domains.search.rules import FARTHEST, Filters
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.kernel.actor import VISITOR, Actor
from tests.factories.catalog import a_category, a_seller, an_offer

pytestmark = pytest.mark.django_db


def ids(found: Found) -> list[int]:
    return [card.offer_id for card in found.cards]


def found(words: str = "", filters: Filters | None = None, **options: Any) -> list[int]:
    return ids(find_offers(words, filters or Filters(), by=VISITOR, **options))


@pytest.fixture(params=["index", "database"])
def market(request: pytest.FixtureRequest, index: EmbeddedIndex) -> dict[str, Offer]:
    near, far = _a_seller_in_yiwu(), a_seller()
    kitchen = a_category(code="kitchen", name_zh="厨房", name_en="Kitchen")
    cups = Category.objects.add_child(kitchen, instance=Category(code="cups", name_zh="水杯", name_en="Cups"))
    cup = {"category": cups, "title_zh": "保温杯500毫升", "title_en": "Steel bottle 500ml", "moq": 5}
    pan = {"category": kitchen, "title_zh": "平底锅", "title_en": "Frying pans"}
    dress = {"category": a_category(code="clothes"), "title_zh": "碎花连衣裙", "title_en": "Summer dresses", "stock": 0}
    offers = {
        "cup": an_offer(near, ladder=[(1, 200_000)], **cup),
        "pan": an_offer(far, ladder=[(1, 500_000), (10, 300_000)], **pan),
        "dress": an_offer(far, ladder=[(1, 900_000)], **dress),
    }
    if request.param == "index":
        search.rebuild_index()
    return offers


def _a_seller_in_yiwu() -> Party:
    zhejiang = Division.objects.create(code="330000", name_zh="浙江省", level=1)
    jinhua = Division.objects.create(code="330700", name_zh="金华市", level=2, parent=zhejiang)
    yiwu = Division.objects.create(code="330782", name_zh="义乌市", level=3, parent=jinhua)
    belt = IndustrialBelt.objects.create(code="yiwu-small", name_zh="义乌小商品", division=yiwu, cluster="小商品")
    return a_seller(division=yiwu, belt=belt)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("连衣裙", ["dress"]),
        ("DRESSES", ["dress"]),
        ("保温杯", ["cup"]),
        ("pans", ["pan"]),
        ("没有这个", []),
    ],
)
def test_words_of_either_language_find_the_offer(market: dict[str, Offer], words: str, names: list[str]) -> None:
    assert found(words) == [market[name].pk for name in names]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), ["dress", "pan", "cup"]),
        (Filters(category_code="kitchen"), ["pan", "cup"]),
        (Filters(category_code="cups"), ["cup"]),
        (Filters(category_code="nothing"), []),
        (Filters(division_code="330000"), ["cup"]),
        (Filters(division_code="330782"), ["cup"]),
        (Filters(division_code="440000"), []),
        (Filters(belt_code="yiwu-small"), ["cup"]),
        (Filters(min_price_hao=300_000), ["dress", "pan"]),
        (Filters(max_price_hao=300_000), ["pan", "cup"]),
        (Filters(min_price_hao=300_000, max_price_hao=300_000), ["pan"]),
        (Filters(min_price_hao=900_001, max_price_hao=1), []),
        (Filters(max_moq=4), ["dress", "pan"]),
        (Filters(only_in_stock=True), ["pan", "cup"]),
    ],
)
def test_every_filter_keeps_what_it_says(market: dict[str, Offer], filters: Filters, names: list[str]) -> None:
    assert found(filters=filters) == [market[name].pk for name in names]


def test_a_supplier_is_a_filter_too(market: dict[str, Offer]) -> None:
    assert found(filters=Filters(supplier_id=market["cup"].supplier_id)) == [market["cup"].pk]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("newest", ["dress", "pan", "cup"]),
        ("price_up", ["cup", "pan", "dress"]),
        ("price_down", ["dress", "pan", "cup"]),
    ],
)
def test_results_come_in_the_order_asked_for(market: dict[str, Offer], sort: Any, names: list[str]) -> None:
    assert found(sort=sort) == [market[name].pk for name in names]


def test_pages_follow_each_other(market: dict[str, Offer]) -> None:
    first = find_offers(by=VISITOR, limit=2)
    second = find_offers(by=VISITOR, limit=2, offset=first.next_offset or 0)
    assert (first.next_offset, second.next_offset) == (2, None)
    assert ids(first) + ids(second) == [market[name].pk for name in ("dress", "pan", "cup")]


def test_results_end_somewhere(market: dict[str, Offer]) -> None:
    assert find_offers(by=VISITOR, offset=FARTHEST) == Found([], None, None)


def test_what_left_the_market_is_not_shown_even_before_the_index_knows(market: dict[str, Offer]) -> None:
    Offer.objects.filter(pk=market["cup"].pk).update(state=Offer.State.SUSPENDED)
    Party.objects.filter(pk=market["pan"].supplier_id).update(state=Party.State.SUSPENDED)
    assert found() == []
    seller = Actor(person_id=1, party_id=market["cup"].supplier_id)
    assert market["cup"].pk not in ids(find_offers(by=seller))


def test_a_card_says_what_a_buyer_compares(market: dict[str, Offer]) -> None:
    (card,) = find_offers("平底锅", by=VISITOR).cards
    assert (card.title_zh, card.from_price_hao, card.moq, card.is_in_stock) == ("平底锅", 300_000, 1, True)


def test_a_search_costs_two_statements_with_an_index(index: EmbeddedIndex, django_assert_num_queries: Any) -> None:
    for rows in (1, 3):
        while Offer.objects.count() < rows:
            an_offer(title_zh="杯子")
        search.rebuild_index()
        with django_assert_num_queries(2):
            assert len(found("杯子")) == rows


def test_a_search_costs_three_statements_without(django_assert_num_queries: Any) -> None:
    for rows in (1, 3):
        while Offer.objects.count() < rows:
            an_offer(title_zh="杯子")
        with django_assert_num_queries(3):
            assert len(found("杯子")) == rows


HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "title:x AND",
        '"',
        "(((",
        "[* TO *]",
        "\x00",
        "\ud800",
        "a" * 5000,
        "-",
        "~1 ^9",
        "*",
        "\\",
        "/.*/",
        "𠀀𠀀",
        "%_%",
    ]
)


@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    words=HOSTILE,
    bounds=st.tuples(st.integers() | st.none(), st.integers() | st.none()),
    offset=st.integers(0, 3000),
    place=st.text(max_size=8),
)
def test_no_query_is_an_error(
    market: dict[str, Offer], words: str, bounds: tuple[int | None, int | None], offset: int, place: str
) -> None:
    low, high = bounds
    filters = Filters(min_price_hao=low, max_price_hao=high, max_moq=high, division_code=place, category_code=place)
    find_offers(words, filters, by=VISITOR, offset=offset)
    find_offers(words, replace(filters, division_code="", category_code=""), by=VISITOR)


def test_stock_that_is_all_reserved_is_not_in_stock(index: EmbeddedIndex) -> None:
    offer = an_offer(stock=3)
    Stock.objects.update(reserved=3)
    search.rebuild_index()
    assert found(filters=Filters(only_in_stock=True)) == []
    assert found() == [offer.pk]
