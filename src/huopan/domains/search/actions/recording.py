"""Keeping what was asked and opened, for a while and without persons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from huopan.domains.search.models import Opening, Search
from huopan.domains.search.queries.rankers import correction_in_shadow
from huopan.domains.search.rules.asked import BOUGHT_WITHIN, FORGET_PARTY, FORGET_SEARCH, LONGEST_WORDS, MOST_SHOWN
from huopan.engines.asking.correcting import corrected
from huopan.kernel.actor import Actor

if TYPE_CHECKING:
    from huopan.domains.search.queries import Found


def record_search(*, words: str, found: Found, by: Actor, at: datetime) -> int | None:
    """Keep the first page of a search with words. Returns its id, with which openings are told; None without words.

    One statement. Only the organisation is kept, never the person, the address or the device.
    """
    said = " ".join(words.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8").split())[:LONGEST_WORDS]
    if not said:
        return None
    shown = [[result.card.offer_id, *_reasons(result.why)] for result in found.results[:MOST_SHOWN]]
    row = Search.objects.create(
        party_id=by.party_id or None,
        words=said,
        found=found.total,
        shown=shown,
        shadow=_in_shadow(found),
        asked_at=at,
    )
    return row.pk


def _in_shadow(found: Found) -> list[int]:
    """The offers in the order that the learnt order in shadow would give them; nothing where there is none."""
    correction = correction_in_shadow()
    if correction is None:
        return []
    whys = [(result.card.offer_id, result.why) for result in found.results if result.why]
    best = max((why.relevance for _, why in whys), default=0.0)
    order = sorted(whys, key=lambda each: -corrected(each[1], best, correction).score)
    return [offer_id for offer_id, _ in order[:MOST_SHOWN]]


def _reasons(why: object) -> list[object]:
    lines = {line.name: round(1000 * line.value) for line in getattr(why, "lines", ())}
    return [round(getattr(why, "relevance", 0.0), 4), lines]


@transaction.atomic
def record_opening(*, search_id: int, offer_id: int, by: Actor, at: datetime) -> bool:
    """A result was opened. Only what this search showed to this organisation counts, once; else nothing happens.

    The place is that of the log, whatever the browser says. Safe to repeat.
    """
    own = Q(party_id=by.party_id) if by.party_id else Q(party__isnull=True)
    search = Search.objects.filter(own, pk=search_id).only("shown").first()
    places = {row[0]: place for place, row in enumerate(search.shown, 1)} if search else {}
    if offer_id not in places:
        return False
    row = Opening(search_id=search_id, offer_id=offer_id, place=places[offer_id], opened_at=at)
    Opening.objects.bulk_create([row], ignore_conflicts=True)
    return True


@transaction.atomic
def record_purchases(bought: Iterable[tuple[int, int, datetime]]) -> int:
    """What organisations bought (party, offer, when): openings of the two weeks before count as bought. Returns how
    many. Safe to repeat."""
    count = 0
    for party_id, offer_id, at in bought:
        opened = Opening.objects.filter(
            search__party_id=party_id, offer_id=offer_id, opened_at__range=(at - BOUGHT_WITHIN, at), bought_at=None
        )
        count += opened.update(bought_at=at)
    return count


@transaction.atomic
def forget_searches(*, at: datetime) -> int:
    """Take the organisation off what is older than a month, and drop what is older than half a year."""
    Search.objects.filter(asked_at__lt=at - FORGET_PARTY, party__isnull=False).update(party=None)
    return Search.objects.filter(asked_at__lt=at - FORGET_SEARCH).delete()[0]
