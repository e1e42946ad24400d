"""A learnt order: kept apart until it is shown to be better, used by one switch, left by another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.catalog.models import Offer
from huopan.domains.search import actions as search
from huopan.domains.search import queries
from huopan.domains.search.models import Opening, Ranker, Search
from huopan.domains.search.queries import find_offers
from huopan.engines.asking.curves import Correction, Curve
from huopan.engines.asking.ordering import TooLittleLoggedError
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.kernel.actor import VISITOR
from tests.engines.asking.test_ordering import a_market
from tests.factories.catalog import EPOCH, an_offer

pytestmark = pytest.mark.django_db
SOLD_OUT_FIRST = Correction({"stock": Curve((-0.5,), (0.4, 0.0))})
LATER = EPOCH + timedelta(days=1)


@pytest.fixture
def cups(index: EmbeddedIndex) -> list[Offer]:
    """One that can be shipped and one that is sold out, alike in everything else but the picture of the title."""
    offers = [an_offer(title_zh="保温杯甲", stock=50), an_offer(title_zh="保温杯乙", stock=0)]
    search.rebuild_index()
    return offers


def order() -> list[int]:
    queries.look_again()
    return [card.offer_id for card in find_offers("保温杯", by=VISITOR).cards]


def a_ranker(state: Ranker.State = Ranker.State.LEARNT, *, low: float = 0.1) -> Ranker:
    figures = {"low": low, "high": 0.3}
    return Ranker.objects.create(state=state, curves=SOLD_OUT_FIRST.written(), figures=figures, learnt_at=EPOCH)


def test_with_nothing_learnt_the_hand_weights_order(cups: list[Offer]) -> None:
    assert order() == [cups[0].pk, cups[1].pk]
    with pytest.raises(search.NothingLearntError):
        search.use_order()
    with pytest.raises(TooLittleLoggedError):
        search.learn_order(at=EPOCH)
    assert not Ranker.objects.exists()


def test_one_switch_uses_it_and_one_goes_back(cups: list[Offer]) -> None:
    hand = order()
    a_ranker()
    assert order() == hand
    search.use_order()
    assert order() == hand[::-1]
    assert search.back_to_hand_weights() == 1
    assert order() == hand


def test_the_reason_shown_is_the_arithmetic_that_ordered(cups: list[Offer]) -> None:
    a_ranker()
    search.use_order()
    queries.look_again()
    for result in find_offers("保温杯", by=VISITOR).results:
        assert result.why is not None
        product = result.why.relevance
        for line in result.why.lines:
            product *= line.factor
        assert result.why.score == pytest.approx(product)


def test_an_order_not_shown_to_be_better_is_used_only_by_insisting(cups: list[Offer]) -> None:
    a_ranker(low=-0.05)
    with pytest.raises(search.NotBetterError):
        search.use_order()
    assert search.use_order(is_insisting=True).state == Ranker.State.IN_USE


def test_a_shadow_shows_nobody_anything_and_is_logged(cups: list[Offer]) -> None:
    hand = order()
    a_ranker()
    search.shadow_order()
    assert order() == hand
    found = find_offers("保温杯", by=VISITOR)
    row = Search.objects.get(pk=search.record_search(words="保温杯", found=found, by=VISITOR, at=EPOCH))
    assert [each[0] for each in row.shown] == hand
    assert row.shadow == hand[::-1]


def test_the_newest_takes_the_place_of_the_one_before() -> None:
    first = a_ranker(Ranker.State.IN_USE)
    second = a_ranker()
    assert search.use_order() == second
    first.refresh_from_db()
    assert first.state == Ranker.State.RETIRED


def test_what_was_opened_teaches_and_what_came_later_judges() -> None:
    pytest.importorskip("lightgbm")
    offers = [an_offer() for _ in range(12)]
    _log(offers, 400)
    row, found = search.learn_order(at=LATER)
    assert found.is_better
    assert search.use_order() == row
    assert Ranker.objects.get().curves["pickup"]
    assert search.evaluate_order(at=LATER)[1].searches == 0


def _log(offers: list[Offer], count: int) -> None:
    lists = a_market(count, seed=11, sway=4.0)
    rows = Search.objects.bulk_create(
        Search(
            words=f"杯 {number}",
            found=12,
            asked_at=EPOCH + timedelta(minutes=number),
            shown=[
                [offer.pk, each.relevance, {name: round(1000 * value) for name, value in each.signals.items()}]
                for offer, each in zip(offers, shown, strict=True)
            ],
        )
        for number, shown in enumerate(lists)
    )
    Opening.objects.bulk_create(
        Opening(search=row, offer=offer, place=each.place, opened_at=row.asked_at)
        for row, shown in zip(rows, lists, strict=True)
        for offer, each in zip(offers, shown, strict=True)
        if each.gain
    )
