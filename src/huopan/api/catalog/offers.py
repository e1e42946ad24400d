"""Offers to look at: the market's, and to a seller its own drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.core.files.storage import default_storage
from ninja import Query
from pydantic import Field

from huopan.api.base import Asking, Id, Schema
from huopan.api.catalog.routing import router
from huopan.api.paging import Page, Paging, page_from, position
from huopan.api.writing import reads
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer


class OfferFilters(Paging):
    supplier_id: Id | None = None
    category: str = Field("", max_length=40, description="A category's code; offers of those below it count too")
    state: Literal["", "draft", "published", "suspended"] = ""


class SupplierOut(Schema):
    id: int
    name_zh: str
    name_en: str


class OfferSummaryOut(Schema):
    id: int
    code: str
    title_zh: str
    title_en: str
    category: str
    supplier: SupplierOut
    state: str
    image: str | None
    unit: str
    moq: int
    price_kind: str
    price_from_hao: int | None
    price_to_hao: int | None
    lead_time_days: int


class PictureOut(Schema):
    id: int
    url: str
    width: int
    height: int


class SkuOut(Schema):
    id: int
    code: str
    spec: dict[str, str]
    barcode: str
    weight_grams: int
    is_active: bool
    available: int


class TierOut(Schema):
    """`sku_id` null: for the whole offer. `is_private`: yours alone."""

    sku_id: int | None
    from_quantity: int
    unit_price_hao: int
    is_private: bool


class MixBatchOut(Schema):
    min_quantity: int | None
    min_amount_fen: int | None


class OfferOut(Schema):
    id: int
    code: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    category: str
    attributes: dict[str, str | int | float | bool]
    supplier: SupplierOut
    state: str
    suspended_because: str
    price_kind: str
    unit: str
    moq: int
    order_multiple: int
    is_mixable: bool
    mix_batch: MixBatchOut | None
    dropship_price_hao: int | None
    sample_price_hao: int | None = Field(description="Of one sample; 0 for free, null where none is given")
    sample_days: int | None = Field(description="A sample leaves within so many days; null where none is given")
    lead_time_days: int
    weight_grams: int
    skus: list[SkuOut]
    tiers: list[TierOut]
    pictures: list[PictureOut]
    changed_at: datetime


@router.get("/offers", response=Page[OfferSummaryOut])
@reads(public=True)
def offers(request: Asking, filters: Query[OfferFilters]) -> Page[OfferSummaryOut]:
    """Published offers, newest first; to a seller its own in every state."""
    found = queries.offer_summaries(
        request.actor,
        limit=filters.limit + 1,
        before=position(filters.cursor) if filters.cursor else None,
        supplier_id=filters.supplier_id,
        category=filters.category,
        state=filters.state,
    )
    return page_from(found, limit=filters.limit, show=_summary, place=lambda row: row.offer_id)


@router.get("/offers/{offer_id}", response=OfferOut)
@reads(public=True)
def offer(request: Asking, offer_id: Id) -> OfferOut:
    """One offer with its SKUs, prices (your private ones included) and pictures."""
    return shown(queries.offer_view(offer_id, by=request.actor, at=request.at))


def shown(view: queries.OfferView) -> OfferOut:
    row = view.offer
    return OfferOut(
        id=row.pk,
        code=row.code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        description_zh=row.description_zh,
        description_en=row.description_en,
        category=row.category.code,
        attributes=row.attributes,
        supplier=_supplier(row),
        state=row.state,
        suspended_because=row.suspended_because,
        price_kind=row.price_kind,
        unit=row.unit,
        moq=row.moq,
        order_multiple=row.order_multiple,
        is_mixable=row.is_mixable,
        mix_batch=_mix_batch(view.mix_batch),
        dropship_price_hao=row.dropship_price_hao,
        sample_price_hao=row.sample_price_hao,
        sample_days=row.sample_days,
        lead_time_days=row.lead_time_days,
        weight_grams=row.weight_grams,
        skus=[_sku(sku) for sku in view.skus],
        tiers=[
            TierOut(
                sku_id=tier.sku_id,
                from_quantity=tier.from_quantity,
                unit_price_hao=tier.unit_price_hao,
                is_private=tier.is_private,
            )
            for tier in view.tiers
        ],
        pictures=[picture_out(picture) for picture in view.pictures],
        changed_at=row.changed_at,
    )


def picture_out(picture: queries.Picture) -> PictureOut:
    url = default_storage.url(picture.file)
    return PictureOut(id=picture.image_id, url=url, width=picture.width, height=picture.height)


def _mix_batch(rule: queries.MixBatch | None) -> MixBatchOut | None:
    if rule is None:
        return None
    return MixBatchOut(min_quantity=rule.min_quantity, min_amount_fen=rule.min_amount.fen if rule.min_amount else None)


def _summary(row: queries.OfferSummary) -> OfferSummaryOut:
    return OfferSummaryOut(
        id=row.offer_id,
        code=row.code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        category=row.category,
        supplier=SupplierOut(id=row.supplier_id, name_zh=row.supplier_name_zh, name_en=row.supplier_name_en),
        state=row.state,
        image=default_storage.url(row.image) if row.image else None,
        unit=row.unit,
        moq=row.moq,
        price_kind=row.price_kind,
        price_from_hao=row.price_from_hao,
        price_to_hao=row.price_to_hao,
        lead_time_days=row.lead_time_days,
    )


def _supplier(row: Offer) -> SupplierOut:
    return SupplierOut(id=row.supplier_id, name_zh=row.supplier.name_zh, name_en=row.supplier.name_en)


def _sku(sku: queries.SkuView) -> SkuOut:
    return SkuOut(
        id=sku.sku_id,
        code=sku.code,
        spec=sku.spec,
        barcode=sku.barcode,
        weight_grams=sku.weight_grams,
        is_active=sku.is_active,
        available=sku.available,
    )
