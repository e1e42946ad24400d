"""Offers as their seller writes, publishes and withdraws them, and as the operator suspends them."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import Field, StringConstraints

from huopan.api.base import LARGEST_AMOUNT, Asking, Count, Hao, Id, Line, Quantity, Schema
from huopan.api.catalog.offers import OfferOut, shown
from huopan.api.catalog.routing import router
from huopan.api.writing import reads, writes
from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.rules import OfferDraft, SkuDraft, Step
from huopan.kernel.money import UnitPrice

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
LongText = Annotated[str, StringConstraints(max_length=20_000)]
SamplePrice = Annotated[
    int,
    Field(ge=0, le=LARGEST_AMOUNT, description="Of one sample, 1/10,000 yuan; 0 for free, null where none is given"),
]
PriceKind = Literal["fixed", "per_sku", "ladder", "ladder_per_sku"]
AttributeValue = Annotated[str, StringConstraints(max_length=200)] | int | float | bool


class StepIO(Schema):
    from_quantity: Quantity = 1
    unit_price_hao: Hao


class SkuIO(Schema):
    """`ladder`: only for a price kind per SKU. `on_hand` null leaves the stock as it is."""

    code: Code
    spec: dict[str, str] = Field(default_factory=dict, max_length=3)
    barcode: Annotated[str, StringConstraints(max_length=40)] = ""
    weight_grams: Count | None = None
    is_active: bool = True
    ladder: list[StepIO] = Field(default_factory=list, max_length=20)
    on_hand: Count | None = None


class OfferIO(Schema):
    """A whole offer; what is left out of the SKU list goes off sale."""

    code: Code
    category: Annotated[str, StringConstraints(max_length=40)]
    title_zh: Title
    title_en: Title = ""
    description_zh: LongText = ""
    description_en: LongText = ""
    attributes: dict[str, AttributeValue] = Field(default_factory=dict, max_length=100)
    price_kind: PriceKind
    ladder: list[StepIO] = Field(default_factory=list, max_length=20)
    skus: list[SkuIO] = Field(max_length=500)
    unit: Annotated[str, StringConstraints(max_length=20)] = "件"
    moq: Quantity = 1
    order_multiple: Quantity = 1
    is_mixable: bool = True
    dropship_price_hao: Hao | None = None
    sample_price_hao: SamplePrice | None = None
    sample_days: Count | None = Field(None, description="A sample leaves within so many days; null where none is given")
    lead_time_days: Count = 2
    weight_grams: Count = 0


class UnitCostIO(Schema):
    """Null: not known."""

    unit_cost_hao: Hao | None


class SuspensionIn(Schema):
    because: Line


@router.post("/offers", response={201: OfferOut})
@writes("offers.write")
def create_offer(request: Asking, body: OfferIO) -> OfferOut:
    """Write an offer: a draft that only you see until you publish it."""
    made = catalog.create_offer(draft=_draft(body), by=request.actor, at=request.at)
    return _seen(request, made.pk)


@router.get("/offers/{offer_id}/draft", response=OfferIO)
@reads("offers.read", "offers.write")
def offer_as_written(request: Asking, offer_id: Id) -> OfferIO:
    """One of your offers in the shape that PUT takes, to change and send back."""
    row = queries.sellers_own(offer_id, by=request.actor)
    return _written(queries.stored_drafts([row])[row.pk])


@router.put("/offers/{offer_id}", response=OfferOut)
@writes("offers.write")
def change_offer(request: Asking, offer_id: Id, body: OfferIO) -> OfferOut:
    """Make one of your offers say what the body says; the item code stays."""
    catalog.change_offer(offer_id=offer_id, draft=_draft(body), by=request.actor, at=request.at)
    return _seen(request, offer_id)


@router.get("/offers/{offer_id}/unit-cost", response=UnitCostIO)
@reads("offers.read", "offers.write")
def unit_cost(request: Asking, offer_id: Id) -> UnitCostIO:
    """What a piece of one of your offers costs you; nobody else ever reads it."""
    queries.sellers_own(offer_id, by=request.actor)
    return _cost(request, offer_id)


@router.put("/offers/{offer_id}/unit-cost", response=UnitCostIO)
@writes("offers.write")
def set_unit_cost(request: Asking, offer_id: Id, body: UnitCostIO) -> UnitCostIO:
    """Note what a piece costs you; null forgets it."""
    cost = None if body.unit_cost_hao is None else UnitPrice(body.unit_cost_hao)
    catalog.set_unit_cost(offer_id=offer_id, unit_cost=cost, by=request.actor, at=request.at)
    return _cost(request, offer_id)


@router.post("/offers/{offer_id}/publish", response=OfferOut)
@writes("offers.write")
def publish_offer(request: Asking, offer_id: Id) -> OfferOut:
    """Put a draft on the market."""
    catalog.publish_offer(offer_id=offer_id, by=request.actor, at=request.at)
    return _seen(request, offer_id)


@router.post("/offers/{offer_id}/withdraw", response=OfferOut)
@writes("offers.write")
def withdraw_offer(request: Asking, offer_id: Id) -> OfferOut:
    """Take an offer off the market, back to draft; orders placed go on."""
    catalog.withdraw_offer(offer_id=offer_id, by=request.actor, at=request.at)
    return _seen(request, offer_id)


@router.post("/offers/{offer_id}/suspend", response=OfferOut)
@writes("operate")
def suspend_offer(request: Asking, offer_id: Id, body: SuspensionIn) -> OfferOut:
    """Operator: take an offer off the market and tell its seller why."""
    catalog.suspend_offer(offer_id=offer_id, because=body.because, by=request.actor, at=request.at)
    return _seen(request, offer_id)


@router.post("/offers/{offer_id}/unsuspend", response=OfferOut)
@writes("operate")
def unsuspend_offer(request: Asking, offer_id: Id) -> OfferOut:
    """Operator: let a suspended offer back on the market."""
    catalog.unsuspend_offer(offer_id=offer_id, by=request.actor, at=request.at)
    return _seen(request, offer_id)


def _cost(request: Asking, offer_id: int) -> UnitCostIO:
    known = queries.unit_cost(offer_id, by=request.actor)
    return UnitCostIO(unit_cost_hao=None if known is None else known.hao)


def _seen(request: Asking, offer_id: int) -> OfferOut:
    return shown(queries.offer_view(offer_id, by=request.actor, at=request.at))


def _draft(body: OfferIO) -> OfferDraft:
    plain = body.model_dump(exclude={"category", "ladder", "skus", "dropship_price_hao", "sample_price_hao"})
    return OfferDraft(
        **plain,
        category_code=body.category,
        ladder=_steps(body.ladder),
        skus=tuple(SkuDraft(**sku.model_dump(exclude={"ladder"}), ladder=_steps(sku.ladder)) for sku in body.skus),
        dropship_price=None if body.dropship_price_hao is None else UnitPrice(body.dropship_price_hao),
        sample_price=None if body.sample_price_hao is None else UnitPrice(body.sample_price_hao),
    )


def _steps(ladder: list[StepIO]) -> tuple[Step, ...]:
    return tuple(Step(step.from_quantity, UnitPrice(step.unit_price_hao)) for step in ladder)


def _written(draft: OfferDraft) -> OfferIO:
    return OfferIO(
        code=draft.code,
        category=draft.category_code,
        title_zh=draft.title_zh,
        title_en=draft.title_en,
        description_zh=draft.description_zh,
        description_en=draft.description_en,
        attributes=draft.attributes,
        price_kind=cast("PriceKind", draft.price_kind),
        ladder=_ladder(draft.ladder),
        skus=[
            SkuIO(
                code=sku.code,
                spec=sku.spec,
                barcode=sku.barcode,
                weight_grams=sku.weight_grams,
                is_active=sku.is_active,
                ladder=_ladder(sku.ladder),
                on_hand=sku.on_hand,
            )
            for sku in draft.skus
        ],
        unit=draft.unit,
        moq=draft.moq,
        order_multiple=draft.order_multiple,
        is_mixable=draft.is_mixable,
        dropship_price_hao=draft.dropship_price.hao if draft.dropship_price else None,
        sample_price_hao=None if draft.sample_price is None else draft.sample_price.hao,
        sample_days=draft.sample_days,
        lead_time_days=draft.lead_time_days,
        weight_grams=draft.weight_grams,
    )


def _ladder(steps: tuple[Step, ...]) -> list[StepIO]:
    return [StepIO(from_quantity=step.from_quantity, unit_price_hao=step.unit_price.hao) for step in steps]
