"""Offers by the room's own queries: facets, prices at a quantity, folding, paid places, ranks, what nobody may see."""

from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.catalog.models import Category, Offer, OfferImage, PrivatePrice
from huopan.domains.parties.models import Party
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.domains.search.ports import Asked
from huopan.domains.search.queries import Found, find_offers, why_lines
from huopan.domains.search.rules import Filters
from huopan.domains.search.rules.conduct import Conduct
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.kernel.actor import VISITOR, Actor
from tests.factories.catalog import EPOCH, a_category, a_seller, an_offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

FREE = {"sample_price_hao": 0, "sample_days": 2}


def found(words: str = "", filters: Filters | None = None, **options: Any) -> Found:
    search.rebuild_index()
    return find_offers(words, filters or Filters(), by=VISITOR, **options)


def ids(found: Found) -> list[int]:
    return [card.offer_id for card in found.cards]


def test_facets_count_what_could_be_chosen() -> None:
    kitchen = a_category(code="kitchen")
    cups = Category.objects.add_child(kitchen, instance=Category(code="cups", name_zh="水杯", name_en="Cups"))
    an_offer(category=cups, attributes={"material": "steel", "capacity": 500}, moq=1, stock=0)
    an_offer(category=kitchen, attributes={"material": "wood", "lid": True}, moq=50, dropship_price_hao=90_000, **FREE)
    facets = found(with_facets=True).facets
    assert facets is not None
    assert facets.of("category") == {"kitchen": 2, "cups": 1}
    assert facets.of("attribute") == {"material=steel": 1, "capacity=500": 1, "material=wood": 1, "lid=1": 1}
    assert (facets.of("moq"), facets.of("stock"), facets.of("dropship")) == ({"0": 1, "2": 1}, {"1": 1}, {"1": 1})
    assert facets.of("sample") == {"1": 1}


def test_facets_are_left_out_unless_asked_for() -> None:
    an_offer()
    assert found().facets is None


@pytest.mark.parametrize(
    ("filters", "is_found"),
    [
        (Filters(quantity=10), False),
        (Filters(quantity=20), True),
        (Filters(quantity=20, max_price_hao=99_999), False),
        (Filters(quantity=100, max_price_hao=80_000), True),
        (Filters(quantity=99, max_price_hao=80_000), False),
        (Filters(quantity=100, min_price_hao=80_001), False),
        (Filters(max_ship_days=3), False),
        (Filters(max_ship_days=4), True),
        (Filters(only_dropship=True), False),
        (Filters(only_sample=True), False),
        (Filters(only_small_lot=True), False),
        (Filters(supplier_kind="factory"), True),
        (Filters(supplier_kind="trader"), False),
        (Filters(attributes={"material": ("wood", "steel")}), True),
        (Filters(attributes={"material": ("wood",)}), False),
        (Filters(min_pickup_pct=0), False),
    ],
)
def test_every_filter_keeps_what_it_says(filters: Filters, is_found: bool) -> None:
    an_offer(
        price_kind="ladder",
        ladder=[(20, 100_000), (100, 80_000)],
        moq=20,
        lead_time_days=4,
        attributes={"material": "steel"},
    )
    assert len(found(filters=filters).cards) == is_found


def test_the_price_shown_is_that_of_the_quantity() -> None:
    an_offer(price_kind="ladder", ladder=[(1, 100_000), (100, 80_000)])
    assert [result.price_hao for result in found(filters=Filters(quantity=99)).results] == [100_000]
    assert [result.price_hao for result in found(filters=Filters(quantity=100)).results] == [80_000]


def test_what_keeps_its_word_comes_first_and_says_why() -> None:
    late, prompt = a_seller(), a_seller()
    offers = {seller.pk: an_offer(seller, title_zh="竹篮").pk for seller in (prompt, late)}
    search.record_conduct({late.pk: Conduct(50, 20, 40, 30), prompt.pk: Conduct(50, 49, 40, 40)}, at=EPOCH)
    first, second = found("竹篮").results
    assert (first.card.offer_id, second.card.offer_id) == (offers[prompt.pk], offers[late.pk])
    assert first.why is not None
    lines = list(why_lines(first.why, conduct=first.conduct, ship_days=2, is_in_stock=True))
    product = 1.0
    for line in lines:
        product *= line.factor
    assert product == pytest.approx(first.why.score)
    assert {line.name for line in lines} == {"relevance", "pickup", "kept", "shipping", "stock", "price", "leaning"}
    assert "49" in next(line.measured for line in lines if line.name == "pickup")


def test_few_orders_say_nothing() -> None:
    seller = a_seller()
    an_offer(seller, title_zh="竹篮")
    search.record_conduct({seller.pk: Conduct(4, 0, 4, 0)}, at=EPOCH)
    result = found("竹篮").results[0]
    assert result.conduct.pickup_pct is None
    assert result.why is not None
    assert {line.factor for line in result.why.lines if line.name in ("pickup", "kept")} == {1.0}


def test_a_price_counts_beside_the_others_of_the_same_question() -> None:
    offers = [an_offer(title_zh="竹篮", ladder=[(1, hao)]) for hao in (100, 100, 100, 100, 40, 300)]
    results = {result.card.offer_id: result for result in found("竹篮").results}
    factors = [
        next(line.factor for line in results[offer.pk].why.lines if line.name == "price")  # type: ignore[union-attr]
        for offer in offers
    ]
    assert factors[0] == 1.0
    assert factors[4] > 1.0 > factors[5]


def a_picture(offer: Offer, fingerprint: str) -> None:
    OfferImage.objects.create(offer=offer, file="x.jpg", width=1, height=1, fingerprint=fingerprint)


def test_the_same_goods_are_one_result_and_none_is_lost() -> None:
    same = [an_offer(title_zh="竹篮", title_en="basket") for _ in range(3)]
    for offer in same:
        a_picture(offer, "one and the same")
    other = an_offer(title_zh="竹篮", title_en="basket")
    a_picture(other, "another")
    answer = found("竹篮")
    assert answer.total == 2
    leader = next(result for result in answer.results if result.card.offer_id != other.pk)
    assert {leader.card.offer_id, *leader.also} == {offer.pk for offer in same}


def test_one_supplier_listing_a_thing_twice_is_one_result() -> None:
    seller = a_seller()
    for _ in range(2):
        an_offer(seller, title_zh="竹篮", title_en="")
    an_offer(title_zh="竹篮", title_en="")
    answer = found("竹篮")
    assert (answer.total, len(answer.results)) == (2, 2)


def test_pages_of_folded_results_fit_together() -> None:
    seller = a_seller()
    for number in range(12):
        an_offer(seller, title_zh=f"竹篮{number // 2}", title_en="")
    search.rebuild_index()
    pages = [find_offers("竹篮", by=VISITOR, offset=offset, limit=4) for offset in (0, 4)]
    shown = [result.card.offer_id for page in pages for result in page.results]
    folded = [also for page in pages for result in page.results for also in result.also]
    assert (len(shown), len({*shown, *folded}), pages[1].next_offset) == (6, 12, None)


class OnePlace:
    """Somebody paid for this offer."""

    def __init__(self, offer_id: int) -> None:
        self.offer_id = offer_id

    def offers_beside(self, _asked: Asked, *, most: int) -> list[int]:
        return [self.offer_id][:most]


def test_paid_places_stand_apart_and_only_beside_the_first_page() -> None:
    paid, plain = an_offer(title_zh="铁锅"), an_offer(title_zh="竹篮")
    ports.connect_placements(OnePlace(paid.pk))
    try:
        first = found("竹篮")
        later = find_offers("竹篮", by=VISITOR, offset=20)
    finally:
        ports.connect_placements(ports.NoPlacements())
    assert ([card.offer_id for card in first.placed], ids(first)) == ([paid.pk], [plain.pk])
    assert later.placed == []


def test_a_suspended_paid_place_is_not_shown() -> None:
    paid = an_offer(state=Offer.State.SUSPENDED)
    ports.connect_placements(OnePlace(paid.pk))
    try:
        assert found().placed == []
    finally:
        ports.connect_placements(ports.NoPlacements())


@pytest.mark.parametrize("gone", ["offer", "supplier"])
def test_what_was_suspended_since_it_was_indexed_is_not_shown(gone: str) -> None:
    offer = an_offer()
    search.rebuild_index()
    if gone == "offer":
        Offer.objects.update(state=Offer.State.SUSPENDED)
    else:
        Party.objects.update(state=Party.State.SUSPENDED)
    assert ids(find_offers(by=VISITOR)) == []
    assert ports.index().find(Asked()).offer_ids == [offer.pk]  # the index has not heard of it


@pytest.mark.parametrize(
    "filters", [Filters(max_price_hao=50_000), Filters(quantity=1_000, max_price_hao=50_000), Filters(quantity=1_000)]
)
@pytest.mark.parametrize("sort", ["price_up", "price_down", "relevance"])
def test_nobody_finds_by_a_private_price_not_even_its_buyer(filters: Filters, sort: Any) -> None:
    buyer = a_seller()
    offer = an_offer(ladder=[(1, 100_000)])
    PrivatePrice.objects.create(offer=offer, buyer=buyer, from_quantity=1, unit_price_hao=10_000)
    search.rebuild_index()
    for by in (VISITOR, Actor(person_id=1, party_id=buyer.pk)):
        answer = find_offers("", filters, by=by, sort=sort, with_facets=True)
        assert answer.facets is not None
        if filters.max_price_hao:
            assert (answer.results, answer.facets.of("price")) == ([], {})
        else:
            assert [result.price_hao for result in answer.results] == [100_000]
            assert answer.facets.of("price") == {"2": 1}


def test_without_an_index_filters_that_wait_are_named(index: EmbeddedIndex) -> None:
    an_offer(lead_time_days=9)
    answer = find_offers("", Filters(processes=("uv",), min_pickup_pct=80, max_ship_days=9), by=VISITOR)
    assert (answer.ignored, len(answer.results), answer.facets) == (("processes", "pickup"), 1, None)
    assert find_offers("", Filters(max_ship_days=8), by=VISITOR).results == []


def test_without_an_index_samples_are_still_a_filter(index: EmbeddedIndex) -> None:
    an_offer()
    free, paid = an_offer(**FREE), an_offer(sample_price_hao=120_000, sample_days=0)
    answer = find_offers("", Filters(only_sample=True), by=VISITOR)
    assert (ids(answer), answer.facets, answer.ignored) == ([paid.pk, free.pk], None, ())
