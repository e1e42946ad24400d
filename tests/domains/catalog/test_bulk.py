"""One change to many offers: planned, done for the rows that allow it, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import BulkStep, Offer, OfferCost, Sku, Stock
from huopan.domains.catalog.rules import SkuDraft, margins
from huopan.domains.catalog.rules.bulk import changed_draft
from huopan.infra import checking
from huopan.kernel.actor import SYSTEM
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import ForbiddenError, RefusedError, UnknownError
from tests.factories.catalog import EPOCH, a_category, a_draft, a_seller, a_seller_actor, steps

pytestmark = pytest.mark.django_db
LATER = EPOCH + timedelta(days=1)


@pytest.fixture
def seller():
    a_category(code="mugs")
    return a_seller()


@pytest.fixture
def by(seller):
    return a_seller_actor(seller)


def made(by, **fields):
    return catalog.create_offer(draft=a_draft(**fields), by=by, at=EPOCH).pk


def stored(offer_id):
    return queries.stored_drafts([Offer.objects.get(pk=offer_id)])[offer_id]


def change(by, ids, verb, value=None):
    return catalog.change_offers(offer_ids=ids, verb=verb, value=value, by=by, at=LATER)


@pytest.mark.parametrize(
    ("verb", "value", "before", "after"),
    [
        ("price_pct", -500, "1:12.5;100:11", "1:11.88;100:10.45"),
        ("price_pct", 1000, "1:0.0125", "1:0.0138"),
        ("price_pct", -9900, "1:0.5", "1:0.0050"),
        ("price_by", -5_000, "1:12.5;100:11", "1:12;100:10.5"),
    ],
)
def test_prices_move_together_and_whole_fen_stay_whole(verb, value, before, after):
    assert changed_draft(a_draft(ladder=steps(before)), verb, value).ladder == steps(after)


def test_every_row_is_planned_and_nothing_is_written(by):
    cheap, dear = made(by, ladder=steps("1:0.30")), made(by, ladder=steps("1:12.5"))
    rows = {
        row.offer.pk: row for row in catalog.plan_bulk(offer_ids=[cheap, dear], verb="price_by", value=-5_000, by=by)
    }
    assert rows[dear].is_changing
    assert not rows[cheap].is_changing
    assert rows[cheap].refusals[0].code == "price_out_of_range"
    assert stored(dear).ladder == steps("1:12.5")


def test_rows_that_allow_it_are_done_and_taken_back(by):
    cheap, dear = made(by, ladder=steps("1:0.30")), made(by, ladder=steps("1:12.5"))
    step = change(by, [cheap, dear], "price_by", -5_000)
    assert (stored(dear).ladder, stored(cheap).ladder) == (steps("1:12"), steps("1:0.30"))
    catalog.undo_bulk(step_id=step.pk, by=by, at=LATER)
    assert stored(dear).ladder == steps("1:12.5")
    with pytest.raises(RefusedError):
        catalog.undo_bulk(step_id=step.pk, by=by, at=LATER)


def test_what_was_changed_since_is_left(by):
    first, second = made(by), made(by)
    step = change(by, [first, second], "lead_time", 9)
    change(by, [second], "lead_time", 4)
    rows = catalog.undo_bulk(step_id=step.pk, by=by, at=LATER)
    assert (stored(first).lead_time_days, stored(second).lead_time_days) == (2, 4)
    assert [row.refusals[0].code for row in rows if row.refusals] == ["changed_since"]


def test_stock_taken_back_is_the_difference(by):
    offer = made(by, skus=(SkuDraft("W", on_hand=10),))
    step = change(by, [offer], "stock_add", 5)
    catalog.receive_stock(quantities={Sku.objects.get().pk: 100}, by=by, at=LATER)
    catalog.undo_bulk(step_id=step.pk, by=by, at=LATER)
    assert Stock.objects.get().on_hand == 110
    assert checking.broken(at=LATER, area="S") == []


def test_stock_below_what_orders_hold_is_refused_by_row(by):
    offer = made(by, skus=(SkuDraft("W", on_hand=10),))
    Stock.objects.update(reserved=4)
    [row] = catalog.plan_bulk(offer_ids=[offer], verb="stock_set", value=3, by=by)
    assert row.refusals[0].code == "count_below_reserved"


def test_states_move_there_and_back(by):
    draft, published = made(by), made(by)
    catalog.publish_offer(offer_id=published, by=by, at=EPOCH)
    step = change(by, [draft, published], "publish")
    assert len(step.changes) == 1
    catalog.undo_bulk(step_id=step.pk, by=by, at=LATER)
    assert Offer.objects.get(pk=draft).state == "draft"
    assert Offer.objects.get(pk=published).state == "published"


def test_category_moves_only_where_its_attributes_allow(by):
    a_category(code="lamps")
    offer = made(by)
    change(by, [offer], "category", "lamps")
    assert stored(offer).category_code == "lamps"
    with pytest.raises(RefusedError):
        change(by, [offer], "category", "nowhere")


def test_a_stranger_changes_nothing(by):
    offer = made(by)
    stranger = a_seller_actor(a_seller())
    assert catalog.plan_bulk(offer_ids=[offer], verb="lead_time", value=9, by=stranger) == []
    step = change(by, [offer], "lead_time", 9)
    with pytest.raises(UnknownError):
        catalog.undo_bulk(step_id=step.pk, by=stranger, at=LATER)
    assert not BulkStep.objects.visible_to(stranger).exists()
    with pytest.raises(ForbiddenError):
        catalog.plan_bulk(offer_ids=[offer], verb="lead_time", value=9, by=a_seller_actor(a_seller(), "orders.read"))


def test_margins_never_look_better_than_they_are():
    [fine, poor] = margins(steps("1:6.80;1000:5.50"), UnitPrice.from_yuan("5.60"))
    assert (fine.left_hao, fine.left_bp, fine.is_under(17), fine.is_under(18)) == (12_000, 1764, False, True)
    assert (poor.left_hao, poor.is_under(0)) == (-1_000, True)


def test_a_cost_is_the_sellers_own(by, seller):
    offer = made(by)
    catalog.set_unit_cost(offer_id=offer, unit_cost=UnitPrice(55_000), by=by, at=LATER)
    assert queries.unit_cost(offer, by=by) == UnitPrice(55_000)
    for other in (a_seller_actor(a_seller()), SYSTEM):
        assert queries.unit_cost(offer, by=other) is None
    with pytest.raises(UnknownError):
        catalog.set_unit_cost(offer_id=offer, unit_cost=None, by=a_seller_actor(a_seller()), at=LATER)
    catalog.set_unit_cost(offer_id=offer, unit_cost=None, by=by, at=LATER)
    assert not OfferCost.objects.exists()
