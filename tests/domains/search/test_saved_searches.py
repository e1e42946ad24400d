"""Saved searches: one's own, told of what is new once, stopped without signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.catalog.events import OfferPublished
from huopan.domains.catalog.models import Offer
from huopan.domains.parties.models import RoleGrant
from huopan.domains.parties.policies import SignInFirstError
from huopan.domains.search import actions as search
from huopan.domains.search import ports, queries
from huopan.domains.search.models import Alert, Arrival, SavedSearch
from huopan.domains.search.rules import Filters
from huopan.domains.search.rules.asked import MOST_SAVED
from huopan.infra.outbox.announcing import announce
from huopan.infra.outbox.relaying import relay_once
from huopan.integrations.search.embedded import EmbeddedIndex
from huopan.kernel.actor import SYSTEM, VISITOR, Actor
from huopan.kernel.refusal import UnknownError
from tests.factories.catalog import EPOCH, an_offer
from tests.factories.parties import a_party, an_actor

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def buyer() -> Actor:
    return an_actor(a_party())


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[ports.NewsLetter]:
    sent: list[ports.NewsLetter] = []
    monkeypatch.setattr(ports, "NEWS_CARRIERS", [sent.append])
    return sent


@pytest.fixture
def saved(index: EmbeddedIndex, buyer: Actor) -> SavedSearch:
    an_offer(title_zh="保温杯旧款")
    search.rebuild_index()
    return search.save_search(words="保温杯", filters=Filters(max_moq=10), by=buyer, at=EPOCH)


def published(title: str, **fields: int) -> Offer:
    offer = an_offer(title_zh=title, **fields)
    announce(OfferPublished(offer_id=offer.pk, supplier_id=offer.supplier_id, at=EPOCH + timedelta(hours=1)), by=SYSTEM)
    relay_once(100, EPOCH + timedelta(hours=1))
    search.rebuild_index()
    return offer


def test_what_is_new_is_told_once_whatever_is_repeated(saved: SavedSearch, letters: list[ports.NewsLetter]) -> None:
    new = published("保温杯新款")
    published("保温杯大批量", moq=500)
    published("雨伞")
    for hours in (25, 26, 50, 75):
        at = EPOCH + timedelta(hours=hours)
        search.look_for_news(at=at)
        search.tell_news(at=at)
        search.tell_news(at=at)
    assert [[offer_id for offer_id, _ in letter.offers] for letter in letters] == [[new.pk]]
    assert letters[0].email == saved.person.email


def test_an_offer_published_again_is_not_told_again(saved: SavedSearch, letters: list[ports.NewsLetter]) -> None:
    offer = published("保温杯新款")
    search.look_for_news(at=EPOCH + DAY)
    search.tell_news(at=EPOCH + DAY)
    announce(OfferPublished(offer_id=offer.pk, supplier_id=offer.supplier_id, at=EPOCH + DAY), by=SYSTEM)
    relay_once(100, EPOCH + DAY)
    search.look_for_news(at=EPOCH + 3 * DAY)
    search.tell_news(at=EPOCH + 3 * DAY)
    assert len(letters) == 1
    assert Arrival.objects.count() == 1


def test_a_letter_that_breaks_is_lost_and_not_sent_twice(
    saved: SavedSearch, letters: list[ports.NewsLetter], monkeypatch: pytest.MonkeyPatch
) -> None:
    published("保温杯新款")
    search.look_for_news(at=EPOCH + DAY)

    def broken(_letter: ports.NewsLetter) -> None:
        raise OSError("the mail server hung up after taking the letter")

    with monkeypatch.context() as patch:
        patch.setattr(ports, "NEWS_CARRIERS", [broken])
        assert search.tell_news(at=EPOCH + DAY) == 0
    assert search.tell_news(at=EPOCH + DAY) == 0
    assert letters == []


def test_nothing_is_looked_for_within_a_day(saved: SavedSearch) -> None:
    published("保温杯新款")
    assert search.look_for_news(at=EPOCH + timedelta(hours=23)) == 0
    assert search.look_for_news(at=EPOCH + timedelta(hours=24)) == 1


def test_whoever_left_the_organisation_gets_no_letters(saved: SavedSearch, letters: list[ports.NewsLetter]) -> None:
    published("保温杯新款")
    search.look_for_news(at=EPOCH + DAY)
    RoleGrant.objects.filter(person=saved.person).delete()
    search.tell_news(at=EPOCH + DAY)
    assert letters == []


def test_letters_stop_by_their_foot_and_begin_again_with_what_is_new_then(
    saved: SavedSearch, buyer: Actor, letters: list[ports.NewsLetter]
) -> None:
    assert search.stop_letters(secret=saved.secret)
    assert not search.stop_letters(secret="guessed")
    published("保温杯新款")
    search.look_for_news(at=EPOCH + DAY)
    search.change_letters(saved_search_id=saved.pk, is_alerting=True, by=buyer, at=EPOCH + 2 * DAY)
    search.look_for_news(at=EPOCH + 4 * DAY)
    search.tell_news(at=EPOCH + 4 * DAY)
    assert letters == []


def test_news_found_before_letters_were_stopped_are_not_sent(
    saved: SavedSearch, letters: list[ports.NewsLetter]
) -> None:
    published("保温杯新款")
    search.look_for_news(at=EPOCH + DAY)
    search.stop_letters(secret=saved.secret)
    assert search.tell_news(at=EPOCH + DAY) == 0
    assert letters == []
    assert Alert.objects.filter(told_at=None).count() == 0


def test_the_same_search_is_saved_once(saved: SavedSearch, buyer: Actor) -> None:
    again = search.save_search(words=" 保 温杯", filters=Filters(max_moq=10), by=buyer, at=EPOCH, is_alerting=False)
    assert again.pk == saved.pk
    assert not again.is_alerting
    other = search.save_search(words="保温杯", filters=Filters(max_moq=20), by=buyer, at=EPOCH)
    assert list(queries.saved_searches(by=buyer)) == [other, saved]


def test_strangers_see_and_change_nothing(saved: SavedSearch) -> None:
    stranger = an_actor(a_party())
    assert not queries.saved_searches(by=stranger)
    with pytest.raises(UnknownError):
        search.remove_saved_search(saved_search_id=saved.pk, by=stranger)
    with pytest.raises(UnknownError):
        search.change_letters(saved_search_id=saved.pk, is_alerting=False, by=stranger, at=EPOCH)
    with pytest.raises(SignInFirstError):
        search.save_search(words="杯", filters=Filters(), by=VISITOR, at=EPOCH)


def test_an_empty_search_and_too_many_are_refused(buyer: Actor) -> None:
    with pytest.raises(search.NothingToSaveError):
        search.save_search(words="  ", filters=Filters(), by=buyer, at=EPOCH)
    for number in range(MOST_SAVED):
        search.save_search(words=f"杯 {number}", filters=Filters(), by=buyer, at=EPOCH)
    with pytest.raises(search.TooManySavedSearchesError):
        search.save_search(words="杯", filters=Filters(), by=buyer, at=EPOCH)
    search.save_search(words="杯 1", filters=Filters(), by=buyer, at=EPOCH)


def test_a_removed_search_is_gone_with_its_alerts(saved: SavedSearch, buyer: Actor) -> None:
    published("保温杯新款")
    search.look_for_news(at=EPOCH + DAY)
    search.remove_saved_search(saved_search_id=saved.pk, by=buyer)
    assert not Alert.objects.exists()
