"""What anybody may look at, and how much it costs the database."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.catalog import a_seller, an_offer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("offers", [1, 3])
@pytest.mark.parametrize(
    ("address", "statements"),
    [("/", 4), ("/search/", 5), ("/suppliers/{supplier}/", 6), ("/categories/{category}/", 7)],
)
def test_lists_cost_the_same_for_one_row_and_three(
    client: Client, django_assert_num_queries: object, address: str, statements: int, offers: int
) -> None:
    seller = a_seller()
    for _ in range(offers):
        offer = an_offer(seller)
    asked = address.format(supplier=seller.pk, category=offer.category.code)
    client.get("/search/")  # reads the lessons, which are then remembered
    with django_assert_num_queries(statements):  # type: ignore[operator]
        assert client.get(asked).status_code == 200


def test_offer_page_costs_four_statements(client: Client, django_assert_num_queries: object) -> None:
    offer = an_offer(price_kind="ladder", ladder=((10, 68_000), (100, 60_000)), stock=[5, 6, 7])
    with django_assert_num_queries(4):  # type: ignore[operator]
        page = client.get(f"/offers/{offer.pk}/", headers={"accept-language": "en"})
    assert "Ceramic mug" in page.content.decode()


def test_ladder_lights_the_step_of_my_quantity(client: Client) -> None:
    offer = an_offer(price_kind="ladder", ladder=((10, 68_000), (100, 60_000)), stock=[500, 500])
    first, second = offer.skus.order_by("pk")
    page = client.get(f"/offers/{offer.pk}/price/", {f"sku-{first.pk}": "60", f"sku-{second.pk}": "50"})
    steps = page.context["quote"].steps
    assert [step.is_mine for step in steps] == [False, True]
    assert page.context["quote"].amount.fen == 110 * 600


def test_unpublished_offer_is_nothing_to_strangers(client: Client) -> None:
    offer = an_offer(state="draft")
    for address in ("", "price/", "freight/"):
        assert client.get(f"/offers/{offer.pk}/{address}").status_code == 404


def test_search_that_finds_nothing_offers_ways_out(client: Client) -> None:
    an_offer()
    page = client.get("/search/", {"q": "nothing of the kind"}, headers={"accept-language": "en"}).content.decode()
    assert "Nothing matches" in page
    assert 'href="/search/"' in page


def test_pages_speak_both_languages(client: Client) -> None:
    assert "进货单" in client.get("/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "Cart" in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_no_page_allows_inline_scripts(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "<script>" not in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/nowhere/", "/offers/999999/", "/suppliers/999999/"])
def test_what_does_not_exist_is_said_in_words(client: Client, address: str) -> None:
    page = client.get(address, headers={"accept-language": "en"})
    assert page.status_code == 404
    assert "Search for goods" in page.content.decode()
