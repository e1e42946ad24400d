"""Pure decisions of the catalogue: what a piece costs, and what an offer must look like."""

from huopan.domains.catalog.rules.attributes import AttributeType, Choice, attribute_faults, attribute_from_text
from huopan.domains.catalog.rules.axes import axes_of
from huopan.domains.catalog.rules.drafts import OfferDraft, SkuDraft, Step, tidied
from huopan.domains.catalog.rules.ladders import MOST_PIECES, PRICE_KINDS
from huopan.domains.catalog.rules.margins import Margin, margins
from huopan.domains.catalog.rules.matrix import offer_faults, text_faults
from huopan.domains.catalog.rules.pricing import (
    COUNTED_PER_SKU,
    NextTier,
    NoPriceError,
    PriceKind,
    Tier,
    next_tier,
    unit_price,
)

__all__ = [
    "COUNTED_PER_SKU",
    "MOST_PIECES",
    "PRICE_KINDS",
    "AttributeType",
    "Choice",
    "Margin",
    "NextTier",
    "NoPriceError",
    "OfferDraft",
    "PriceKind",
    "SkuDraft",
    "Step",
    "Tier",
    "attribute_faults",
    "attribute_from_text",
    "axes_of",
    "margins",
    "next_tier",
    "offer_faults",
    "text_faults",
    "tidied",
    "unit_price",
]
