"""The terms on which a buyer may have a SKU, read for many SKUs at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from huopan.domains.catalog.models import MixBatchRule
from huopan.domains.catalog.queries.statements import terms_of_offer, terms_of_skus, tiers_of_offers
from huopan.domains.catalog.rules import Tier
from huopan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class MixBatch:
    """Different offers of one supplier together satisfy the MOQ from either figure on."""

    min_quantity: int | None
    min_amount: Money | None


@dataclass(frozen=True, slots=True)
class SkuTerms:
    """Everything a cart or an order needs to know of a SKU. `image` is a name in the media storage,
    `origin_code` the division where its supplier is, or ""."""

    sku_id: int
    offer_id: int
    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str
    title_zh: str
    title_en: str
    spec: dict[str, str]
    image: str
    unit: str
    moq: int
    order_multiple: int
    is_mixable: bool
    price_kind: str
    weight_grams: int
    lead_time_days: int
    on_sale: bool
    available: int
    origin_code: str
    tiers: tuple[Tier, ...]
    mix_batch: MixBatch | None = None


_PLAIN = [each.name for each in fields(SkuTerms) if each.name not in ("tiers", "mix_batch")]


def sku_terms(sku_ids: Collection[int], *, buyer_id: int, at: datetime) -> dict[int, SkuTerms]:
    """The terms of each SKU that exists, on sale or not. Two statements; private prices are `buyer_id`'s own."""
    return {terms.sku_id: terms for terms in _terms(terms_of_skus(sku_ids), buyer_id=buyer_id, at=at)}


def offer_terms(offer_id: int, *, buyer_id: int, at: datetime) -> list[SkuTerms]:
    """The terms of every SKU of one offer that its seller has on sale. Two statements."""
    return _terms(terms_of_offer(offer_id), buyer_id=buyer_id, at=at)


def mix_batch_rules(supplier_ids: Collection[int]) -> dict[int, MixBatch]:
    rules = MixBatchRule.objects.filter(supplier_id__in=supplier_ids).values_list(
        "supplier_id", "min_quantity", "min_amount_fen"
    )
    found = {supplier: _mix_batch(pieces, fen) for supplier, pieces, fen in rules}
    return {supplier: rule for supplier, rule in found.items() if rule}


def _terms(rows: list[tuple[Any, ...]], *, buyer_id: int, at: datetime) -> list[SkuTerms]:
    tiers: dict[int, list[Tier]] = defaultdict(list)
    for offer_id, tier in tiers_of_offers({row[1] for row in rows}, buyer_id=buyer_id, at=at):
        tiers[offer_id].append(tier)
    return [_one(row, tiers[row[1]]) for row in rows]


def _one(row: tuple[Any, ...], tiers: list[Tier]) -> SkuTerms:
    *plain, pieces, fen = row
    named: dict[str, Any] = dict(zip(_PLAIN, plain, strict=True))
    return SkuTerms(**named, tiers=_of_sku(tiers, named["sku_id"]), mix_batch=_mix_batch(pieces, fen))


def _of_sku(tiers: list[Tier], sku_id: int) -> tuple[Tier, ...]:
    mine = (tier for tier in tiers if tier.sku_id in (None, sku_id))
    return tuple(sorted(mine, key=lambda tier: (tier.is_private, tier.from_quantity)))


def _mix_batch(pieces: int | None, fen: int | None) -> MixBatch | None:
    if pieces is None and fen is None:
        return None
    return MixBatch(pieces, None if fen is None else Money(fen))
