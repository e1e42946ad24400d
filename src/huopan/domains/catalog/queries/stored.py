"""Stored offers read back as the drafts that would make them: for comparing, editing and exporting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from huopan.domains.catalog.models import Category, Offer, PriceTier, Sku
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.kernel.money import UnitPrice

PLAIN_FIELDS = (
    "code",
    "title_zh",
    "title_en",
    "description_zh",
    "description_en",
    "attributes",
    "price_kind",
    "unit",
    "moq",
    "order_multiple",
    "is_mixable",
    "sample_days",
    "lead_time_days",
    "weight_grams",
)
Ladders = dict[int | None, tuple[Step, ...]]


def stored_drafts(offers: Collection[Offer]) -> dict[int, OfferDraft]:
    """By offer id, three statements however many offers, two when their categories came along; stock as counted now,
    inactive SKUs included."""
    ladders = _ladders([offer.pk for offer in offers])
    skus = _skus([offer.pk for offer in offers], ladders)
    codes = _category_codes(offers)
    return {
        offer.pk: OfferDraft(
            **{name: getattr(offer, name) for name in PLAIN_FIELDS},
            category_code=codes[offer.category_id],
            dropship_price=None if offer.dropship_price_hao is None else UnitPrice(offer.dropship_price_hao),
            sample_price=None if offer.sample_price_hao is None else UnitPrice(offer.sample_price_hao),
            ladder=ladders[offer.pk].get(None, ()),
            skus=tuple(skus[offer.pk]),
        )
        for offer in offers
    }


def _category_codes(offers: Collection[Offer]) -> dict[int, str]:
    if all(Offer.category.is_cached(offer) for offer in offers):
        return {offer.category_id: offer.category.code for offer in offers}
    return dict(Category.objects.filter(pk__in={offer.category_id for offer in offers}).values_list("pk", "code"))


def _ladders(offer_ids: list[int]) -> dict[int, Ladders]:
    ladders: dict[int, Ladders] = defaultdict(dict)
    tiers = PriceTier.objects.filter(offer_id__in=offer_ids).order_by("from_quantity")
    for offer, sku, quantity, hao in tiers.values_list("offer_id", "sku_id", "from_quantity", "unit_price_hao"):
        ladders[offer][sku] = (*ladders[offer].get(sku, ()), Step(quantity, UnitPrice(hao)))
    return ladders


def _skus(offer_ids: list[int], ladders: dict[int, Ladders]) -> dict[int, list[SkuDraft]]:
    skus: dict[int, list[SkuDraft]] = defaultdict(list)
    columns = ("pk", "offer_id", "code", "spec", "barcode", "weight_grams", "is_active", "stock__on_hand")
    rows = Sku.objects.filter(offer_id__in=offer_ids).order_by("offer_id", "position", "pk").values_list(*columns)
    for pk, offer, code, spec, barcode, weight_grams, is_active, on_hand in rows:
        ladder = ladders[offer].get(pk, ())
        skus[offer].append(SkuDraft(code, spec, barcode, weight_grams, is_active, ladder, on_hand))
    return skus
