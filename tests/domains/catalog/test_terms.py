from datetime import timedelta

import pytest

from huopan.domains.catalog import queries
from huopan.domains.catalog.models import MixBatchRule, Offer, PrivatePrice
from huopan.domains.catalog.rules import Tier
from huopan.kernel.money import Money
from tests.factories.catalog import EPOCH, a_seller, an_offer

pytestmark = pytest.mark.django_db


def test_terms_of_many_skus_cost_two_statements(django_assert_num_queries):
    skus = [sku.pk for _ in range(3) for sku in an_offer(price_kind="ladder_per_sku", stock=[1, 2]).skus.all()]
    with django_assert_num_queries(2):
        terms = queries.sku_terms(skus, buyer_id=0, at=EPOCH)
    assert sorted(terms) == skus


def test_terms_say_what_a_cart_must_know():
    offer = an_offer(stock=7, price_kind="ladder", ladder=[(10, 125_000), (100, 110_000)], moq=10, weight_grams=320)
    sku = offer.skus.get()
    terms = queries.sku_terms([sku.pk], buyer_id=0, at=EPOCH)[sku.pk]
    assert (terms.offer_id, terms.supplier_id, terms.spec) == (offer.pk, offer.supplier_id, {"颜色": "白色"})
    assert (terms.moq, terms.available, terms.on_sale, terms.weight_grams) == (10, 7, True, 320)
    assert terms.tiers == (Tier(None, 10, 125_000), Tier(None, 100, 110_000))


def test_only_the_buyer_gets_its_private_price():
    offer, buyer = an_offer(), a_seller()
    PrivatePrice.objects.create(offer=offer, buyer=buyer, unit_price_hao=99_000)
    sku = offer.skus.get().pk
    private = Tier(None, 1, 99_000, is_private=True)
    assert private in queries.sku_terms([sku], buyer_id=buyer.pk, at=EPOCH)[sku].tiers
    assert private not in queries.sku_terms([sku], buyer_id=a_seller().pk, at=EPOCH)[sku].tiers


def test_a_private_price_ends_when_it_says():
    offer, buyer = an_offer(), a_seller()
    PrivatePrice.objects.create(offer=offer, buyer=buyer, unit_price_hao=99_000, ends_at=EPOCH + timedelta(days=1))
    sku = offer.skus.get().pk
    tiers = [queries.sku_terms([sku], buyer_id=buyer.pk, at=EPOCH + timedelta(days=days))[sku].tiers for days in (0, 1)]
    assert [len(each) for each in tiers] == [2, 1]


@pytest.mark.parametrize(
    ("offer_fields", "seller_fields"),
    [({"state": Offer.State.DRAFT}, {}), ({"state": Offer.State.SUSPENDED}, {}), ({}, {"state": "suspended"})],
)
def test_what_is_not_published_is_not_on_sale(offer_fields, seller_fields):
    sku = an_offer(a_seller(**seller_fields), **offer_fields).skus.get().pk
    assert not queries.sku_terms([sku], buyer_id=0, at=EPOCH)[sku].on_sale


def test_mix_batch_rules_are_read_by_supplier():
    seller, plain = a_seller(), a_seller()
    MixBatchRule.objects.create(supplier=seller, min_quantity=30, min_amount_fen=50_000)
    assert queries.mix_batch_rules([seller.pk, plain.pk]) == {seller.pk: queries.MixBatch(30, Money(50_000))}
