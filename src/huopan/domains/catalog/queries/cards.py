"""Offers as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import Offer, OfferImage, PriceTier, Stock
from huopan.domains.catalog.queries import statements
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OfferCard:
    """An offer at a glance. `image` is a name in the media storage; `from_price_hao` the lowest public price."""

    offer_id: int
    title_zh: str
    title_en: str
    image: str
    unit: str
    moq: int
    is_mixable: bool
    lead_time_days: int
    from_price_hao: int | None
    is_in_stock: bool
    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str
    place_zh: str
    place_en: str
    price_kind: str
    division_code: str | None


def offer_cards(offer_ids: Sequence[int], *, by: Actor) -> list[OfferCard]:
    """The published ones among `offer_ids` that `by` may see, in the order asked for. One statement."""
    if not offer_ids:
        return []
    found = {row[0]: OfferCard(*row) for row in statements.cards(offer_ids, by=by)}
    return [found[offer_id] for offer_id in offer_ids if offer_id in found]


def cards_of(offers: QuerySet[Offer]) -> list[OfferCard]:
    """Cards in the order of `offers`, which says who may see what. One statement."""
    return [OfferCard(**row) for row in _card_rows(offers)]


def lowest_price() -> Subquery:
    tiers = PriceTier.objects.filter(offer=OuterRef("pk")).order_by("unit_price_hao")
    return Subquery(tiers.values("unit_price_hao")[:1], output_field=IntegerField())


def in_stock() -> Exists:
    return Exists(Stock.objects.filter(sku__offer=OuterRef("pk"), sku__is_active=True, on_hand__gt=F("reserved")))


def _card_rows(offers: QuerySet[Offer]) -> Iterable[Mapping[str, Any]]:
    first_image = OfferImage.objects.filter(offer=OuterRef("pk")).order_by("position", "id").values("file")[:1]
    return offers.values(
        "title_zh",
        "title_en",
        "unit",
        "moq",
        "is_mixable",
        "lead_time_days",
        "supplier_id",
        "price_kind",
        offer_id=F("pk"),
        image=Coalesce(Subquery(first_image, output_field=CharField()), Value("")),
        from_price_hao=lowest_price(),
        is_in_stock=in_stock(),
        supplier_name_zh=F("supplier__name_zh"),
        supplier_name_en=F("supplier__name_en"),
        place_zh=Coalesce(F("supplier__division__name_zh"), Value("")),
        place_en=Coalesce(F("supplier__division__name_en"), Value("")),
        division_code=F("supplier__division_id"),
    )
