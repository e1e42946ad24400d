"""The front page by role, and the pages of categories and belts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huopan.domains.catalog.models import Category, OfferImage
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.integrations.search.embedded import EmbeddedIndex
from tests.factories.catalog import a_category, a_seller, an_offer
from tests.factories.orders import a_purchase, a_sku, a_supplier, owner_of, pay
from tests.factories.parties import a_belt, a_party
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
MOST = 8


@pytest.fixture
def _index(tmp_path: Path) -> None:
    ports.connect(EmbeddedIndex(tmp_path / "search"))


def titles(page: object) -> list[str]:
    return [str(shelf.title) for shelf in page.context["shelves"]]  # type: ignore[attr-defined]


def test_visitors_see_what_somebody_new_needs(client: Client) -> None:
    an_offer(moq=200)
    small = an_offer(moq=2)
    page = client.get("/", headers={"accept-language": "en"})
    assert page.context["role"] == "novice"
    first = page.context["shelves"][0]
    assert [card.offer_id for card in first.cards] == [small.pk]
    assert "Pay once" in page.content.decode()


def test_the_switch_is_remembered_and_nonsense_is_not(client: Client) -> None:
    an_offer(lead_time_days=2, weight_grams=80)
    assert titles(client.get("/", {"as": "cross"}, headers={"accept-language": "en"}))[0] == "Light and quick"
    assert client.get("/").context["role"] == "cross"
    assert client.get("/", {"as": "admiral"}).context["role"] == "cross"


def test_who_has_bought_sees_its_goods_and_its_suppliers_news(sign_in: SignIn) -> None:
    purchase = a_purchase(pieces={(sku := a_sku(a_supplier())): 2})
    pay(purchase)
    new = an_offer(sku.offer.supplier)
    page = sign_in(purchase.buyer).get("/")
    again, news, *_ = page.context["shelves"]
    assert [card.offer_id for card in again.cards] == [sku.offer_id]
    assert [card.offer_id for card in news.cards] == [new.pk]


def test_nobody_sees_what_another_one_bought(sign_in: SignIn) -> None:
    pay(a_purchase(pieces={a_sku(a_supplier()): 2}))
    assert "Buy again" not in titles(sign_in(a_party("buyer")).get("/?as=reseller"))


@pytest.mark.parametrize("role", ["novice", "reseller", "cross"])
@pytest.mark.parametrize("offers", [1, 3])
def test_every_front_page_costs_at_most_eight_statements(sign_in: SignIn, role: str, offers: int) -> None:
    purchase = a_purchase(pieces={a_sku(a_supplier()): 2 for _ in range(offers)})
    pay(purchase)
    client = sign_in(purchase.buyer)
    assert owner_of(purchase.buyer_id).party_id
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/", {"as": role}).status_code == 200
    assert len(asked) <= MOST


@pytest.mark.usefixtures("_index")
@pytest.mark.parametrize(("address", "most"), [("/categories/kitchen/", 9), ("/belts/yiwu/", 13)])
@pytest.mark.parametrize("rows", [1, 3])
def test_categories_and_belts_cost_a_buyer_the_same(sign_in: SignIn, address: str, most: int, rows: int) -> None:
    belt, category = a_belt(code="yiwu"), a_category(code="kitchen")
    for number in range(rows):
        below = category.add_child(code=f"below-{number}", name_zh="杯子", name_en="Cups")
        an_offer(a_seller(belt=belt), category=below)
    search.rebuild_index()
    client = sign_in(a_party("buyer"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert len(page.context["found"].cards) == rows
    assert len(asked) <= most, [each["sql"][:120] for each in asked]


def test_tiles_show_the_newest_goods_and_empty_categories_stay_out(client: Client) -> None:
    belt, category = a_belt(code="yiwu"), a_category(code="kitchen")
    a_category(code="empty")
    offer = an_offer(a_seller(belt=belt), category=category.add_child(code="cups", name_zh="杯子", name_en="Cups"))
    OfferImage.objects.create(offer=offer, file="offers/cup.png", width=8, height=8)
    page = client.get("/")
    assert [(shelf.category.code, shelf.image) for shelf in page.context["categories"]] == [
        ("kitchen", "offers/cup.png")
    ]
    assert [each.image for each in page.context["belts"]] == ["offers/cup.png"]


@pytest.mark.parametrize(("days", "words"), [(0, "ships the same day"), (1, "ships in 1 day"), (2, "ships in 2 days")])
def test_cards_say_how_soon_goods_leave_and_name_the_unit_of_one(client: Client, days: int, words: str) -> None:
    an_offer(moq=1, unit="个", lead_time_days=days)
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert words in page
    assert "from 1 pc<" in page


def test_a_category_shows_what_lies_in_it_and_below(client: Client) -> None:
    top = a_category(code="kitchen")
    cups = Category.objects.get(pk=top.pk).add_child(code="cups", name_zh="杯子", name_en="Cups")
    inside, outside = an_offer(category=cups), an_offer(category=a_category())
    page = client.get("/categories/kitchen/", headers={"accept-language": "en"})
    assert [(str(shelf.category), shelf.offers) for shelf in page.context["below"]] == [("Cups", 1)]
    shown = [card.offer_id for card in page.context["found"].cards]
    assert inside.pk in shown
    assert outside.pk not in shown
    assert [each.code for each in client.get("/categories/cups/").context["line"]] == ["kitchen"]


def test_a_belt_shows_its_goods(client: Client) -> None:
    belt = a_belt(code="yiwu")
    here = an_offer(a_seller(belt=belt))
    an_offer()
    page = client.get("/belts/yiwu/", headers={"accept-language": "en"})
    assert [card.offer_id for card in page.context["found"].cards] == [here.pk]
    assert "?belt=yiwu" in page.content.decode()


@pytest.mark.parametrize("address", ["/categories/none/", "/belts/none/"])
def test_what_is_none_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
