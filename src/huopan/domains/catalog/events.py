"""What happened in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class _OfferEvent(Event):
    about: ClassVar[str] = "offer_id"

    offer_id: int
    supplier_id: int


@dataclass(frozen=True, kw_only=True)
class OfferDrafted(_OfferEvent):
    """A seller has begun an offer; nobody else sees it yet."""


@dataclass(frozen=True, kw_only=True)
class OfferPublished(_OfferEvent):
    """Buyers see it from now on."""


@dataclass(frozen=True, kw_only=True)
class OfferChanged(_OfferEvent):
    """Words, prices, SKUs or pictures of an offer have changed."""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(_OfferEvent):
    """The seller took it back to draft."""


@dataclass(frozen=True, kw_only=True)
class OfferSuspended(_OfferEvent):
    """The operator took it off the market."""

    because: str


@dataclass(frozen=True, kw_only=True)
class StockChanged(_OfferEvent):
    """SKUs sold out, came back, or were counted or received by hand; plain sales that leave some are not told."""

    sku_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class UnitCostSet(_OfferEvent):
    """The seller noted what a piece costs; how much is nobody else's business and stands nowhere here."""


@dataclass(frozen=True, kw_only=True)
class PrivatePriceSet(_OfferEvent):
    """One buyer's own prices for an offer are new (none left: an empty tuple of quantities)."""

    buyer_id: int
    from_quantities: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MixBatchRuleChanged(Event):
    """A seller's mix-batch rule is new, changed or gone."""

    about: ClassVar[str] = "supplier_id"

    supplier_id: int
    min_quantity: int | None
    min_amount_fen: int | None
