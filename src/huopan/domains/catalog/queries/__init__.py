"""Reads of the catalogue that others repeat."""

from huopan.domains.catalog.queries.terms import MixBatch, SkuTerms, mix_batch_rules, sku_terms

__all__ = ["MixBatch", "SkuTerms", "mix_batch_rules", "sku_terms"]
