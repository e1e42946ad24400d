from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Category, MixBatchRule, Offer, PrivatePrice, Sku
from huopan.domains.catalog.rules import SkuDraft
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM, VISITOR, Actor
from huopan.kernel.money import Money, UnitPrice
from huopan.kernel.refusal import ForbiddenError, RefusalsError, UnknownError
from tests.factories.catalog import EPOCH, a_category, a_draft, a_seller, a_seller_actor, an_offer, steps

pytestmark = pytest.mark.django_db
LATER = EPOCH + timedelta(days=1)


@pytest.fixture
def seller():
    a_category(code="mugs")
    return a_seller()


@pytest.fixture
def by(seller):
    return a_seller_actor(seller)


def told():
    return list(TrailEntry.objects.order_by("pk").values_list("name", flat=True))


def stored(offer):
    return queries.stored_drafts([Offer.objects.get(pk=offer.pk)])[offer.pk]


def test_what_a_seller_wrote_is_what_is_stored(by):
    draft = a_draft(
        price_kind="ladder_per_sku",
        ladder=(),
        moq=2,
        order_multiple=2,
        dropship_price=UnitPrice(150_000),
        sample_price=UnitPrice(0),
        sample_days=3,
        skus=(
            SkuDraft("W", {"颜色": "白"}, "690", 300, ladder=steps("1:12.5;100:11"), on_hand=10),
            SkuDraft("B", {"颜色": "黑"}, ladder=steps("1:13"), on_hand=0, is_active=False),
        ),
    )
    offer = catalog.create_offer(draft=draft, by=by, at=EPOCH)
    assert stored(offer) == draft
    assert (offer.state, offer.supplier_id, offer.created_at) == ("draft", by.party_id, EPOCH)
    assert told() == ["catalog.OfferDrafted"]
    assert checking.broken(at=EPOCH, area="S") == []


@pytest.mark.parametrize(
    "terms", [{"sample_price_hao": 0}, {"sample_days": 3}, {"sample_price_hao": -1, "sample_days": 3}]
)
def test_the_database_refuses_half_a_sample(terms):
    offer = an_offer()
    with pytest.raises(IntegrityError), atomic():
        Offer.objects.filter(pk=offer.pk).update(**terms)


def test_a_sample_given_and_taken_back_is_a_change(by):
    draft = a_draft()
    offer = catalog.create_offer(draft=draft, by=by, at=EPOCH)
    free = replace(draft, sample_price=UnitPrice(0), sample_days=2)
    for each in (free, free, draft):
        catalog.change_offer(offer_id=offer.pk, draft=each, by=by, at=EPOCH)
        assert stored(offer) == each
    assert told() == ["catalog.OfferDrafted", "catalog.OfferChanged", "catalog.OfferChanged"]


def test_a_faulty_draft_stores_nothing_and_tells_every_fault(by):
    with pytest.raises(RefusalsError) as refused:
        catalog.create_offer(draft=a_draft(title_zh="", moq=0, category_code="moon"), by=by, at=EPOCH)
    fields = {fault.params["field"] for fault in refused.value.refusals}
    assert fields == {"title_zh", "moq", "category", "ladder"}
    assert not Offer.objects.exists()


def test_attributes_of_the_parent_category_count_too():
    catalog.load_categories()
    by = a_seller_actor(a_seller())
    sound = a_draft(attributes={"material": "glass", "capacity": 350, "food-safe": True})
    catalog.create_offer(draft=sound, by=by, at=EPOCH)
    with pytest.raises(RefusalsError):
        catalog.create_offer(draft=a_draft(attributes={"material": "cardboard"}), by=by, at=EPOCH)


def test_an_item_code_is_used_once_per_seller(by):
    draft = a_draft()
    catalog.create_offer(draft=draft, by=by, at=EPOCH)
    with pytest.raises(catalog.CodeTakenError):
        catalog.create_offer(draft=draft, by=by, at=EPOCH)
    catalog.create_offer(draft=draft, by=a_seller_actor(a_seller()), at=EPOCH)


@pytest.mark.parametrize("scopes", [(), ("buy",)])
def test_writing_offers_needs_its_scope(by, scopes):
    with pytest.raises(ForbiddenError):
        catalog.create_offer(draft=a_draft(), by=replace(by, scopes=frozenset(scopes)), at=EPOCH)


def test_a_buyer_sells_nothing(by):
    with pytest.raises(catalog.NotASellerError):
        catalog.create_offer(draft=a_draft(), by=a_seller_actor(a_seller(kind="buyer")), at=EPOCH)


def test_a_change_replaces_the_matrix_and_keeps_what_was_ordered(by):
    draft = a_draft()
    offer = catalog.create_offer(draft=draft, by=by, at=EPOCH)
    kept = Sku.objects.get(offer=offer, code="W")
    new = replace(
        draft,
        title_zh="新杯",
        price_kind="ladder",
        ladder=steps("1:12;50:11"),
        skus=(SkuDraft("R", {"颜色": "红"}, on_hand=3), SkuDraft("W", {"颜色": "白"})),
    )
    catalog.change_offer(offer_id=offer.pk, draft=new, by=by, at=LATER)
    after = stored(offer)
    assert (after.title_zh, after.ladder) == ("新杯", steps("1:12;50:11"))
    assert [(sku.code, sku.is_active, sku.on_hand) for sku in after.skus] == [
        ("R", True, 3),
        ("W", True, 10),
        ("B", False, 0),
    ]
    assert Sku.objects.get(offer=offer, code="W").pk == kept.pk
    assert told()[-1] == "catalog.OfferChanged"


def test_a_change_that_changes_nothing_writes_nothing(by):
    draft = a_draft()
    offer = catalog.create_offer(draft=draft, by=by, at=EPOCH)
    before = told()
    catalog.change_offer(offer_id=offer.pk, draft=draft, by=by, at=LATER)
    assert told() == before
    assert Offer.objects.get().changed_at == EPOCH


def test_the_item_code_stays(by):
    offer = catalog.create_offer(draft=a_draft(), by=by, at=EPOCH)
    with pytest.raises(RefusalsError):
        catalog.change_offer(offer_id=offer.pk, draft=a_draft(), by=by, at=EPOCH)


def test_another_seller_cannot_even_see_that_an_offer_is_there(by):
    offer = catalog.create_offer(draft=a_draft(), by=by, at=EPOCH)
    stranger = a_seller_actor(a_seller())
    for action in (catalog.publish_offer, catalog.withdraw_offer):
        with pytest.raises(UnknownError):
            action(offer_id=offer.pk, by=stranger, at=EPOCH)
    with pytest.raises(UnknownError):
        catalog.change_offer(offer_id=offer.pk, draft=a_draft(), by=stranger, at=EPOCH)
    with pytest.raises(UnknownError):
        catalog.set_private_prices(offer_id=offer.pk, buyer_id=by.party_id, prices=[], by=stranger, at=EPOCH)


def test_the_operator_changes_no_sellers_offer(by):
    offer = catalog.create_offer(draft=a_draft(), by=by, at=EPOCH)
    with pytest.raises(UnknownError):
        catalog.change_offer(offer_id=offer.pk, draft=a_draft(), by=SYSTEM, at=EPOCH)


def test_drafts_are_seen_by_their_seller_only(by):
    offer = catalog.create_offer(draft=a_draft(), by=by, at=EPOCH)
    seen_by = [Offer.objects.visible_to(actor).exists() for actor in (by, a_seller_actor(a_seller()), VISITOR, SYSTEM)]
    assert seen_by == [True, False, False, True]
    assert not Sku.objects.visible_to(VISITOR).filter(offer=offer).exists()


def test_an_offers_life(by):
    offer = catalog.create_offer(draft=a_draft(), by=by, at=EPOCH)
    told_of = {"offer_id": offer.pk, "at": LATER}
    catalog.publish_offer(**told_of, by=by)
    with pytest.raises(catalog.NotADraftError):
        catalog.publish_offer(**told_of, by=by)
    catalog.suspend_offer(**told_of, because="假冒商标", by=SYSTEM)
    assert Offer.objects.get().suspended_because == "假冒商标"
    with pytest.raises(catalog.NotADraftError):
        catalog.publish_offer(**told_of, by=by)
    with pytest.raises(catalog.NotPublishedError):
        catalog.withdraw_offer(**told_of, by=by)
    catalog.unsuspend_offer(**told_of, by=SYSTEM)
    with pytest.raises(catalog.NotSuspendedError):
        catalog.unsuspend_offer(**told_of, by=SYSTEM)
    catalog.withdraw_offer(**told_of, by=by)
    assert Offer.objects.get().state == "draft"
    names = ["OfferPublished", "OfferSuspended", "OfferPublished", "OfferWithdrawn"]
    assert told()[-4:] == [f"catalog.{name}" for name in names]


def test_only_the_operator_suspends(by):
    offer = an_offer()
    with pytest.raises(ForbiddenError):
        catalog.suspend_offer(offer_id=offer.pk, because="x", by=by, at=EPOCH)
    with pytest.raises(ForbiddenError):
        catalog.unsuspend_offer(offer_id=offer.pk, by=by, at=EPOCH)


def test_many_drafts_are_published_at_once(by):
    codes = [catalog.create_offer(draft=a_draft(), by=by, at=EPOCH).code for _ in range(3)]
    assert catalog.publish_offers(codes=[*codes, "unknown"], by=by, at=LATER) == 3
    assert catalog.publish_offers(codes=codes, by=by, at=LATER) == 0


def test_private_prices_are_seen_by_their_two_sides_only(seller, by):
    offer, buyer = an_offer(seller), a_seller()
    prices = [catalog.PrivateStep(UnitPrice(90_000)), catalog.PrivateStep(UnitPrice(80_000), 100, ends_at=LATER)]
    catalog.set_private_prices(offer_id=offer.pk, buyer_id=buyer.pk, prices=prices, by=by, at=EPOCH)
    sides = [by, Actor(party_id=buyer.pk), a_seller_actor(a_seller()), VISITOR]
    assert [PrivatePrice.objects.visible_to(side).count() for side in sides] == [2, 2, 0, 0]
    catalog.set_private_prices(offer_id=offer.pk, buyer_id=buyer.pk, prices=[], by=by, at=EPOCH)
    assert not PrivatePrice.objects.exists()


def test_private_prices_are_judged(seller, by):
    offer, buyer = an_offer(seller), a_seller()
    wrong = [
        catalog.PrivateStep(UnitPrice(0)),
        catalog.PrivateStep(UnitPrice(1), ends_at=EPOCH),
        catalog.PrivateStep(UnitPrice(1)),
    ]
    with pytest.raises(RefusalsError) as refused:
        catalog.set_private_prices(offer_id=offer.pk, buyer_id=buyer.pk, prices=wrong, by=by, at=EPOCH)
    names = [(type(each).__name__, each.params["field"]) for each in refused.value.refusals]
    assert names == [
        ("PrivatePriceRangeError", "prices.0"),
        ("PrivatePriceEndedError", "prices.1"),
        ("PrivatePriceTwiceError", "prices.1"),
        ("PrivatePriceTwiceError", "prices.2"),
    ]


def test_a_private_price_names_a_sku_of_the_same_offer(seller, by):
    offer, foreign = an_offer(seller), an_offer().skus.get()
    with pytest.raises(UnknownError):
        catalog.set_private_prices(
            offer_id=offer.pk,
            buyer_id=a_seller().pk,
            prices=[catalog.PrivateStep(UnitPrice(1), sku_id=foreign.pk)],
            by=by,
            at=EPOCH,
        )


def test_a_mix_batch_rule_is_set_changed_and_ended(by):
    for pieces, amount in ((30, None), (20, Money(50_000))):
        catalog.set_mix_batch_rule(min_quantity=pieces, min_amount=amount, by=by, at=EPOCH)
        assert queries.mix_batch_rules([by.party_id]) == {by.party_id: queries.MixBatch(pieces, amount)}
    catalog.set_mix_batch_rule(min_quantity=None, min_amount=None, by=by, at=EPOCH)
    assert not MixBatchRule.objects.exists()


def test_the_starter_tree_is_loaded_once():
    named = catalog.load_categories()
    assert catalog.load_categories() == named == Category.objects.count()
    mugs = queries.categories_by_code()["mugs"]
    assert [each.code for each in mugs.attributes] == ["material", "food-safe", "capacity"]
    assert all(node.name_zh and node.name_en for node in queries.category_tree())
