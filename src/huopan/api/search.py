"""Finding goods."""

from __future__ import annotations

from typing import Literal

from django.core.files.storage import default_storage
from ninja import Query
from pydantic import Field

from huopan.api.base import LARGEST_AMOUNT, LARGEST_ID, LARGEST_QUANTITY, Asking, QuerySchema, Router, Schema
from huopan.api.paging import LARGEST_PAGE, cursor, position
from huopan.api.writing import reads
from huopan.domains.catalog.queries import OfferCard
from huopan.domains.search import queries as search
from huopan.domains.search.rules import Filters

router = Router(tags=["search"])


class Wanted(QuerySchema):
    q: str = Field("", max_length=200, description="Words in Chinese or English", examples=["保温杯 500ml"])
    category: str = Field("", max_length=40, description="Code of a category; those below it are included")
    division: str = Field("", pattern=r"^([1-9]\d{5})?$", description="Official code of a province, city or county")
    belt: str = Field("", max_length=40, description="Code of an industrial belt")
    supplier_id: int | None = Field(None, ge=1, le=LARGEST_ID)
    min_price_hao: int | None = Field(None, ge=0, le=LARGEST_AMOUNT, description="Of the lowest price; 1/10,000 yuan")
    max_price_hao: int | None = Field(None, ge=0, le=LARGEST_AMOUNT)
    max_moq: int | None = Field(None, ge=1, le=LARGEST_QUANTITY, description="What you can take at least")
    in_stock: bool = Field(False, description="Only what can be shipped now")
    sort: Literal["relevance", "newest", "price_up", "price_down", "moq_up"] = "relevance"
    limit: int = Field(20, ge=1, le=LARGEST_PAGE)
    cursor: str = Field("", max_length=200, description="The “next” of the page before; empty for the first page")


class FoundOffer(Schema):
    offer_id: int
    title_zh: str
    title_en: str
    image_url: str = Field(description="Empty when there is no picture")
    unit: str
    moq: int
    is_mixable: bool
    lead_time_days: int
    from_price_hao: int | None = Field(description="The lowest public price; 1/10,000 yuan")
    is_in_stock: bool
    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str
    division_code: str | None


class FoundOffers(Schema):
    items: list[FoundOffer]
    next: str | None
    total: int | None = Field(description="Null while the search index is being built")


@router.get("/search/offers", response=FoundOffers)
@reads(public=True)
def search_offers(request: Asking, wanted: Query[Wanted]) -> FoundOffers:
    """Offers on the market that match, best first. Most of the words must occur; results end after 2,000."""
    found = search.find_offers(
        wanted.q,
        _filters(wanted),
        by=request.actor,
        sort=wanted.sort,
        offset=position(wanted.cursor) if wanted.cursor else 0,
        limit=wanted.limit,
    )
    following = None if found.next_offset is None else cursor(found.next_offset)
    return FoundOffers(items=[_shown(card) for card in found.cards], next=following, total=found.total)


def _filters(wanted: Wanted) -> Filters:
    return Filters(
        category_code=wanted.category,
        supplier_id=wanted.supplier_id,
        division_code=wanted.division,
        belt_code=wanted.belt,
        min_price_hao=wanted.min_price_hao,
        max_price_hao=wanted.max_price_hao,
        max_moq=wanted.max_moq,
        only_in_stock=wanted.in_stock,
    )


def _shown(card: OfferCard) -> FoundOffer:
    return FoundOffer(
        offer_id=card.offer_id,
        title_zh=card.title_zh,
        title_en=card.title_en,
        image_url=default_storage.url(card.image) if card.image else "",
        unit=card.unit,
        moq=card.moq,
        is_mixable=card.is_mixable,
        lead_time_days=card.lead_time_days,
        from_price_hao=card.from_price_hao,
        is_in_stock=card.is_in_stock,
        supplier_id=card.supplier_id,
        supplier_name_zh=card.supplier_name_zh,
        supplier_name_en=card.supplier_name_en,
        division_code=card.division_code,
    )
