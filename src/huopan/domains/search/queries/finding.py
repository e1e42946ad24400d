"""Finding offers: the index says which, the database says what they are now and who may see them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from huopan.domains.catalog import queries as catalog
from huopan.domains.search import ports
from huopan.domains.search.ports import Asked, Sort
from huopan.domains.search.queries.asking import question, writable
from huopan.domains.search.queries.reaching import reached
from huopan.domains.search.rules import FARTHEST, Filters
from huopan.kernel.actor import Actor

log = logging.getLogger(__name__)
EVERYTHING = Filters()
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `total` is None where nobody counted; `next_offset` is None on the last page."""

    cards: list[catalog.OfferCard]
    total: int | None
    next_offset: int | None


def find_offers(
    words: str = "",
    filters: Filters = EVERYTHING,
    *,
    by: Actor,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 20,
) -> Found:
    """Published offers that match, best first. One statement with an index, two without.

    Any text is a query. An offer that has left the market since it was indexed is left out of its page. Results end
    after 2,000.
    """
    asked = question(words, filters, sort=sort, offset=offset, limit=limit)
    if asked.limit < 1:
        return Found([], None, None)
    offer_ids, total, has_more = _from_index(asked) or _from_database(words, asked)
    following = offset + asked.limit
    return Found(
        cards=catalog.offer_cards(offer_ids, by=by) if offer_ids else [],
        total=total,
        next_offset=following if has_more and following < FARTHEST else None,
    )


def _from_index(asked: Asked) -> tuple[list[int], int | None, bool] | None:
    try:
        hits = reached(asked).hits
    except ports.IndexUnavailableError:
        log.info("no search index: asking the database")
        return None
    return hits.offer_ids, hits.total, hits.total > asked.offset + asked.limit


def _from_database(words: str, asked: Asked) -> tuple[list[int], int | None, bool]:
    plain = catalog.PlainSearch(
        words=tuple(writable(words).split()[:MOST_WORDS]),
        category_code=asked.category_code,
        supplier_id=asked.supplier_id,
        division_prefix=asked.place,
        belt_code=asked.belt_code,
        min_price_hao=asked.min_price_hao,
        max_price_hao=asked.max_price_hao,
        max_moq=asked.max_moq,
        only_in_stock=asked.only_in_stock,
        sort=asked.sort,
    )
    found = catalog.plainly_found(plain, offset=asked.offset, limit=asked.limit + 1)
    return found[: asked.limit], None, len(found) > asked.limit
