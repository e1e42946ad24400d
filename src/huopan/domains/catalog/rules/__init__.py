"""Pure decisions of the catalogue: what a piece costs, and what an offer must look like."""

from huopan.domains.catalog.rules.pricing import NextTier, NoPriceError, PriceKind, Tier, next_tier, unit_price

__all__ = ["NextTier", "NoPriceError", "PriceKind", "Tier", "next_tier", "unit_price"]
