from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.catalog.models import PriceTier
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.orders import NOON, a_buyer, an_offer, later
from tests.factories.parties import a_party, an_actor

pytestmark = pytest.mark.django_db


def test_a_favourite_tells_what_became_of_its_price() -> None:
    buyer, offer = a_buyer(), an_offer()
    assert orders.keep_favourites(offer_ids=[offer.pk], by=buyer, at=NOON) == 1
    PriceTier.objects.filter(offer=offer).update(unit_price_hao=100_000)
    [kept] = queries.kept(queries.favourites(buyer), buyer)
    assert (kept.price_hao, kept.change_hao, kept.change_pct) == (125_000, -25_000, 20)


def test_marking_twice_keeps_the_first_price() -> None:
    buyer, offer = a_buyer(), an_offer()
    orders.keep_favourites(offer_ids=[offer.pk], by=buyer, at=NOON)
    assert orders.keep_favourites(offer_ids=[offer.pk], by=buyer, at=later(days=1)) == 0
    assert queries.favourite_offers(buyer) == {offer.pk}
    assert queries.favourites(buyer).get().added_at == NOON


def test_what_left_the_market_stays_kept_without_a_card() -> None:
    buyer, offer = a_buyer(), an_offer()
    orders.keep_favourites(offer_ids=[offer.pk], by=buyer, at=NOON)
    offer.state = "draft"
    offer.save()
    [kept] = queries.kept(queries.favourites(buyer), buyer)
    assert (kept.card, kept.change_hao) == (None, 0)


def test_favourites_are_nobody_elses_business() -> None:
    buyer, other, offer = a_buyer(), a_buyer(), an_offer()
    orders.keep_favourites(offer_ids=[offer.pk], by=buyer, at=NOON)
    assert orders.drop_favourites(offer_ids=[offer.pk], by=other, at=NOON) == 0
    assert queries.favourite_offers(other) == set()
    assert orders.drop_favourites(offer_ids=[offer.pk], by=buyer, at=NOON) == 1


def test_refusals() -> None:
    with pytest.raises(UnknownError):
        orders.keep_favourites(offer_ids=[an_offer(state="draft").pk], by=a_buyer(), at=NOON)
    with pytest.raises(ForbiddenError):
        orders.keep_favourites(offer_ids=[an_offer().pk], by=an_actor(a_party("buyer"), "finance"), at=NOON)


@pytest.mark.parametrize("count", [1, 3])
def test_listed_in_two_statements(count: int, django_assert_num_queries: Any) -> None:
    buyer = a_buyer()
    orders.keep_favourites(offer_ids=[an_offer().pk for _ in range(count)], by=buyer, at=NOON)
    with django_assert_num_queries(2):
        assert len(queries.kept(queries.favourites(buyer), buyer)) == count
