"""What search takes and shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from django.core.files.storage import default_storage
from pydantic import Field, StringConstraints

from huopan.api.base import LARGEST_AMOUNT, LARGEST_ID, LARGEST_QUANTITY, CredentialKind, PlanCode, QuerySchema, Schema
from huopan.api.paging import LARGEST_PAGE
from huopan.domains.catalog.queries import OfferCard
from huopan.domains.search.queries import Result, WhyLine, why_lines
from huopan.domains.search.rules import FactoryFilters, Filters

MOST_CHOICES = 20
PERCENT = 100
Words = Annotated[str, Field(max_length=200, description="Words in Chinese or English", examples=["保温杯 500ml"])]
Code = Annotated[str, StringConstraints(max_length=40)]
Division = Annotated[str, StringConstraints(pattern=r"^([1-9]\d{5})?$")]
Stated = Annotated[str, StringConstraints(pattern=r"^[^:]{1,40}:[^\n]{1,200}$")]


class Wanted(QuerySchema):
    """All that is given must hold."""

    q: Words = ""
    category: Code = Field("", description="Code of a category; those below it are included")
    division: Division = Field("", description="Official code of a province, city or county")
    belt: Code = Field("", description="Code of an industrial belt")
    supplier_id: int | None = Field(None, ge=1, le=LARGEST_ID)
    supplier_kind: Literal["", "factory", "trader"] = ""
    attribute: list[Stated] = Field(
        [],
        max_length=MOST_CHOICES,
        description="code:value, repeated; of several values of one code one must hold",
        examples=[["material:steel"]],
    )
    process: list[Code] = Field(
        [], max_length=MOST_CHOICES, description="What the supplier can do to it; one must hold"
    )
    credential: list[CredentialKind] = Field(
        [], max_length=MOST_CHOICES, description="What the supplier has proven; each must hold"
    )
    membership: list[PlanCode] = Field(
        [],
        max_length=MOST_CHOICES,
        description="The supplier's plan; one must hold. It counts for no place in the order",
    )
    quantity: int | None = Field(
        None, ge=1, le=LARGEST_QUANTITY, description="Prices and bounds are for so many pieces; none with a larger MOQ"
    )
    min_price_hao: int | None = Field(
        None, ge=0, le=LARGEST_AMOUNT, description="Of the lowest price, or of the price at the quantity; 1/10,000 yuan"
    )
    max_price_hao: int | None = Field(None, ge=0, le=LARGEST_AMOUNT)
    max_moq: int | None = Field(None, ge=1, le=LARGEST_QUANTITY, description="What you can take at least")
    max_ship_days: int | None = Field(None, ge=0, le=365, description="Leaves within so many days")
    min_pickup_pct: int | None = Field(
        None, ge=0, le=PERCENT, description="At least this share of the supplier's orders was picked up within 48 hours"
    )
    in_stock: bool = Field(False, description="Only what can be shipped now")
    small_lot: bool = Field(False, description="Only with an MOQ of ten pieces or fewer")
    dropship: bool = Field(False, description="Only what is sent piece by piece to consumers")
    sample: bool = Field(False, description="Only what a sample is given of, free or paid")
    sort: Literal[
        "relevance", "newest", "price_up", "price_down", "moq_up", "ship_up", "pickup_down", "standing_down"
    ] = "relevance"
    facets: bool = Field(False, description="Count the values that could be chosen")
    why: bool = Field(False, description="Show the arithmetic of each place")
    limit: int = Field(20, ge=1, le=LARGEST_PAGE)
    cursor: str = Field("", max_length=200, description="The “next” of the page before; empty for the first page")

    def filters(self) -> Filters:
        attributes: dict[str, tuple[str, ...]] = {}
        for code, value in (stated.split(":", 1) for stated in self.attribute):
            attributes[code] = (*attributes.get(code, ()), value)
        return Filters(
            category_code=self.category,
            supplier_id=self.supplier_id,
            supplier_kind=self.supplier_kind,
            division_code=self.division,
            belt_code=self.belt,
            attributes=attributes,
            processes=tuple(self.process),
            credentials=tuple(self.credential),
            memberships=tuple(self.membership),
            quantity=self.quantity,
            min_price_hao=self.min_price_hao,
            max_price_hao=self.max_price_hao,
            max_moq=self.max_moq,
            max_ship_days=self.max_ship_days,
            min_pickup_pct=self.min_pickup_pct,
            only_in_stock=self.in_stock,
            only_small_lot=self.small_lot,
            only_dropship=self.dropship,
            only_sample=self.sample,
        )


class WantedFactory(QuerySchema):
    """All that is given must hold; every process, material and credential too, and one of the memberships."""

    q: Words = ""
    process: list[Code] = Field([], max_length=MOST_CHOICES)
    material: list[Code] = Field([], max_length=MOST_CHOICES)
    credential: list[CredentialKind] = Field([], max_length=MOST_CHOICES)
    membership: list[PlanCode] = Field([], max_length=MOST_CHOICES)
    category: Code = ""
    division: Division = ""
    belt: Code = ""
    near: Division = Field("", description="Code of the division that distance is counted from")
    min_machines: int | None = Field(None, ge=0, le=LARGEST_QUANTITY, description="Machines in service")
    min_free_hours: int | None = Field(
        None, ge=0, le=LARGEST_QUANTITY, description="Machine hours of the next seven days that nobody has"
    )
    min_pickup_pct: int | None = Field(None, ge=0, le=PERCENT)
    small_lot: bool = False
    sort: Literal["relevance", "free_down", "pickup_down", "offers_down", "near"] = "relevance"
    why: bool = False
    limit: int = Field(20, ge=1, le=LARGEST_PAGE)
    cursor: str = Field("", max_length=200)

    def filters(self) -> FactoryFilters:
        return FactoryFilters(
            processes=tuple(self.process),
            materials=tuple(self.material),
            credentials=tuple(self.credential),
            memberships=tuple(self.membership),
            category_code=self.category,
            division_code=self.division,
            belt_code=self.belt,
            near=self.near,
            min_machines=self.min_machines,
            min_free_hours=self.min_free_hours,
            min_pickup_pct=self.min_pickup_pct,
            only_small_lot=self.small_lot,
        )


class WhyOut(Schema):
    """One line of the arithmetic; the first is the relevance, and the product of all factors is the score."""

    signal: str
    label: str
    measured: str
    factor: float


class OfferOut(Schema):
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


class FoundOffer(OfferOut):
    price_hao: int | None = Field(description="A piece at the quantity asked for; null while the index is being built")
    pickup_pct: int | None = Field(description="Picked up within 48 hours, of orders of ninety days; null below five")
    kept_pct: int | None = Field(description="Ended without refund or refusal; null below five orders")
    same_goods: list[int] = Field(description="Offers of the same goods that this one stands for")
    why: list[WhyOut] | None = Field(description="Null unless asked for, and where another order was")


class FoundOffers(Schema):
    items: list[FoundOffer]
    next: str | None
    total: int | None = Field(description="Null while the search index is being built")
    facets: dict[str, dict[str, int]] | None = Field(
        description=(
            "How many have each value. Attribute values are code=value, cities the first four digits of a division. "
            "Bands are numbered from 0, and begin: price at 0, 1, 5, 20, 100, 500 yuan; moq at 1, 2, 11, 100, 1000 "
            "pieces; ship at 0, 2, 3, 4, 8, 16 days; pickup unknown, then at 0, 70, 80, 88, 95 percent"
        )
    )
    placed: list[OfferOut] = Field(description="Paid places, beside the first page; never among the results")
    ignored: list[str] = Field(description="Filters that wait for the search index to be built")
    missing_shards: int = Field(description="Parts of a clustered index that did not answer: some offers may lack")


class FoundFactory(Schema):
    factory_id: int
    name_zh: str
    name_en: str
    division_code: str
    belt_code: str
    machines: dict[str, int] = Field(description="In service, by process")
    free_hours: int | None = Field(description="Machine hours of the next seven days; null where no plan is kept")
    orders_due: int
    collected_in_time: int
    pickup_pct: int | None
    orders_closed: int
    orders_kept: int
    kept_pct: int | None
    offers: int
    least_moq: int
    credentials: list[CredentialKind] = Field(description="What it has proven and still holds")
    membership: PlanCode | None = Field(description="Its plan in force")
    steps_apart: int | None = Field(description="From “near”: 0 the same county, 1 city, 2 province, 3 elsewhere")
    why: list[WhyOut] | None


class FoundFactoriesOut(Schema):
    items: list[FoundFactory]
    next: str | None
    total: int
    facets: dict[str, dict[str, int]]
    is_ready: bool = Field(description="False while the search index is being built")
    missing_shards: int


def card_fields(card: OfferCard) -> dict[str, object]:
    return {
        "offer_id": card.offer_id,
        "title_zh": card.title_zh,
        "title_en": card.title_en,
        "image_url": default_storage.url(card.image) if card.image else "",
        "unit": card.unit,
        "moq": card.moq,
        "is_mixable": card.is_mixable,
        "lead_time_days": card.lead_time_days,
        "from_price_hao": card.from_price_hao,
        "is_in_stock": card.is_in_stock,
        "supplier_id": card.supplier_id,
        "supplier_name_zh": card.supplier_name_zh,
        "supplier_name_en": card.supplier_name_en,
        "division_code": card.division_code,
    }


def offer_why(result: Result) -> list[WhyOut] | None:
    if result.why is None:
        return None
    card = result.card
    lines = why_lines(result.why, conduct=result.conduct, ship_days=card.lead_time_days, is_in_stock=card.is_in_stock)
    return list(shown_why(lines))


def shown_why(lines: Iterator[WhyLine]) -> Iterator[WhyOut]:
    for line in lines:
        yield WhyOut(signal=line.name, label=line.label, measured=line.measured, factor=round(line.factor, 4))
