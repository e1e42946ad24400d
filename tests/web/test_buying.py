"""From the offer to the till: quantities, refusals in place, double clicks that happen once."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from huopan.domains.catalog.models import MixBatchRule
from huopan.domains.orders.models import CartLine, Favourite, PurchaseGroup, SupplierOrder
from huopan.domains.parties.models import Party
from tests.factories.orders import NOON, a_supplier, an_offer, an_order
from tests.factories.parties import a_party, an_address
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def buyer() -> Party:
    party = a_party("buyer")
    an_address(party)
    return party


def test_a_visitor_signs_in_and_finds_what_was_typed(client: Client) -> None:
    offer = an_offer(stock=[50])
    sku = offer.skus.get().pk
    asked = client.post(f"/offers/{offer.pk}/add/", {f"sku-{sku}": "4"})
    way_on = parse_qs(urlsplit(asked["Location"]).query)["next"]
    assert way_on == [f"/offers/{offer.pk}/?sku-{sku}=4"]
    page = client.get(way_on[0])
    assert f'name="sku-{sku}"' in page.text
    assert 'value="4"' in page.text


@pytest.mark.parametrize(
    ("came_from", "way_on"),
    [("http://testserver/offers/7/", "/offers/7/"), ("https://elsewhere.example/", "/"), ("", "/")],
)
def test_a_visitors_form_leads_back_to_its_page_after_signing_in(client: Client, came_from: str, way_on: str) -> None:
    asked = client.post("/cart/quantities/", headers={"referer": came_from})
    assert parse_qs(urlsplit(asked["Location"]).query)["next"] == [way_on]


def test_several_skus_of_an_offer_go_in_at_once(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer(stock=[50, 50])
    wanted = {f"sku-{sku.pk}": "4" for sku in offer.skus.all()}
    answer = sign_in(buyer).post(f"/offers/{offer.pk}/add/", {**wanted, "form_token": "once"})
    assert answer["Location"] == f"/offers/{offer.pk}/"
    assert [line.quantity for line in CartLine.objects.filter(buyer=buyer)] == [4, 4]


def test_a_double_click_puts_in_once(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer()
    client, sent = sign_in(buyer), {f"sku-{offer.skus.get().pk}": "4", "form_token": "same"}
    for _ in range(2):
        assert client.post(f"/offers/{offer.pk}/add/", sent).status_code == 302
    assert CartLine.objects.get(buyer=buyer).quantity == 4


def test_two_clicks_without_a_token_are_two(sign_in: SignIn, buyer: Party) -> None:
    """The negative control: it is the token that makes them one."""
    offer = an_offer()
    client, sent = sign_in(buyer), {f"sku-{offer.skus.get().pk}": "4"}
    for _ in range(2):
        client.post(f"/offers/{offer.pk}/add/", sent)
    assert CartLine.objects.get(buyer=buyer).quantity == 8


def test_the_cart_says_what_would_make_it_pass(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer(moq=10)
    client = sign_in(buyer)
    client.post(f"/offers/{offer.pk}/add/", {f"sku-{offer.skus.get().pk}": "4"})
    page = client.get("/cart/").content.decode()
    assert "6 more pieces" in page
    assert 'href="/checkout/"' not in page


def test_a_quantity_set_in_the_cart_shows_the_new_sums(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer(ladder=((1, 100_000),))
    client, field = sign_in(buyer), f"sku-{offer.skus.get().pk}"
    client.post(f"/offers/{offer.pk}/add/", {field: "4"})
    part = client.post("/cart/quantities/", {field: "7"}, headers={"hx-request": "true"}).content.decode()
    assert "¥70.00" in part
    client.post("/cart/quantities/", {field: "0"}, headers={"hx-request": "true"})
    assert not CartLine.objects.filter(buyer=buyer).exists()


def place(client: object, buyer: Party, total: int, token: str = "till") -> object:
    sent = {"address": buyer.addresses.get().pk, "total": total, "form_token": token}
    return client.post("/checkout/", sent)  # type: ignore[attr-defined]


def test_placing_twice_buys_once(sign_in: SignIn, buyer: Party) -> None:
    client = sign_in(buyer)
    for offer in (an_offer(), an_offer()):
        client.post(f"/offers/{offer.pk}/add/", {f"sku-{offer.skus.get().pk}": "4"})
    total = client.get("/checkout/").context["cart"].total.fen
    first, second = place(client, buyer, total), place(client, buyer, total)
    purchase = PurchaseGroup.objects.get()
    assert first["Location"] == second["Location"] == f"/pay/{purchase.number}/"  # type: ignore[index]
    assert purchase.orders.count() == 2


def test_a_changed_total_is_refused_in_place(sign_in: SignIn, buyer: Party) -> None:
    client, offer = sign_in(buyer), an_offer()
    client.post(f"/offers/{offer.pk}/add/", {f"sku-{offer.skus.get().pk}": "4"})
    answer = place(client, buyer, 1)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "look at the cart again" in answer.content.decode()  # type: ignore[attr-defined]
    assert not PurchaseGroup.objects.exists()


def test_an_unpaid_purchase_leads_to_the_provider_and_waits(sign_in: SignIn) -> None:
    order = an_order()
    client = sign_in(order.buyer)
    assert "Pay now" in client.get(f"/pay/{order.group.number}/").content.decode()
    assert "every 2s" in client.get(f"/pay/{order.group.number}/?back=1").content.decode()
    assert client.get(f"/pay/{order.group.number}/go/")["Location"].startswith("http")


def test_a_paid_purchase_moves_the_waiting_page_on(sign_in: SignIn) -> None:
    order = an_order("awaiting_acceptance")
    answer = sign_in(order.buyer).get(f"/pay/{order.group.number}/progress/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == f"/purchases/{order.group.number}/"


def test_a_refused_move_is_said_on_the_order(sign_in: SignIn) -> None:
    order = an_order("awaiting_shipment")
    answer = sign_in(order.buyer).post(f"/orders/{order.number}/cancel/")
    assert answer.status_code == 409
    assert order.number in answer.content.decode()


def test_ticked_orders_are_accepted_each_for_itself(sign_in: SignIn) -> None:
    supplier = a_supplier()
    orders = [an_order("awaiting_acceptance", pieces={an_offer(supplier).skus.get(): 2}) for _ in range(2)]
    foreign = an_order("awaiting_acceptance")
    numbers = [order.number for order in (*orders, foreign)]
    page = sign_in(supplier).post("/workbench/orders/accept/", {"number": numbers}, follow=True).content.decode()
    assert "2 orders accepted" in page
    states = dict(SupplierOrder.objects.values_list("number", "state"))
    assert [states[number] for number in numbers] == ["awaiting_shipment", "awaiting_shipment", "awaiting_acceptance"]


def test_shipping_a_part_keeps_the_order_open(sign_in: SignIn) -> None:
    order = an_order("awaiting_shipment", pieces={an_offer(stock=9).skus.get(): 6})
    line = order.lines.get()
    sent = {"carrier": "SF", "waybill_number": "SF100", f"line-{line.sku_id}": "2"}
    client = sign_in(order.supplier)
    assert client.post(f"/workbench/orders/{order.number}/ship/", sent).status_code == 302
    line.refresh_from_db()
    assert line.shipped_quantity == 2
    wrong = client.post(f"/workbench/orders/{order.number}/ship/", {**sent, f"line-{line.sku_id}": "5"})
    assert wrong.status_code == 422


def test_the_supplier_sees_the_street_only_when_it_asks(sign_in: SignIn) -> None:
    order = an_order("awaiting_shipment")
    client, address = sign_in(order.supplier), f"/workbench/orders/{order.number}/"
    assert "科技园南路1号" not in client.get(address).content.decode()
    assert "科技园南路1号" in client.post(f"{address}reveal/").content.decode()
    assert "looked at the full address" in client.get(address).content.decode()


def test_one_press_mends_what_is_in_the_way(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer(moq=10)
    client, sku = sign_in(buyer), offer.skus.get()
    client.post(f"/offers/{offer.pk}/add/", {f"sku-{sku.pk}": "4"})
    [shelf] = client.get("/cart/").context["shelves"]
    [mending] = shelf.mendings
    assert (mending.sku_id, mending.quantity, mending.words) == (sku.pk, 10, "Add 6")
    client.post("/cart/quantities/", {f"sku-{sku.pk}": "4", "set": f"{sku.pk}-10"})
    assert CartLine.objects.get(buyer=buyer).quantity == 10
    assert client.get("/cart/").context["cart"].is_orderable


def test_packs_and_stock_are_mended_to_what_can_be_had(sign_in: SignIn, buyer: Party) -> None:
    packed, scarce = an_offer(a_supplier(), order_multiple=6), an_offer(a_supplier(), stock=3)
    client = sign_in(buyer)
    for offer in (packed, scarce):
        client.post(f"/offers/{offer.pk}/add/", {f"sku-{offer.skus.get().pk}": "8"})
    words = [shelf.lines[0].mendings[0].words for shelf in client.get("/cart/").context["shelves"]]
    assert words == ["Make it 12", "Make it 3"]


def test_the_mix_batch_says_how_far_it_has_come(sign_in: SignIn, buyer: Party) -> None:
    supplier = a_supplier()
    MixBatchRule.objects.create(supplier=supplier, min_quantity=20)
    offer, client = an_offer(supplier, moq=10), sign_in(buyer)
    client.post(f"/offers/{offer.pk}/add/", {f"sku-{offer.skus.get().pk}": "5"})
    [shelf] = client.get("/cart/").context["shelves"]
    assert (shelf.mix.pieces, shelf.mix.min_quantity, shelf.mix.pct) == (5, 20, 25)


def test_what_is_not_ticked_stays_in_the_cart(sign_in: SignIn, buyer: Party) -> None:
    client, (bought, kept) = sign_in(buyer), (an_offer(a_supplier()), an_offer(a_supplier()))
    for offer in (bought, kept):
        client.post(f"/offers/{offer.pk}/add/", {f"sku-{offer.skus.get().pk}": "4"})
    skus = [offer.skus.get().pk for offer in (bought, kept)]
    ticked = {"picking": "1", "shown": skus, "pick": skus[:1], **{f"sku-{sku}": "4" for sku in skus}}
    part = client.post("/cart/quantities/", ticked, headers={"hx-request": "true"})
    assert [line.is_picked for shelf in part.context["shelves"] for line in shelf.lines] == [True, False]
    till = client.get("/checkout/").context
    assert len(till["cart"].groups) == 1
    sent = {"address": buyer.addresses.get().pk, "total": till["cart"].total.fen, "sku": skus[:1]}
    assert client.post("/checkout/", sent).status_code == 302
    assert CartLine.objects.get(buyer=buyer).sku_id == skus[1]


def test_taking_out_can_be_undone(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer()
    client, field = sign_in(buyer), f"sku-{offer.skus.get().pk}"
    client.post(f"/offers/{offer.pk}/add/", {field: "4"})
    part = client.post(
        "/cart/quantities/", {field: "4", "take_out": offer.skus.get().pk}, headers={"hx-request": "true"}
    )
    assert not CartLine.objects.exists()
    undo = part.context["undo"]
    client.post(undo.address, dict(undo.fields))
    assert CartLine.objects.get(buyer=buyer).quantity == 4


def test_a_line_moves_to_the_favourites(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer()
    client, sku = sign_in(buyer), offer.skus.get()
    client.post(f"/offers/{offer.pk}/add/", {f"sku-{sku.pk}": "4"})
    page = client.post("/cart/quantities/", {f"sku-{sku.pk}": "4", "favour": f"{sku.pk}-{offer.pk}"}, follow=True)
    assert "Moved to your favourites." in page.content.decode()
    assert not CartLine.objects.exists()
    assert Favourite.objects.get(buyer=buyer).offer_id == offer.pk


def test_the_till_says_when_each_part_arrives(sign_in: SignIn, buyer: Party) -> None:
    offer = an_offer(a_supplier(), lead_time_days=3)
    client = sign_in(buyer)
    client.post(f"/offers/{offer.pk}/add/", {f"sku-{offer.skus.get().pk}": "4"})
    [till] = client.get("/checkout/").context["tills"]
    assert [(day - NOON.date()).days for day in (till.arrival.ships_by, till.arrival.first_on)] == [3, 5]
