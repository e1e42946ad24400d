"""The terms on which a buyer may have a SKU, read for many SKUs at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from huopan.domains.catalog.models import MixBatchRule, Offer, OfferImage, PriceTier, PrivatePrice, Sku
from huopan.domains.catalog.rules import Tier
from huopan.domains.parties.models import Party
from huopan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class MixBatch:
    """Different offers of one supplier together satisfy the MOQ from either figure on."""

    min_quantity: int | None
    min_amount: Money | None


@dataclass(frozen=True, slots=True)
class SkuTerms:
    """Everything a cart or an order needs to know of a SKU. `image` is a name in the media storage."""

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
    tiers: tuple[Tier, ...]
    mix_batch: MixBatch | None = None


def sku_terms(sku_ids: Collection[int], *, buyer_id: int, at: datetime) -> dict[int, SkuTerms]:
    """The terms of each SKU that exists, on sale or not. Two statements; private prices are `buyer_id`'s own."""
    return {terms.sku_id: terms for terms in _terms_where(Q(pk__in=sku_ids), buyer_id, at)}


def offer_terms(offer_id: int, *, buyer_id: int, at: datetime) -> list[SkuTerms]:
    """The terms of every SKU of one offer that its seller has on sale. Two statements."""
    terms = _terms_where(Q(offer_id=offer_id, is_active=True), buyer_id, at)
    return sorted(terms, key=lambda each: each.sku_id)


def mix_batch_rules(supplier_ids: Collection[int]) -> dict[int, MixBatch]:
    rules = MixBatchRule.objects.filter(supplier_id__in=supplier_ids).values_list(
        "supplier_id", "min_quantity", "min_amount_fen"
    )
    found = {supplier: _mix_batch(pieces, fen) for supplier, pieces, fen in rules}
    return {supplier: rule for supplier, rule in found.items() if rule}


def _terms_where(which: Q, buyer_id: int, at: datetime) -> list[SkuTerms]:
    rows = list(_terms_rows(which))
    tiers = _tiers_of({row["offer_id"] for row in rows}, buyer_id=buyer_id, at=at)
    return [_terms(row, tiers[row["offer_id"]]) for row in rows]


def _terms_rows(which: Q) -> Collection[dict[str, Any]]:
    first_image = OfferImage.objects.filter(offer=OuterRef("offer")).order_by("position", "id").values("file")[:1]
    is_on_sale = Q(is_active=True, offer__state=Offer.State.PUBLISHED, offer__supplier__state=Party.State.ACTIVE)
    return Sku.objects.filter(which).values(
        "offer_id",
        "spec",
        sku_id=F("pk"),
        supplier_id=F("offer__supplier_id"),
        supplier_name_zh=F("offer__supplier__name_zh"),
        supplier_name_en=F("offer__supplier__name_en"),
        title_zh=F("offer__title_zh"),
        title_en=F("offer__title_en"),
        image=Coalesce(Subquery(first_image, output_field=CharField()), Value("")),
        unit=F("offer__unit"),
        moq=F("offer__moq"),
        order_multiple=F("offer__order_multiple"),
        is_mixable=F("offer__is_mixable"),
        price_kind=F("offer__price_kind"),
        own_weight_grams=Coalesce("weight_grams", "offer__weight_grams"),
        lead_time_days=F("offer__lead_time_days"),
        mix_quantity=F("offer__supplier__mix_batch_rule__min_quantity"),
        mix_amount_fen=F("offer__supplier__mix_batch_rule__min_amount_fen"),
        on_sale=Case(When(is_on_sale, then=True), default=False),
        available=Coalesce(F("stock__on_hand") - F("stock__reserved"), 0),
    )


def _tiers_of(offer_ids: set[int], *, buyer_id: int, at: datetime) -> dict[int, list[Tier]]:
    columns = ("offer_id", "sku_id", "from_quantity", "unit_price_hao")
    public = PriceTier.objects.filter(offer_id__in=offer_ids).order_by()
    private = PrivatePrice.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), offer_id__in=offer_ids)
    both = public.values_list(*columns, Value(0)).union(
        private.filter(buyer_id=buyer_id).values_list(*columns, Value(1)), all=True
    )
    tiers: dict[int, list[Tier]] = defaultdict(list)
    for offer_id, sku_id, from_quantity, unit_price_hao, is_private in both:
        tiers[offer_id].append(Tier(sku_id, from_quantity, unit_price_hao, bool(is_private)))
    return tiers


def _terms(row: dict[str, Any], tiers: list[Tier]) -> SkuTerms:
    weight_grams = row.pop("own_weight_grams")
    mix_batch = _mix_batch(row.pop("mix_quantity"), row.pop("mix_amount_fen"))
    mine = sorted(
        (tier for tier in tiers if tier.sku_id in (None, row["sku_id"])),
        key=lambda tier: (tier.is_private, tier.from_quantity),
    )
    return SkuTerms(**row, weight_grams=weight_grams, tiers=tuple(mine), mix_batch=mix_batch)


def _mix_batch(pieces: int | None, fen: int | None) -> MixBatch | None:
    if pieces is None and fen is None:
        return None
    return MixBatch(pieces, None if fen is None else Money(fen))
