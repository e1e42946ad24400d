"""Reads of the catalogue that others repeat."""

from huopan.domains.catalog.queries.cards import OfferCard, offer_cards
from huopan.domains.catalog.queries.categories import CategoryNode, categories_by_code, category_tree
from huopan.domains.catalog.queries.listings import (
    Listing,
    PlainSearch,
    every_listing,
    listed_count,
    listings,
    offers_of,
    plainly_found,
)
from huopan.domains.catalog.queries.showing import (
    OfferView,
    Picture,
    SkuView,
    listed_offers,
    offer_view,
    own_stock,
    private_prices,
    sellers_own,
)
from huopan.domains.catalog.queries.stored import stored_drafts
from huopan.domains.catalog.queries.terms import MixBatch, SkuTerms, mix_batch_rules, sku_terms

__all__ = [
    "CategoryNode",
    "Listing",
    "MixBatch",
    "OfferCard",
    "OfferView",
    "Picture",
    "PlainSearch",
    "SkuTerms",
    "SkuView",
    "categories_by_code",
    "category_tree",
    "every_listing",
    "listed_count",
    "listed_offers",
    "listings",
    "mix_batch_rules",
    "offer_cards",
    "offer_view",
    "offers_of",
    "own_stock",
    "plainly_found",
    "private_prices",
    "sellers_own",
    "sku_terms",
    "stored_drafts",
]
