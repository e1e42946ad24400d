"""Offers beside each other: the same facts of each, so that a buyer can choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huopan.domains.catalog import queries as catalog
from huopan.domains.search.queries.standings import NO_RECORD, records
from huopan.domains.search.rules.conduct import Conduct
from huopan.domains.search.rules.ladders import Ladder, ladder_of, price_at
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Beside:
    """One offer of a comparison: its card, its public ladder at best, what was measured of its supplier."""

    card: catalog.OfferCard
    listing: catalog.Listing
    ladder: Ladder
    conduct: Conduct

    def price_at(self, quantity: int) -> int:
        """In hao."""
        return price_at(self.ladder, quantity)


def side_by_side(offer_ids: Sequence[int], *, by: Actor) -> list[Beside]:
    """Those on the market, in the order asked for. Five statements."""
    listed = {listing.offer_id: listing for listing in catalog.listings(offer_ids)} if offer_ids else {}
    cards = [card for card in catalog.offer_cards(list(offer_ids), by=by) if card.offer_id in listed]
    measured = records({card.supplier_id for card in cards}, on=None)
    return [_beside(card, listed[card.offer_id], measured.get(card.supplier_id, NO_RECORD).conduct) for card in cards]


def _beside(card: catalog.OfferCard, listing: catalog.Listing, conduct: Conduct) -> Beside:
    return Beside(card, listing, ladder_of(listing.tiers), conduct)
