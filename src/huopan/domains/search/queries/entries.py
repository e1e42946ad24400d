"""Offers as the index keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from huopan.domains.catalog import queries as catalog
from huopan.domains.search.ports import Entry
from huopan.domains.search.rules import places, terms_of


def entries(offer_ids: Collection[int]) -> list[Entry]:
    """Those of `offer_ids` that are on the market. Two statements."""
    return [_entry(listing) for listing in catalog.listings(offer_ids)]


def every_entry() -> Iterator[list[Entry]]:
    """All that is on the market, in portions."""
    for portion in catalog.every_listing():
        yield [_entry(listing) for listing in portion]


def _entry(listing: catalog.Listing) -> Entry:
    return Entry(
        offer_id=listing.offer_id,
        supplier_id=listing.supplier_id,
        title=terms_of([listing.title_zh, listing.title_en]),
        about=terms_of([listing.category_names, listing.supplier_names]),
        category_codes=listing.category_codes,
        places=places(listing.division_code),
        belt_code=listing.belt_code,
        price_hao=listing.from_price_hao,
        moq=listing.moq,
        is_in_stock=listing.is_in_stock,
    )
