"""Reads of the catalogue that others repeat."""

from huopan.domains.catalog.queries.cards import OfferCard, cards_of, offer_cards
from huopan.domains.catalog.queries.categories import CategoryNode, categories_by_code, category_named, category_tree
from huopan.domains.catalog.queries.exporting import SHEET_TITLE, offer_rows, returned_sheet, template_rows
from huopan.domains.catalog.queries.faults import FaultShown, import_faults, import_refusals, own_imports
from huopan.domains.catalog.queries.listings import (
    Listing,
    PlainSearch,
    every_listing,
    listed_count,
    listings,
    offers_of,
    plainly_found,
)
from huopan.domains.catalog.queries.naming import CatalogueNames, CategoryName, catalogue_names
from huopan.domains.catalog.queries.shortages import Shortages, shortages_of
from huopan.domains.catalog.queries.showcase import Shelf, fresh_offers, offer_in_full, shelves
from huopan.domains.catalog.queries.showing import (
    OfferView,
    Picture,
    SkuView,
    listed_offers,
    offer_view,
    own_stock,
    private_prices,
    private_prices_of,
    sellers_own,
)
from huopan.domains.catalog.queries.statements import seen_sku
from huopan.domains.catalog.queries.stored import stored_drafts
from huopan.domains.catalog.queries.summaries import OfferSummary, offer_summaries
from huopan.domains.catalog.queries.supplies import Supply, market_counts, supplies_of
from huopan.domains.catalog.queries.telling import offer_titles, sold_out
from huopan.domains.catalog.queries.terms import MixBatch, SkuTerms, mix_batch_rules, offer_terms, sku_terms

__all__ = [
    "SHEET_TITLE",
    "CatalogueNames",
    "CategoryName",
    "CategoryNode",
    "FaultShown",
    "Listing",
    "MixBatch",
    "OfferCard",
    "OfferSummary",
    "OfferView",
    "Picture",
    "PlainSearch",
    "Shelf",
    "Shortages",
    "SkuTerms",
    "SkuView",
    "Supply",
    "cards_of",
    "catalogue_names",
    "categories_by_code",
    "category_named",
    "category_tree",
    "every_listing",
    "fresh_offers",
    "import_faults",
    "import_refusals",
    "listed_count",
    "listed_offers",
    "listings",
    "market_counts",
    "mix_batch_rules",
    "offer_cards",
    "offer_in_full",
    "offer_rows",
    "offer_summaries",
    "offer_terms",
    "offer_titles",
    "offer_view",
    "offers_of",
    "own_imports",
    "own_stock",
    "plainly_found",
    "private_prices",
    "private_prices_of",
    "returned_sheet",
    "seen_sku",
    "sellers_own",
    "shelves",
    "shortages_of",
    "sku_terms",
    "sold_out",
    "stored_drafts",
    "supplies_of",
    "template_rows",
]
