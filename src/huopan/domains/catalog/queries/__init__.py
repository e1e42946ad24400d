"""Reads of the catalogue that others repeat."""

from huopan.domains.catalog.queries.cards import OfferCard, cards_of, offer_cards
from huopan.domains.catalog.queries.categories import CategoryNode, categories_by_code, category_named, category_tree
from huopan.domains.catalog.queries.desk import (
    ORDERS,
    Wanted,
    bulk_steps,
    movements_of,
    own_categories,
    own_offers,
    own_sku,
    public_ladders,
    stocked_skus,
    unfinished_of,
    unfinished_offers,
    unit_cost,
)
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
from huopan.domains.catalog.queries.showcase import (
    Shelf,
    Showing,
    branch,
    on_show,
    shelves,
    taking_turns,
)
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
    "ORDERS",
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
    "Showing",
    "SkuTerms",
    "SkuView",
    "Supply",
    "Wanted",
    "branch",
    "bulk_steps",
    "cards_of",
    "catalogue_names",
    "categories_by_code",
    "category_named",
    "category_tree",
    "every_listing",
    "import_faults",
    "import_refusals",
    "listed_count",
    "listed_offers",
    "listings",
    "market_counts",
    "mix_batch_rules",
    "movements_of",
    "offer_cards",
    "offer_rows",
    "offer_summaries",
    "offer_terms",
    "offer_titles",
    "offer_view",
    "offers_of",
    "on_show",
    "own_categories",
    "own_imports",
    "own_offers",
    "own_sku",
    "own_stock",
    "plainly_found",
    "private_prices",
    "private_prices_of",
    "public_ladders",
    "returned_sheet",
    "seen_sku",
    "sellers_own",
    "shelves",
    "shortages_of",
    "sku_terms",
    "sold_out",
    "stocked_skus",
    "stored_drafts",
    "supplies_of",
    "taking_turns",
    "template_rows",
    "unfinished_of",
    "unfinished_offers",
    "unit_cost",
]
