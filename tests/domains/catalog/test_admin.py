"""The catalogue in the operator's console."""

from __future__ import annotations

import pytest
from django.test import Client

from huopan.domains.catalog.models import MixBatchRule, Offer, OfferImage, PrivatePrice
from huopan.domains.parties.models import Person
from huopan.infra.outbox.models import TrailEntry
from tests.api.belongings import an_import
from tests.factories.catalog import a_seller, an_offer
from tests.factories.parties import an_operator

pytestmark = pytest.mark.django_db
LISTS = ["offer", "category", "stock", "stockmovement", "privateprice", "mixbatchrule", "importrun"]


@pytest.fixture
def console():
    clerk = an_operator()
    Person.objects.filter(pk=clerk.person_id).update(is_staff=True, is_superuser=True, language="en")
    browser = Client()
    browser.force_login(Person.objects.get(pk=clerk.person_id))
    return browser


def a_bit_of_everything():
    seller = a_seller()
    offer = an_offer(seller, stock=[3, 4], price_kind="per_sku")
    OfferImage.objects.create(offer=offer, file="offers/a.jpg", width=8, height=8)
    PrivatePrice.objects.create(offer=offer, buyer=a_seller(), unit_price_hao=1)
    MixBatchRule.objects.create(supplier=seller, min_amount_fen=100)
    an_import(seller)
    return offer


@pytest.mark.parametrize("table", LISTS)
def test_lists_cost_the_same_at_one_row_and_at_three(console, table, django_assert_max_num_queries):
    a_bit_of_everything()
    path = f"/admin/catalog/{table}/"
    console.get(path)
    with django_assert_max_num_queries(12) as at_one:
        assert console.get(path).status_code == 200
    for _ in range(2):
        a_bit_of_everything()
    with django_assert_max_num_queries(len(at_one)):
        assert console.get(path).status_code == 200


def test_an_offer_is_shown_with_its_skus_prices_and_pictures(console):
    offer = a_bit_of_everything()
    page = console.get(f"/admin/catalog/offer/{offer.pk}/change/").content.decode()
    assert all(shown in page for shown in (offer.title_zh, f"{offer.code}-2", "¥12.50"))


def act(console, name, offer, **given):
    chosen = {"action": name, "_selected_action": [offer.pk], **given}
    return console.post("/admin/catalog/offer/", chosen, follow=True)


def test_offers_are_suspended_with_a_reason_and_let_back(console):
    offer = a_bit_of_everything()
    act(console, "suspend", offer)
    assert Offer.objects.get(pk=offer.pk).state == "published"
    act(console, "suspend", offer, because="假冒")
    assert Offer.objects.get(pk=offer.pk).suspended_because == "假冒"
    act(console, "unsuspend", offer)
    assert Offer.objects.get(pk=offer.pk).state == "published"
    names = TrailEntry.objects.filter(aggregate="offer").values_list("name", flat=True)
    assert list(names) == ["catalog.OfferSuspended", "catalog.OfferPublished"]


def test_a_refusal_is_told_in_the_page(console):
    offer = a_bit_of_everything()
    assert "not suspended" in act(console, "unsuspend", offer).content.decode()


@pytest.mark.parametrize("table", LISTS)
def test_nothing_is_added_by_hand(console, table):
    assert console.get(f"/admin/catalog/{table}/add/").status_code == 403
