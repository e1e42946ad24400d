"""The offer's page: many variants at once, sums, delivery, asking, favourites."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huopan.domains.catalog.models import Offer
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import Favourite, ThreadMessage
from huopan.domains.parties.models import Credential, Party
from tests.factories.orders import NOON, a_supplier, an_offer, owner_of
from tests.factories.parties import SHENZHEN_NANSHAN, a_credential, a_division, a_party, a_proof, an_address
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
MOST = 8


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def buyer() -> Party:
    party = a_party("buyer")
    an_address(party)
    return party


@pytest.fixture
def shirt() -> Offer:
    """Two colours in two sizes; from 100 pieces on a tenth cheaper."""
    offer = an_offer(
        a_supplier(), price_kind="ladder", ladder=((10, 100_000), (100, 90_000)), stock=[500] * 4, moq=10,
        order_multiple=5, attributes={"material": "cotton"}, weight_grams=200, lead_time_days=3,
    )  # fmt: skip
    for sku, (colour, size) in zip(
        offer.skus.order_by("pk"), [("白", "S"), ("白", "M"), ("黑", "S"), ("黑", "M")], strict=True
    ):
        sku.spec = {"颜色": colour, "尺码": size}
        sku.save()
    return offer


def test_the_supplier_shows_what_is_verified_and_in_force(
    client: Client, shirt: Offer, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    yesterday = NOON.date() - timedelta(days=1)
    a_proof(shirt.supplier, kind="ce")
    a_proof(shirt.supplier, kind="champion", valid_until=None)
    a_proof(shirt.supplier, kind="bsci", valid_until=yesterday)
    a_credential(shirt.supplier, kind="brand")
    with django_assert_num_queries(5):  # as without any: the fifth names the offer's attributes
        page = client.get(f"/offers/{shirt.pk}/", headers={"accept-language": "en"})
    assert page.context["proven"] == ["CE", "Single-product champion"]
    assert page.text.count('class="chip good"') >= 2
    Credential.objects.update(state="withdrawn")
    assert "Verified credentials" not in client.get(f"/offers/{shirt.pk}/", headers={"accept-language": "en"}).text


def test_two_ways_of_varying_are_a_grid_with_sums(client: Client, shirt: Offer) -> None:
    first, second, third, _ = shirt.skus.order_by("pk")
    wanted = {f"sku-{first.pk}": "10", f"sku-{second.pk}": "20", f"sku-{third.pk}": "5"}
    matrix = client.get(f"/offers/{shirt.pk}/", wanted).context["matrix"]
    assert matrix.corner == "颜色 / 尺码"
    assert matrix.columns == [("S", 15), ("M", 20)]
    assert [(row.label, row.quantity) for row in matrix.rows] == [("白", 30), ("黑", 5)]
    assert matrix.quantity == 35


def test_one_way_of_varying_is_a_list(client: Client) -> None:
    assert client.get(f"/offers/{an_offer(stock=[1, 2]).pk}/").context["matrix"] is None


def test_the_next_step_says_what_it_saves_in_whole_multiples(client: Client, shirt: Offer) -> None:
    first, second, *_ = shirt.skus.order_by("pk")
    asked = {f"sku-{first.pk}": "50", f"sku-{second.pk}": "42"}
    cheaper = client.get(f"/offers/{shirt.pk}/price/", asked).context["quote"].cheaper
    assert (cheaper.more, cheaper.saves.fen) == (10, 102 * 100)


def test_what_lacks_to_the_moq_is_said(client: Client, shirt: Offer) -> None:
    page = client.get(
        f"/offers/{shirt.pk}/price/", {f"sku-{shirt.skus.first().pk}": "5"}, headers={"accept-language": "en"}
    )
    assert "5 more pieces to the MOQ" in page.content.decode()


def test_freight_and_arrival_follow_quantity_and_place(client: Client, shirt: Offer) -> None:
    a_division(SHENZHEN_NANSHAN)
    asked = {f"sku-{shirt.skus.first().pk}": "20", "level_0": "440000", "level_1": "440300"}
    page = client.get(f"/offers/{shirt.pk}/price/", asked)
    delivery = page.context["delivery"]
    assert delivery.fee.fen == 1400
    assert page.context["total"].fen == 20 * 1000 + 1400
    assert [day.isoformat() for day in (delivery.arrival.ships_by, delivery.arrival.last_on)] == [
        (NOON.date().replace(day=NOON.day + 3)).isoformat(),
        (NOON.date().replace(day=NOON.day + 7)).isoformat(),
    ]
    assert client.cookies["place"].value == "440300"


def test_goods_go_to_the_readers_own_address_until_another_place_is_chosen(
    sign_in: SignIn, buyer: Party, shirt: Offer
) -> None:
    page = sign_in(buyer).get(f"/offers/{shirt.pk}/freight/")
    assert page.context["place"].code == SHENZHEN_NANSHAN
    assert "Nanshan" in page.content.decode()


@pytest.mark.parametrize("address", ["", "price/", "freight/", "talk/"])
def test_every_part_costs_at_most_eight_statements(sign_in: SignIn, buyer: Party, shirt: Offer, address: str) -> None:
    client = sign_in(buyer)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/offers/{shirt.pk}/{address}").status_code == 200
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= MOST


def test_the_supplier_is_asked_beside_the_offer_and_the_words_stay_when_refused(
    sign_in: SignIn, buyer: Party, shirt: Offer
) -> None:
    client = sign_in(buyer)
    sent = client.post(f"/offers/{shirt.pk}/talk/", {"text": "Any samples?"}, headers={"hx-request": "true"})
    assert "Any samples?" in sent.content.decode()
    assert ThreadMessage.objects.get().party_id == buyer.pk
    refused = client.post(f"/offers/{shirt.pk}/talk/", {"text": "x" * 1001}, headers={"hx-request": "true"})
    assert refused.status_code == 422
    assert "x" * 1001 in refused.content.decode()
    assert client.get("/talks/").context["page"].rows[0].last_text == "Any samples?"


def test_a_sample_is_said_and_asked_for_in_the_talk(sign_in: SignIn, buyer: Party, shirt: Offer) -> None:
    client, english = sign_in(buyer), {"accept-language": "en"}

    def seen(address: str = "") -> str:
        return client.get(f"/offers/{shirt.pk}/{address}", headers=english).content.decode()

    begun = f"I would like a sample of “{shirt.title_en}” (item {shirt.code})."
    assert "about=sample" not in seen()
    assert begun not in seen("talk/?about=sample")
    Offer.objects.update(sample_price_hao=0, sample_days=0)
    assert "Samples free" in seen()
    assert "leaves the same day" in seen()
    Offer.objects.update(sample_price_hao=120_000, sample_days=3)
    assert "¥12.00" in seen()
    assert "leaves within 3 days" in seen()
    assert f"/offers/{shirt.pk}/talk/?about=sample" in seen()
    assert begun in seen("talk/?about=sample")
    assert begun not in seen("talk/")
    client.post(f"/offers/{shirt.pk}/talk/?about=sample", {"text": "x" * 1001}, headers=english)
    assert not ThreadMessage.objects.exists()


def test_a_talk_is_the_two_sides_own(sign_in: SignIn, buyer: Party, shirt: Offer) -> None:
    orders.ask_supplier(offer_id=shirt.pk, text="Secret price?", by=owner_of(buyer.pk), at=NOON)
    other = sign_in(a_party("buyer"))
    assert "Secret" not in other.get(f"/offers/{shirt.pk}/talk/").content.decode()
    assert other.get("/talks/").context["page"].paginator.count == 0
    shirt.state = "draft"
    shirt.save()
    assert other.get(f"/offers/{shirt.pk}/talk/").status_code == 404


def test_the_heart_keeps_and_lets_go(sign_in: SignIn, buyer: Party, shirt: Offer) -> None:
    client = sign_in(buyer)
    for keep, kept in (("1", 1), ("1", 1), ("0", 0)):
        client.post("/favourites/toggle/", {"offer": shirt.pk, "keep": keep}, headers={"hx-request": "true"})
        assert Favourite.objects.filter(buyer=buyer).count() == kept


def test_favourites_are_seen_by_their_buyer_only(sign_in: SignIn, buyer: Party, shirt: Offer) -> None:
    orders.keep_favourites(offer_ids=[shirt.pk], by=owner_of(buyer.pk), at=NOON)
    assert shirt.title_en in sign_in(buyer).get("/favourites/").content.decode()
    assert shirt.title_en not in sign_in(a_party("buyer")).get("/favourites/").content.decode()


def test_visitors_are_asked_to_sign_in(client: Client, shirt: Offer) -> None:
    for address in (f"/offers/{shirt.pk}/talk/", "/talks/", "/favourites/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
    assert client.post("/favourites/toggle/", {"offer": shirt.pk}).status_code == 302
    assert not Favourite.objects.exists()
