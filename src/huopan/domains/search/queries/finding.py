"""Finding offers: the index says which, the database says what they are now and who may see them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from django.utils.timezone import localdate

from huopan.domains.catalog import queries as catalog
from huopan.domains.search import ports
from huopan.domains.search.ports import Asked, Facets, Sort
from huopan.domains.search.queries.asking import question, writable
from huopan.domains.search.queries.leading import led_to
from huopan.domains.search.queries.lessons import leanings
from huopan.domains.search.queries.rankers import correction_in_use
from huopan.domains.search.queries.ranking import WINDOW, Ranked, ranked
from huopan.domains.search.queries.reaching import reached
from huopan.domains.search.queries.standings import records
from huopan.domains.search.rules import FARTHEST, Filters
from huopan.domains.search.rules.conduct import Conduct
from huopan.engines.asking.leaning import Leanings
from huopan.engines.ranking import Arithmetic
from huopan.kernel.actor import Actor

log = logging.getLogger(__name__)
EVERYTHING = Filters()
MOST_WORDS = 8
MOST_PLACED = 3


@dataclass(frozen=True)
class Result:
    """One result: the card as it is now, what was measured of its supplier, and its place. `proven`: the
    kinds of credentials that the supplier has verified and in force, where a day was named."""

    card: catalog.OfferCard
    conduct: Conduct
    place: Ranked
    proven: tuple[str, ...] = ()

    @cached_property
    def why(self) -> Arithmetic | None:
        """Why it stands where it does; None where another order than relevance was asked for."""
        return self.place.why

    @property
    def also(self) -> tuple[int, ...]:
        """The offers folded under it."""
        return self.place.also

    @property
    def price_hao(self) -> int | None:
        """At the quantity asked for."""
        return self.place.hit.price_hao or None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `placed`: paid for, shown beside and marked, never among the results.

    `total` is None where nobody counted; `next_offset` is None on the last page. `ignored`: filters that wait for the
    index to be built. `missing`: parts of a clustered index that did not answer, so that some offers may lack.
    `strict_total`: how many have most of the words, where `total` counts what has any of them; else None.
    `folded`: offers under others of the first hundred, which `total` leaves out and facets count.
    """

    results: list[Result]
    total: int | None
    next_offset: int | None
    facets: Facets | None = None
    placed: list[catalog.OfferCard] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    missing: int = 0
    strict_total: int | None = None
    folded: int = 0

    @property
    def cards(self) -> list[catalog.OfferCard]:
        return [result.card for result in self.results]


@dataclass(frozen=True, slots=True)
class _Page:
    """What an engine, or the database without one, says of a page."""

    ranked: list[Ranked]
    total: int | None
    has_more: bool
    facets: Facets | None = None
    ignored: tuple[str, ...] = ()
    missing: int = 0
    strict_total: int | None = None
    folded: int = 0


def find_offers(
    words: str = "",
    filters: Filters = EVERYTHING,
    *,
    by: Actor,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 20,
    with_facets: bool = False,
    at: datetime | None = None,
) -> Found:
    """Published offers that match, best first. Two statements with an index, three with paid placements.

    `at`: now, for what was learnt of such words to count, and for credentials that hold today; twice a minute that
    looks for newer lessons.

    Any text is a query. An offer that has left the market since it was indexed is left out of its page. Results end
    after 2,000.
    """
    asked = question(words, filters, sort=sort, offset=offset, limit=limit)
    if asked.limit < 1:
        return Found([], None, None)
    page = _from_index(asked, words, leanings(at=at) if at else None, with_facets=with_facets) or _from_database(
        words, asked
    )
    following = offset + asked.limit
    return Found(
        results=_results(page.ranked, by, on=localdate(at) if at else None),
        total=page.total,
        next_offset=following if page.has_more and following < FARTHEST else None,
        facets=page.facets,
        placed=_placed(asked, by),
        ignored=page.ignored,
        missing=page.missing,
        strict_total=page.strict_total,
        folded=page.folded,
    )


def _from_index(asked: Asked, words: str, known: Leanings | None, *, with_facets: bool) -> _Page | None:
    """The first hundred are judged and folded as a whole, so that pages of them fit together."""
    index = ports.index()
    try:
        reach = reached(replace(asked, offset=0, limit=WINDOW))
        window, asked = reach.hits, replace(asked, least=reach.least)
        facets = index.facets(asked, found=window.total) if with_facets else None
        first = _window(window.hits, replace(asked, offset=0, limit=WINDOW), words, known)
        folded = len(window.hits) - len(first)
        page = first[asked.offset : asked.offset + asked.limit]
        lacking = asked.limit - len(page)
        if lacking and window.total > WINDOW:
            start = max(asked.offset + folded, WINDOW)
            rest = index.find(replace(asked, offset=start, limit=lacking))
            page += ranked(rest.hits, by_relevance=False)
    except ports.IndexUnavailableError:
        log.info("no search index: asking the database")
        return None
    total = window.total - folded
    more = total > asked.offset + asked.limit
    return _Page(page, total, more, facets, missing=window.missing, strict_total=reach.strict_total, folded=folded)


def _window(hits: list[ports.Hit], asked: Asked, words: str, known: Leanings | None) -> list[Ranked]:
    if asked.sort != "relevance":
        return ranked(hits, by_relevance=False)
    leaning = led_to(asked, words, known) if known else {}
    return ranked(hits, by_relevance=True, correction=correction_in_use(), leaning=leaning)


def _from_database(words: str, asked: Asked) -> _Page:
    plain = catalog.PlainSearch(
        words=tuple(writable(words).split()[:MOST_WORDS]),
        category_code=asked.category_code,
        supplier_id=asked.supplier_id,
        supplier_kind=asked.supplier_kind,
        division_prefix=asked.place,
        belt_code=asked.belt_code,
        min_price_hao=asked.min_price_hao,
        max_price_hao=asked.max_price_hao,
        max_moq=min((bound for bound in (asked.max_moq, asked.quantity) if bound is not None), default=None),
        max_ship_days=asked.max_ship_days,
        only_in_stock=asked.only_in_stock,
        only_dropship=asked.only_dropship,
        only_sample=asked.only_sample,
        sort=asked.sort,
    )
    found = catalog.plainly_found(plain, offset=asked.offset, limit=asked.limit + 1)
    hits = [Ranked(ports.Hit(offer_id)) for offer_id in found[: asked.limit]]
    ignored = {
        "attributes": asked.attributes,
        "processes": asked.processes,
        "credentials": asked.credentials,
        "memberships": asked.memberships,
        "pickup": asked.min_pickup_pct is not None,
    }
    waiting = tuple(name for name, is_asked in ignored.items() if is_asked)
    return _Page(hits, None, len(found) > asked.limit, ignored=waiting)


def _results(page: list[Ranked], by: Actor, *, on: date | None) -> list[Result]:
    if not page:
        return []
    cards = {card.offer_id: card for card in catalog.offer_cards([each.hit.offer_id for each in page], by=by)}
    known = records({card.supplier_id for card in cards.values()}, on=on)
    return [
        Result(card, (record := known[card.supplier_id]).conduct, each, record.proven)
        for each in page
        if (card := cards.get(each.hit.offer_id))
    ]


def _placed(asked: Asked, by: Actor) -> list[catalog.OfferCard]:
    """Only beside the first page."""
    placed = ports.placements().offers_beside(asked, most=MOST_PLACED) if asked.offset == 0 else []
    return catalog.offer_cards(placed, by=by) if placed else []
