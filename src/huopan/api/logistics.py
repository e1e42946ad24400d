"""Freight templates, what carrying costs, shipments and where they were seen."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Fen, Id, Moment, Number, QuerySchema, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics import queries
from huopan.domains.logistics.models import FreightTemplate, Parcel, Shipment, TrackingEvent
from huopan.domains.logistics.rules import Zone
from huopan.domains.orders import queries as orders

router = Router(tags=["logistics"])
Grams = Annotated[int, Field(ge=1, le=1_000_000)]
Prefix = Annotated[str, StringConstraints(max_length=6)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Pieces = Annotated[int, Field(ge=1, le=1_000_000)]


class ZoneShape(Schema):
    divisions: list[Prefix] = Field(
        min_length=1,
        max_length=400,
        description="First digits of division codes: 44 is Guangdong, 4403 Shenzhen; an empty text is everywhere else",
        examples=[["44", "3507"]],
    )
    first_weight_grams: Grams = Field(description="What the first fee covers", examples=[1000])
    first_fee_fen: Fen
    next_weight_grams: Grams = Field(description="Each begun step beyond it", examples=[1000])
    next_fee_fen: Fen

    def zone(self) -> Zone:
        return Zone(**{**self.model_dump(), "divisions": tuple(self.divisions)})


class TemplateIn(Schema):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    origin_code: Code = Field(description="Division the goods leave from", examples=["440305"])
    zones: list[ZoneShape] = Field(min_length=1, max_length=100)
    free_from_fen: Fen | None = Field(None, description="Goods worth this much travel free; null: never")
    is_default: bool = False


class TemplateOut(TemplateIn):
    id: int

    @classmethod
    def of(cls, template: FreightTemplate) -> TemplateOut:
        return cls(
            id=template.pk,
            name=template.name,
            origin_code=template.origin_id,
            zones=[ZoneShape(**zone) for zone in template.zones],
            free_from_fen=template.free_from_fen,
            is_default=template.is_default,
        )


class OfferFreightIn(Schema):
    template_id: Id | None = Field(description="One of your templates; null: your default one")


class QuoteQuery(QuerySchema):
    sku_id: Id
    quantity: Pieces
    division_code: Code = Field(examples=["440305"])


class QuoteOut(Schema):
    freight_fen: int


class SightingOut(Schema):
    kind: Literal["collected", "passed", "delivered", "lost"]
    place: str
    told_by: Literal["carrier", "supplier"]
    at: datetime

    @classmethod
    def of(cls, event: TrackingEvent) -> SightingOut:
        return cls(kind=event.kind, place=event.place, told_by=event.told_by, at=event.at)  # type: ignore[arg-type]


class ParcelOut(Schema):
    id: int
    carrier: str
    waybill_number: str
    state: Literal["booked", "in_transit", "delivered", "lost"]
    collected_at: datetime | None
    delivered_at: datetime | None
    sightings: list[SightingOut]

    @classmethod
    def of(cls, parcel: Parcel) -> ParcelOut:
        return cls(
            id=parcel.pk,
            carrier=parcel.carrier,
            waybill_number=parcel.waybill_number,
            state=parcel.state,  # type: ignore[arg-type]
            collected_at=parcel.collected_at,
            delivered_at=parcel.delivered_at,
            sightings=[SightingOut.of(event) for event in parcel.tracking.all()],
        )


class ShipmentOut(Schema):
    id: int
    order_number: str
    supplier_id: int
    buyer_id: int
    shipped_at: datetime
    contents: list[dict[str, Any]]
    parcels: list[ParcelOut]

    @classmethod
    def of(cls, shipment: Shipment) -> ShipmentOut:
        return cls(
            id=shipment.pk,
            order_number=shipment.reference,
            supplier_id=shipment.supplier_id,
            buyer_id=shipment.buyer_id,
            shipped_at=shipment.shipped_at,
            contents=shipment.contents,
            parcels=[ParcelOut.of(parcel) for parcel in shipment.parcels.all()],
        )


class ShipmentQuery(QuerySchema):
    order_number: Number | None = Field(None, description="Only those of this order")


class SightingIn(Schema):
    kind: Literal["collected", "passed", "delivered", "lost"]
    seen_at: Moment
    place: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""


@router.get("/freight-templates", response=Page[TemplateOut], summary="Your freight templates")
@reads("offers.read")
def list_freight_templates(request: Asking, paging: Query[Paging]) -> Page[TemplateOut]:
    return page_of(queries.freight_templates(request.actor), paging=paging, show=TemplateOut.of)


@router.post("/freight-templates", response=TemplateOut, summary="Say what carrying costs, by division and weight")
@writes("offers.write")
def create_freight_template(request: Asking, body: TemplateIn) -> TemplateOut:
    return _saved(request, body)


@router.put("/freight-templates/{template_id}", response=TemplateOut, summary="Change a freight template")
@writes("offers.write")
def change_freight_template(request: Asking, template_id: Id, body: TemplateIn) -> TemplateOut:
    return _saved(request, body, template_id)


@router.delete("/freight-templates/{template_id}", response={204: None}, summary="Forget a freight template")
@writes("offers.write")
def remove_freight_template(request: Asking, template_id: Id) -> None:
    logistics.remove_freight_template(template_id=template_id, by=request.actor, at=request.at)


@router.put("/offers/{offer_id}/freight", response={204: None}, summary="Have an offer ship by a template of its own")
@writes("offers.write")
def set_offer_freight(request: Asking, offer_id: Id, body: OfferFreightIn) -> None:
    logistics.set_offer_freight(offer_id=offer_id, template_id=body.template_id, by=request.actor, at=request.at)


@router.get("/freight-quote", response=QuoteOut, summary="What carrying some pieces to a place costs")
@reads(public=True)
def quote_freight(request: Asking, asked: Query[QuoteQuery]) -> QuoteOut:
    freight = orders.freight_of(
        asked.sku_id, asked.quantity, asked.division_code, buyer_id=request.actor.party_id, at=request.at
    )
    return QuoteOut(freight_fen=freight.fen)


@router.get("/shipments", response=Page[ShipmentOut], summary="What you sent and what is on its way to you")
@reads("buy", "sell")
def list_shipments(request: Asking, of: Query[ShipmentQuery], paging: Query[Paging]) -> Page[ShipmentOut]:
    shipments = queries.shipments_seen(request.actor, of.order_number or "")
    return page_of(shipments, paging=paging, show=ShipmentOut.of)


@router.post("/parcels/{parcel_id}/sightings", response=ParcelOut, summary="Say yourself where a parcel was seen")
@writes("sell")
def tell_sighting(request: Asking, parcel_id: Id, body: SightingIn) -> ParcelOut:
    parcel = queries.own_parcel(parcel_id, request.actor)
    moved = logistics.record_tracking(
        carrier=parcel.carrier,
        waybill_number=parcel.waybill_number,
        kind=body.kind,
        external_id=f"{body.kind}@{body.seen_at.isoformat()}",
        place=body.place,
        seen_at=body.seen_at,
        by=request.actor,
        at=request.at,
    )
    return ParcelOut.of(moved)


def _saved(request: Asking, body: TemplateIn, template_id: int | None = None) -> TemplateOut:
    saved = logistics.save_freight_template(
        template_id=template_id,
        name=body.name,
        origin_code=body.origin_code,
        zones=[shape.zone() for shape in body.zones],
        free_from_fen=body.free_from_fen,
        is_default=body.is_default,
        by=request.actor,
        at=request.at,
    )
    return TemplateOut.of(saved)
