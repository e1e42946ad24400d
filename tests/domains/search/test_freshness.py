"""The index follows what happens, and `huopan check search` sees when it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.catalog.events import OfferChanged, StockChanged
from huopan.domains.catalog.models import Offer, Stock
from huopan.domains.parties import actions as parties
from huopan.domains.parties.events import PartySuspended
from huopan.domains.parties.models import Party
from huopan.domains.search import actions as search
from huopan.domains.search import ports
from huopan.domains.search.queries import find_factories, find_offers
from huopan.domains.search.queries.invariants import index_differs_from_database
from huopan.domains.search.rules import FactoryFilters, Filters
from huopan.infra.outbox.announcing import announce
from huopan.infra.outbox.relaying import relay_once
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.kernel.actor import SYSTEM, VISITOR
from huopan.kernel.event import Event
from tests.factories.catalog import EPOCH, an_offer
from tests.factories.parties import a_credential, an_actor, an_operator

pytestmark = pytest.mark.django_db


def found(words: str = "", filters: Filters | None = None) -> list[int]:
    return [card.offer_id for card in find_offers(words, filters or Filters(), by=VISITOR).cards]


def hear(*events: Event) -> None:
    announce(*events, by=SYSTEM)
    relay_once(100, EPOCH + timedelta(seconds=1))
    search.follow_trail()


@pytest.fixture
def offer(index: EmbeddedIndex) -> Offer:
    offer = an_offer(title_zh="竹篮")
    search.rebuild_index()
    return offer


def changed(offer: Offer) -> OfferChanged:
    return OfferChanged(at=EPOCH, offer_id=offer.pk, supplier_id=offer.supplier_id)


def test_a_new_title_is_found_and_the_old_one_is_not(offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(title_zh="藤椅", title_en="")
    hear(changed(offer))
    assert found("藤椅") == [offer.pk]
    assert found("竹篮") == []


def test_news_heard_twice_changes_nothing(offer: Offer) -> None:
    for _ in range(2):
        hear(changed(offer))
    assert found("竹篮") == [offer.pk]
    assert list(index_differs_from_database()) == []


def test_sold_out_goods_leave_the_stock_filter(offer: Offer) -> None:
    Stock.objects.update(reserved=100)
    hear(StockChanged(at=EPOCH, offer_id=offer.pk, supplier_id=offer.supplier_id, sku_ids=()))
    assert found(filters=Filters(only_in_stock=True)) == []


def test_a_sample_is_found_from_the_moment_it_is_given_until_it_is_not(offer: Offer) -> None:
    wanted = Filters(only_sample=True)
    assert found(filters=wanted) == []
    Offer.objects.filter(pk=offer.pk).update(sample_price_hao=0, sample_days=3)
    hear(changed(offer))
    assert found(filters=wanted) == [offer.pk]
    Offer.objects.filter(pk=offer.pk).update(sample_price_hao=None, sample_days=None)
    hear(changed(offer))
    assert found(filters=wanted) == []


def test_a_suspended_supplier_takes_its_offers_along(offer: Offer) -> None:
    Party.objects.filter(pk=offer.supplier_id).update(state=Party.State.SUSPENDED)
    hear(PartySuspended(at=EPOCH, party_id=offer.supplier_id, because="test"))
    assert ports.index().digests("offers") == {}


def test_a_credential_is_searched_by_from_verified_until_it_lapses_or_is_taken_back(offer: Offer) -> None:
    supplier, proven = Party.objects.get(pk=offer.supplier_id), Filters(credentials=("bsci",))
    for end in ("lapse", "withdraw", "refuse"):
        row = a_credential(supplier, kind="bsci", at=EPOCH, valid_until=EPOCH.date() + timedelta(days=30))
        search.follow_trail()
        assert found(filters=proven) == []
        parties.verify_credential(credential_id=row.pk, by=an_operator(), at=EPOCH)
        search.follow_trail()
        assert found(filters=proven) == [offer.pk]
        assert find_factories(filters=FactoryFilters(credentials=("bsci",)), by=VISITOR).total == 1
        if end == "lapse":
            parties.lapse_credentials(at=EPOCH + timedelta(days=40))
        elif end == "withdraw":
            parties.withdraw_credential(credential_id=row.pk, by=an_actor(supplier), at=EPOCH)
        else:
            parties.refuse_credential(credential_id=row.pk, because="查无此证", by=an_operator(), at=EPOCH)
        search.follow_trail()
        assert found(filters=proven) == []
        assert find_factories(filters=FactoryFilters(credentials=("bsci",)), by=VISITOR).total == 0
    assert list(index_differs_from_database()) == []


def test_the_check_sees_a_stale_a_missing_and_a_superfluous_offer(offer: Offer) -> None:
    assert list(index_differs_from_database()) == []
    Offer.objects.filter(pk=offer.pk).update(title_zh="变了")
    missing = an_offer()
    assert len(list(index_differs_from_database())) == 3  # both offers, and the supplier of the new one
    search.refresh("offers", {offer.pk, missing.pk})
    search.refresh("factories", {offer.supplier_id, missing.supplier_id})
    assert list(index_differs_from_database()) == []
    Offer.objects.filter(pk=offer.pk).update(state=Offer.State.DRAFT)
    assert len(list(index_differs_from_database())) == 2  # the offer, and what its supplier offers


def test_the_check_waits_for_the_relay(offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(title_zh="变了")
    announce(changed(offer), by=SYSTEM)
    assert list(index_differs_from_database()) == []


def test_a_machine_without_an_index_gets_one(index: EmbeddedIndex) -> None:
    offer = an_offer()
    with pytest.raises(ports.IndexUnavailableError):
        hear(changed(offer))
    assert not index.is_ready()
    assert search.mend_index() == 2
    assert set(index.digests("offers")) == {offer.pk}
    assert set(index.digests("factories")) == {offer.supplier_id}


def test_a_machine_that_missed_the_news_catches_up(offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(title_zh="藤椅")
    gone, new = an_offer(), an_offer()
    search.refresh("offers", {gone.pk})
    Offer.objects.filter(pk=gone.pk).update(state=Offer.State.DRAFT)
    assert search.mend_index() == 5  # three offers, and the suppliers of two of them
    assert list(index_differs_from_database()) == []
    assert found("藤椅") == [offer.pk]
    assert set(ports.index().digests("offers")) == {offer.pk, new.pk}
    assert search.mend_index() == 0
