"""Offers over the API: as their seller, a buyer, a stranger and the operator meet them."""

from __future__ import annotations

import pytest

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Category, Offer, OfferImage
from huopan.domains.parties.models import Party
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import UnitPrice
from tests.api.catalog.conftest import caller_for
from tests.api.conftest import Caller
from tests.factories.catalog import EPOCH, a_seller, a_seller_actor, an_offer

pytestmark = pytest.mark.django_db(transaction=True)

MUG = {
    "code": "MUG-1",
    "category": "mugs",
    "title_zh": "陶瓷杯",
    "price_kind": "ladder",
    "moq": 2,
    "ladder": [{"from_quantity": 1, "unit_price_hao": 125000}, {"from_quantity": 100, "unit_price_hao": 110000}],
    "skus": [{"code": "W", "spec": {"颜色": "白"}, "on_hand": 8}, {"code": "B", "spec": {"颜色": "黑"}}],
}


def made(selling, **changed):
    answer = selling.post("/offers", MUG | changed)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_a_seller_writes_publishes_and_withdraws_an_offer(selling):
    offer = made(selling)
    assert (offer["state"], offer["tiers"][1]["unit_price_hao"]) == ("draft", 110000)
    assert [sku["available"] for sku in offer["skus"]] == [8, 0]
    assert selling.post(f"/offers/{offer['id']}/publish").json()["state"] == "published"
    assert Caller().get(f"/offers/{offer['id']}").status_code == 200
    assert selling.post(f"/offers/{offer['id']}/withdraw").json()["state"] == "draft"
    assert Caller().get(f"/offers/{offer['id']}").status_code == 404


def test_what_is_read_as_written_can_be_sent_back(selling):
    offer = made(selling)
    written = selling.get(f"/offers/{offer['id']}/draft").json()
    written["skus"][0]["spec"] = {"颜色": "米白"}
    changed = selling.send("PUT", f"/offers/{offer['id']}", written)
    assert changed.json()["skus"][0]["spec"] == {"颜色": "米白"}


def test_a_free_sample_is_written_seen_and_sent_back(selling):
    offer = made(selling, sample_price_hao=0, sample_days=2)
    assert (offer["sample_price_hao"], offer["sample_days"]) == (0, 2)
    written = selling.get(f"/offers/{offer['id']}/draft").json()
    assert (written["sample_price_hao"], written["sample_days"]) == (0, 2)
    none = selling.send("PUT", f"/offers/{offer['id']}", written | {"sample_price_hao": None, "sample_days": None})
    assert (none.json()["sample_price_hao"], none.json()["sample_days"]) == (None, None)
    half = selling.send("PUT", f"/offers/{offer['id']}", written | {"sample_days": None})
    assert half.status_code == 422


def test_what_a_piece_costs_is_for_its_seller_alone(selling, stranger):
    offer = made(selling)
    address = f"/offers/{offer['id']}"
    assert selling.get(f"{address}/unit-cost").json() == {"unit_cost_hao": None}
    noted = selling.send("PUT", f"{address}/unit-cost", {"unit_cost_hao": 77_700})
    assert noted.json() == selling.get(f"{address}/unit-cost").json() == {"unit_cost_hao": 77_700}
    selling.post(f"{address}/publish")
    assert stranger.get(f"{address}/unit-cost").status_code == 404
    assert stranger.send("PUT", f"{address}/unit-cost", {"unit_cost_hao": 1}).status_code == 404
    assert "77700" not in stranger.get(address).content.decode()
    assert selling.send("PUT", f"{address}/unit-cost", {"unit_cost_hao": None}).json() == {"unit_cost_hao": None}


def test_every_fault_is_told_at_once_with_its_field(selling):
    answer = selling.post("/offers", MUG | {"title_zh": "", "category": "moon", "skus": []})
    assert answer.status_code == 422
    assert {(each["code"], each["params"]["field"]) for each in answer.json()["errors"]} == {
        ("missing_text", "title_zh"),
        ("unknown_category", "category"),
        ("no_sku", "skus"),
    }


@pytest.mark.parametrize(
    "broken",
    [
        {"moq": False},
        {"moq": 1.5},
        {"supplier_id": 1},
        {"state": "published"},
        {"skus": [{"code": "W", "on_hand": -1}]},
    ],
)
def test_a_body_out_of_shape_stores_nothing(selling, broken):
    assert selling.post("/offers", MUG | broken).status_code == 422
    assert not Offer.objects.exists()


@pytest.mark.parametrize("path", ["", "/draft", "/private-prices"])
def test_a_stranger_learns_nothing_of_a_draft(selling, stranger, path):
    offer = made(selling)
    assert stranger.get(f"/offers/{offer['id']}{path}").status_code == 404
    assert offer["code"] not in stranger.get("/offers", state="draft").content.decode()


def test_a_stranger_changes_nothing_of_anothers_offer(selling, stranger):
    offer = made(selling)
    address = f"/offers/{offer['id']}"
    selling.post(f"{address}/publish")
    answers = [
        stranger.send("PUT", address, MUG),
        stranger.post(f"{address}/publish"),
        stranger.post(f"{address}/withdraw"),
        stranger.send("PUT", f"{address}/private-prices/1", {"prices": []}),
        stranger.post("/stock/counts", {"counts": [{"sku_id": offer["skus"][0]["id"], "on_hand": 0}]}),
        stranger.post("/stock/receipts", {"received": [{"sku_id": offer["skus"][0]["id"], "quantity": 5}]}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert selling.get(address).json()["skus"][0]["available"] == 8


def test_a_seller_does_not_suspend(selling):
    offer = made(selling)
    assert selling.post(f"/offers/{offer['id']}/suspend", {"because": "x"}).status_code == 403


def test_the_operator_suspends_and_lets_back(selling):
    offer = made(selling)
    selling.post(f"/offers/{offer['id']}/publish")
    operating = caller_for(a_seller(kind="operator"), "operator")
    suspended = operating.post(f"/offers/{offer['id']}/suspend", {"because": "假冒"})
    assert (suspended.json()["state"], Caller().get(f"/offers/{offer['id']}").status_code) == ("suspended", 404)
    assert selling.get(f"/offers/{offer['id']}").json()["suspended_because"] == "假冒"
    assert operating.post(f"/offers/{offer['id']}/unsuspend").json()["state"] == "published"


def test_only_the_buyer_it_is_for_sees_a_private_price(seller, selling, stranger):
    offer, buyer = an_offer(seller), a_seller(kind="buyer")
    body = {"prices": [{"unit_price_hao": 77_777}]}
    answer = selling.send("PUT", f"/offers/{offer.pk}/private-prices/{buyer.pk}", body)
    assert answer.json()["items"][0]["buyer_id"] == buyer.pk
    seen = [
        "77777" in caller.get(f"/offers/{offer.pk}").content.decode()
        for caller in (caller_for(buyer), stranger, Caller())
    ]
    assert seen == [True, False, False]
    assert "77777" not in stranger.get("/offers").content.decode()


def test_a_mix_batch_rule_is_shown_with_the_offers(seller, selling):
    offer = an_offer(seller)
    selling.send("PUT", "/mix-batch-rule", {"min_quantity": 30})
    assert Caller().get(f"/offers/{offer.pk}").json()["mix_batch"] == {"min_quantity": 30, "min_amount_fen": None}


def test_stock_is_counted_and_received(seller, selling):
    sku = an_offer(seller, stock=5).skus.get().pk
    counted = selling.post("/stock/counts", {"counts": [{"sku_id": sku, "on_hand": 9}]})
    assert counted.json() == {"items": [{"sku_id": sku, "on_hand": 9, "reserved": 0}]}
    received = selling.post("/stock/receipts", {"received": [{"sku_id": sku, "quantity": 2}] * 2})
    assert received.json()["items"][0]["on_hand"] == 13


def test_a_category_lists_what_is_below_it(seller):
    root = Category.objects.get(code="mugs")
    Category.objects.add_child(root, {"code": "tall-mugs", "name_zh": "高杯", "name_en": "Tall mugs"})
    other = Category.objects.add_root({"code": "dresses", "name_zh": "裙", "name_en": "Dresses"})
    below = an_offer(seller, category=Category.objects.get(code="tall-mugs"))
    an_offer(seller, category=other)
    assert [each["id"] for each in Caller().get("/offers", category="mugs").json()["items"]] == [below.pk]
    assert Caller().get("/offers", category="moon").status_code == 404


def test_categories_come_with_what_they_inherit():
    catalog.load_categories()
    listed = {each["code"]: each for each in Caller().get("/categories").json()["items"]}
    assert listed["mugs"]["parent_code"] == "kitchen"
    assert [each["code"] for each in listed["mugs"]["attributes"]] == ["material", "food-safe", "capacity"]


@pytest.mark.parametrize("offers", [1, 3])
def test_a_list_costs_one_statement_however_long(seller, offers, django_assert_num_queries):
    for _ in range(offers):
        OfferImage.objects.create(offer=an_offer(seller, stock=[1, 2]), file="offers/a.jpg", width=8, height=8)
    with django_assert_num_queries(1):
        answer = Caller().get("/offers")
    assert [each["price_from_hao"] for each in answer.json()["items"]] == [125_000] * offers


@pytest.mark.parametrize("skus", [1, 3])
def test_an_offer_costs_three_statements_however_many_skus(seller, skus, django_assert_num_queries):
    offer = an_offer(seller, stock=[5] * skus, price_kind="ladder_per_sku")
    for position in range(skus):
        OfferImage.objects.create(offer=offer, file=f"offers/{position}.jpg", width=800, height=600, position=position)
    with django_assert_num_queries(3):
        shown = Caller().get(f"/offers/{offer.pk}").json()
    assert [(each["width"], each["height"]) for each in shown["pictures"]] == [(800, 600)] * skus
    assert [each["url"].rsplit("/", 1)[1] for each in shown["pictures"]] == [f"{n}.jpg" for n in range(skus)]


def test_skus_off_sale_are_shown_to_their_seller_only(seller, selling):
    offer = an_offer(seller, stock=[5, 5])
    offer.skus.filter(position=1).update(is_active=False)
    counts = [len(caller.get(f"/offers/{offer.pk}").json()["skus"]) for caller in (selling, Caller())]
    assert counts == [2, 1]


def test_an_offer_of_a_suspended_seller_is_off_the_market(seller):
    offer = an_offer(seller)
    Party.objects.filter(pk=seller.pk).update(state="suspended")
    assert Caller().get(f"/offers/{offer.pk}").status_code == 404


def test_a_price_ended_is_not_shown(seller):
    offer, buyer = an_offer(seller), a_seller(kind="buyer")
    by = a_seller_actor(seller)
    step = catalog.PrivateStep(UnitPrice(77_777), ends_at=EPOCH.replace(day=3))
    catalog.set_private_prices(offer_id=offer.pk, buyer_id=buyer.pk, prices=[step], by=by, at=EPOCH)
    assert "77777" not in caller_for(buyer).get(f"/offers/{offer.pk}").content.decode()
    assert catalog.publish_offers(codes=[], by=SYSTEM, at=EPOCH) == 0
