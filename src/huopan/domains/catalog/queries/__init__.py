"""Reads of the catalogue that others repeat."""

from huopan.domains.catalog.queries.categories import CategoryNode, categories_by_code, category_tree
from huopan.domains.catalog.queries.stored import stored_drafts
from huopan.domains.catalog.queries.terms import MixBatch, SkuTerms, mix_batch_rules, sku_terms

__all__ = [
    "CategoryNode",
    "MixBatch",
    "SkuTerms",
    "categories_by_code",
    "category_tree",
    "mix_batch_rules",
    "sku_terms",
    "stored_drafts",
]
