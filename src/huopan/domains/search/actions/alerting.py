"""Letters about what is new in saved searches: each offer at most once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import transaction

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.domains.search import ports
from huopan.domains.search.models import Alert, Arrival, SavedSearch
from huopan.domains.search.queries.finding import find_offers
from huopan.domains.search.rules.asked import LOOK_EVERY, MOST_TOLD, filters_kept
from huopan.kernel.actor import VISITOR

log = structlog.get_logger(__name__)
NEWEST_LOOKED_AT, MOST_ARRIVALS, SEARCHES_A_ROUND = 200, 50_000, 500
KEEP_ARRIVALS = 30 * LOOK_EVERY


def note_arrivals(arrived: Iterable[tuple[int, datetime]]) -> None:
    """Offers that came onto the market; the first time counts. Safe to repeat."""
    Arrival.objects.bulk_create(
        [Arrival(offer_id=offer_id, arrived_at=at) for offer_id, at in arrived], ignore_conflicts=True
    )


def look_for_news(*, at: datetime) -> int:
    """Look into each saved search that was not looked into for a day. Returns how many offers are new in them."""
    due = SavedSearch.objects.filter(is_alerting=True, looked_at__lte=at - LOOK_EVERY).order_by("looked_at")
    return sum(_look_into(row, at) for row in due[:SEARCHES_A_ROUND])


@transaction.atomic
def _look_into(row: SavedSearch, at: datetime) -> int:
    """Whoever moves `looked_at` on looks, and nobody else does."""
    mine = SavedSearch.objects.filter(pk=row.pk, looked_at=row.looked_at, is_alerting=True)
    if not mine.update(looked_at=at):
        return 0
    arrived = Arrival.objects.filter(arrived_at__gt=row.looked_at, arrived_at__lte=at)
    fresh = set(arrived.order_by("-arrived_at").values_list("offer_id", flat=True)[:MOST_ARRIVALS])
    if not fresh:
        return 0
    found = find_offers(row.words, filters_kept(row.filters), by=VISITOR, sort="newest", limit=NEWEST_LOOKED_AT)
    told = set(Alert.objects.filter(saved_search=row, offer_id__in=fresh).values_list("offer_id", flat=True))
    new = [card.offer_id for card in found.cards if card.offer_id in fresh - told][:MOST_TOLD]
    Alert.objects.bulk_create([Alert(saved_search=row, offer_id=each, found_at=at) for each in new])
    return len(new)


def tell_news(*, at: datetime) -> int:
    """Send a letter for each saved search with news. Returns how many went out."""
    waiting = Alert.objects.filter(told_at=None).order_by("saved_search_id").values_list("saved_search_id", flat=True)
    return sum(_tell(saved_search_id, at) for saved_search_id in list(waiting.distinct()[:SEARCHES_A_ROUND]))


def _tell(saved_search_id: int, at: datetime) -> int:
    """Claimed first, sent after the commit: a letter lost in between stays lost."""
    with transaction.atomic():
        row = SavedSearch.objects.select_for_update(of=("self",)).select_related("person").get(pk=saved_search_id)
        waiting = Alert.objects.filter(saved_search=row, told_at=None)
        offer_ids = list(waiting.order_by("-offer_id").values_list("offer_id", flat=True))
        waiting.filter(offer_id__in=offer_ids).update(told_at=at)
    reader = row.person
    if not (offer_ids and row.is_alerting and reader.is_active and parties.actor_of_person(reader.pk, row.party_id)):
        return 0
    cards = catalog.offer_cards(offer_ids, by=VISITOR)
    titles = tuple((card.offer_id, _title(card, reader.language)) for card in cards)
    return _sent(ports.NewsLetter(reader.email, reader.language, row.words, titles, row.secret)) if titles else 0


def _title(card: catalog.OfferCard, language: str) -> str:
    return card.title_zh if language.startswith("zh") else card.title_en or card.title_zh


def _sent(letter: ports.NewsLetter) -> int:
    for carry in ports.NEWS_CARRIERS:
        try:
            carry(letter)
        except OSError:  # what smtplib raises; the next news go by themselves
            log.exception("news_letter_lost")
            return 0
    return len(ports.NEWS_CARRIERS)


def forget_arrivals(*, at: datetime) -> int:
    return Arrival.objects.filter(arrived_at__lt=at - KEEP_ARRIVALS).delete()[0]
