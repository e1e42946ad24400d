"""Finding goods."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking
from huopan.api.paging import cursor, position
from huopan.api.search.routing import router
from huopan.api.search.shapes import FoundOffer, FoundOffers, OfferOut, Wanted, card_fields, offer_why
from huopan.api.writing import reads
from huopan.domains.search import queries as search


@router.get("/search/offers", response=FoundOffers)
@reads(public=True)
def search_offers(request: Asking, wanted: Query[Wanted]) -> FoundOffers:
    """Offers on the market that match, best first. Most of the words must occur; results end after 2,000.

    Among the first hundred, offers of the same goods are folded into one."""
    found = search.find_offers(
        wanted.q,
        wanted.filters(),
        by=request.actor,
        sort=wanted.sort,
        offset=position(wanted.cursor) if wanted.cursor else 0,
        limit=wanted.limit,
        with_facets=wanted.facets,
        at=request.at,
    )
    return FoundOffers(
        items=[_shown(result, with_why=wanted.why) for result in found.results],
        next=None if found.next_offset is None else cursor(found.next_offset),
        total=found.total,
        facets=None if found.facets is None else {name: dict(each) for name, each in found.facets.counts.items()},
        placed=[OfferOut.model_validate(card_fields(card)) for card in found.placed],
        ignored=list(found.ignored),
        missing_shards=found.missing,
    )


def _shown(result: search.Result, *, with_why: bool) -> FoundOffer:
    return FoundOffer.model_validate(
        card_fields(result.card)
        | {
            "price_hao": result.price_hao,
            "pickup_pct": result.conduct.pickup_pct,
            "kept_pct": result.conduct.kept_pct,
            "same_goods": list(result.also),
            "why": offer_why(result) if with_why else None,
        }
    )
