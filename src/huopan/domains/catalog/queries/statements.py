"""The statements behind the busiest reads, written out: composing them took the ORM far longer than the database to
answer (an offer's page 4.7 ms of CPU, 1.6 so)."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from huopan.domains.catalog.rules import Tier
from huopan.kernel.actor import Actor

TIER, PRIVATE, PICTURE = range(3)

_TERMS = """
SELECT sku.id, sku.offer_id, offer.supplier_id, supplier.name_zh, supplier.name_en, offer.title_zh, offer.title_en,
  sku.spec,
  COALESCE((SELECT image.file FROM catalog_offerimage image
            WHERE image.offer_id = offer.id ORDER BY image.position, image.id LIMIT 1), ''),
  offer.unit, offer.moq, offer.order_multiple, offer.is_mixable, offer.price_kind,
  COALESCE(sku.weight_grams, offer.weight_grams), offer.lead_time_days,
  sku.is_active AND offer.state = 'published' AND supplier.state = 'active',
  COALESCE(stock.on_hand - stock.reserved, 0), COALESCE(supplier.division_id, ''), mix.min_quantity, mix.min_amount_fen
FROM catalog_sku sku
JOIN catalog_offer offer ON offer.id = sku.offer_id
JOIN parties_party supplier ON supplier.id = offer.supplier_id
LEFT JOIN catalog_stock stock ON stock.sku_id = sku.id
LEFT JOIN catalog_mixbatchrule mix ON mix.supplier_id = offer.supplier_id
WHERE {which} ORDER BY sku.id
"""
_TIERS = """
SELECT 0, offer_id, sku_id, from_quantity, unit_price_hao FROM catalog_pricetier WHERE offer_id IN ({ids})
UNION ALL
SELECT 1, offer_id, sku_id, from_quantity, unit_price_hao FROM catalog_privateprice
WHERE offer_id IN ({ids}) AND buyer_id = %s AND (ends_at IS NULL OR ends_at > %s)
"""
# One statement for three narrow tables: the page of an offer is what visitors ask for most.
_TIERS_AND_PICTURES = """
SELECT 0, sku_id, from_quantity, unit_price_hao, 0, '' FROM catalog_pricetier WHERE offer_id = %s
UNION ALL
SELECT 1, sku_id, from_quantity, unit_price_hao, 0, '' FROM catalog_privateprice
WHERE offer_id = %s AND buyer_id = %s AND (ends_at IS NULL OR ends_at > %s)
UNION ALL
SELECT 2, id, position, width, height, file FROM catalog_offerimage WHERE offer_id = %s
"""
_SEEN_SKU = """
SELECT 1 FROM catalog_sku sku
JOIN catalog_offer offer ON offer.id = sku.offer_id
JOIN parties_party supplier ON supplier.id = offer.supplier_id
WHERE sku.id = {sku_id} AND (%s = TRUE OR offer.supplier_id = %s
  OR offer.state = 'published' AND supplier.state = 'active')
"""
_CARDS = """
SELECT offer.id, offer.title_zh, offer.title_en,
  COALESCE((SELECT image.file FROM catalog_offerimage image
            WHERE image.offer_id = offer.id ORDER BY image.position, image.id LIMIT 1), ''),
  offer.unit, offer.moq, offer.is_mixable, offer.lead_time_days,
  (SELECT MIN(tier.unit_price_hao) FROM catalog_pricetier tier WHERE tier.offer_id = offer.id),
  EXISTS (SELECT 1 FROM catalog_sku sku JOIN catalog_stock stock ON stock.sku_id = sku.id
          WHERE sku.offer_id = offer.id AND sku.is_active AND stock.on_hand > stock.reserved),
  offer.supplier_id, supplier.name_zh, supplier.name_en,
  COALESCE(division.name_zh, ''), COALESCE(division.name_en, ''), offer.price_kind, supplier.division_id
FROM catalog_offer offer
JOIN parties_party supplier ON supplier.id = offer.supplier_id
LEFT JOIN parties_division division ON division.code = supplier.division_id
WHERE offer.id IN ({ids}) AND offer.state = 'published'
  AND (%s = TRUE OR offer.supplier_id = %s OR supplier.state = 'active')
"""
_SKUS = """
SELECT sku.id, sku.code, sku.spec, sku.barcode, sku.weight_grams, sku.is_active,
  COALESCE(stock.on_hand - stock.reserved, 0)
FROM catalog_sku sku LEFT JOIN catalog_stock stock ON stock.sku_id = sku.id
WHERE sku.offer_id = %s ORDER BY sku.position, sku.id
"""


def cards(offer_ids: Collection[int], *, by: Actor) -> list[tuple[Any, ...]]:
    """The columns of OfferCard, behind OfferQuerySet's door, of published offers; in no order."""
    statement = _CARDS.format(ids=", ".join(["%s"] * len(offer_ids)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*offer_ids, by.is_operator, by.party_id])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    # SQLite knows no truth values.
    return [(*row[:6], bool(row[6]), *row[7:9], bool(row[9]), *row[10:]) for row in found]


def terms_of_skus(sku_ids: Collection[int]) -> list[tuple[Any, ...]]:
    """A row per SKU: SkuTerms' fields in their order without the tiers, the mix-batch rule as two columns."""
    return _terms(f"sku.id IN ({_places(sku_ids)})", sku_ids) if sku_ids else []


def terms_of_offer(offer_id: int) -> list[tuple[Any, ...]]:
    """The same for every SKU of an offer that its seller has on sale."""
    return _terms("sku.offer_id = %s AND sku.is_active", [offer_id])


def _terms(which: str, params: Collection[int]) -> list[tuple[Any, ...]]:
    return [
        (*row[:7], spec_of(row[7]), *row[8:12], bool(row[12]), *row[13:16], bool(row[16]), *row[17:])
        for row in _rows(_TERMS.format(which=which), params)
    ]


def seen_sku(sku_id: str, by: Actor) -> tuple[str, list[Any]]:
    """The door of Sku as a subquery for an EXISTS in another statement, whose column `sku_id` names the SKU."""
    return _SEEN_SKU.format(sku_id=sku_id), [by.is_operator, by.party_id]


def tiers_of_offers(offer_ids: Collection[int], *, buyer_id: int, at: datetime) -> list[tuple[int, Tier]]:
    """(offer id, tier) for every public tier and the buyer's private ones that hold at `at`."""
    if not offer_ids:
        return []
    params = [*offer_ids, *offer_ids, buyer_id, _moment(at)]
    found = _rows(_TIERS.format(ids=_places(offer_ids)), params)
    return [(offer, Tier(sku, quantity, hao, kind == PRIVATE)) for kind, offer, sku, quantity, hao in found]


def tiers_and_pictures(offer_id: int, *, buyer_id: int, at: datetime) -> list[tuple[Any, ...]]:
    """(TIER or PRIVATE, SKU id, from quantity, hao, …) and (PICTURE, image id, position, width, height, file)."""
    return _rows(_TIERS_AND_PICTURES, [offer_id, offer_id, buyer_id, _moment(at), offer_id])


def skus_of_offer(offer_id: int) -> list[tuple[Any, ...]]:
    """(id, code, spec as JSON, barcode, own weight, is_active, available) in the offer's order."""
    return _rows(_SKUS, [offer_id])


def spec_of(text: str | dict[str, str]) -> dict[str, str]:
    """A specification as the database's cursor gives it."""
    spec: dict[str, str] = json.loads(text) if isinstance(text, str) else text
    return spec


def _rows(statement: str, params: Collection[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(params))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _places(ids: Collection[int]) -> str:
    return ", ".join(["%s"] * len(ids))


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
