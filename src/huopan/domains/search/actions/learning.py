"""Learning from the log: what is asked, what belongs together, and to what words lean. Replaced as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from huopan.domains.catalog import queries as catalog
from huopan.domains.parties import queries as parties
from huopan.domains.search.models import Lesson, Opening, Search
from huopan.domains.search.rules.asked import FORGET_PARTY
from huopan.engines.asking.examining import prior
from huopan.engines.asking.leaning import Taken, learnt
from huopan.engines.asking.relating import related
from huopan.engines.asking.suggesting import Phrase, squeezed
from huopan.engines.language.sounds import syllables

LEAST_ASKERS = 2  # what one organisation alone asked is suggested to nobody else
LEARN_FROM, MOST_SEARCHES, MOST_PHRASES, AT_A_TIME = timedelta(days=90), 200_000, 20_000, 500
SESSION = timedelta(minutes=30)
CATEGORY, BELT, GOODS = 3.0, 2.0, 1.0


def learn(*, at: datetime) -> dict[str, int]:
    """Learn phrases, leanings and related searches anew. Returns how many of each. With an empty log there are only the
    phrases of the catalogue."""
    searches = list(
        Search.objects.filter(asked_at__gt=at - LEARN_FROM)
        .order_by("-asked_at")
        .values_list("pk", "party_id", "words", "asked_at", "found")[:MOST_SEARCHES]
    )
    content: dict[str, Any] = {
        "phrases": [_written(phrase) for phrase in _phrases(searches)],
        "leanings": learnt(_taken(at)).counts,
        "related": related(_sessions(searches, at), _opened(at)),
    }
    rows = [Lesson(name=name, content=said, learnt_at=at) for name, said in content.items()]
    Lesson.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["name"], update_fields=["content", "learnt_at"]
    )
    return {name: len(said) for name, said in content.items()}


def _phrases(searches: list[Any]) -> list[Phrase]:
    """What two organisations or more asked and found, categories, belts, and the beginnings of titles."""
    askers: dict[str, set[int]] = defaultdict(set)
    times: Counter[str] = Counter()
    said: dict[str, str] = {}
    for _, party_id, words, _, found in searches:
        if found:
            key = squeezed(words)
            times[key] += 1
            said.setdefault(key, words)
            if party_id:
                askers[key].add(party_id)
    asked = [Phrase(said[key], "search", 10.0 + n) for key, n in times.items() if len(askers[key]) >= LEAST_ASKERS]
    return sorted([*asked, *_of_catalogue()], key=lambda phrase: -phrase.weight)[:MOST_PHRASES]


def _of_catalogue() -> Iterator[Phrase]:
    for category in catalog.categories_by_code().values():
        yield from (
            Phrase(name, "category", CATEGORY, category.code) for name in (category.name_zh, category.name_en) if name
        )
    for belt in parties.belts():
        yield from (Phrase(name, "belt", BELT, belt.code) for name in (belt.name_zh, belt.name_en) if name)
    counts: Counter[str] = Counter()
    for portion in catalog.every_listing():
        counts.update(begin for listing in portion for begin in _beginnings(listing))
        if len(counts) > 4 * MOST_PHRASES:
            counts = Counter(dict(counts.most_common(MOST_PHRASES)))
    yield from (
        Phrase(text, "goods", GOODS + count / 1000) for text, count in counts.most_common(MOST_PHRASES) if count > 1
    )


def _beginnings(listing: catalog.Listing) -> Iterator[str]:
    """A title up to its first blank or comma says what the thing is."""
    for title in (listing.title_zh.split(" ")[0], listing.title_en.split(",")[0]):
        if 1 < len(title) <= 30:  # noqa: PLR2004
            yield title


def _written(phrase: Phrase) -> list[Any]:
    spoken = [] if phrase.text.isascii() else list(syllables(squeezed(phrase.text)))
    return [phrase.text, phrase.kind, phrase.weight, phrase.code, spoken]


def _taken(at: datetime) -> Iterator[Taken]:
    opened = Opening.objects.filter(opened_at__gt=at - LEARN_FROM).values_list(
        "search__words", "offer_id", "place", "bought_at", "opened_at"
    )
    rows = list(opened[:MOST_SEARCHES])
    labels = _labels({row[1] for row in rows})
    for words, offer_id, place, bought_at, opened_at in rows:
        yield Taken(words, labels.get(offer_id, ()), bool(bought_at), prior(place), (at - opened_at).days)


def _labels(offer_ids: set[int]) -> dict[int, tuple[str, ...]]:
    """The category and the stated choices of each offer on the market."""
    ordered, found = sorted(offer_ids), {}
    for start in range(0, len(ordered), AT_A_TIME):
        for listing in catalog.listings(ordered[start : start + AT_A_TIME]):
            chosen = (f"{code}={value}" for code, value in listing.attributes.items() if isinstance(value, str))
            found[listing.offer_id] = (*listing.category_codes[-1:], *chosen)
    return found


def _sessions(searches: list[Any], at: datetime) -> Iterator[list[str]]:
    by_party: dict[int, list[Any]] = defaultdict(list)
    for row in searches:
        if row[1] and row[3] > at - FORGET_PARTY:
            by_party[row[1]].append(row)
    for rows in by_party.values():
        session: list[str] = []
        before: datetime | None = None
        for _, _, words, asked_at, _ in sorted(rows, key=lambda row: row[3]):
            if before and asked_at - before > SESSION:
                yield session
                session = []
            session.append(words)
            before = asked_at
        yield session


def _opened(at: datetime) -> dict[int, list[str]]:
    by_offer: dict[int, list[str]] = defaultdict(list)
    rows = Opening.objects.filter(opened_at__gt=at - LEARN_FROM).values_list("offer_id", "search__words")
    for offer_id, words in rows[:MOST_SEARCHES]:
        by_offer[offer_id].append(words)
    return by_offer
