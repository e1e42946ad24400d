"""Materials: what is there, what is coming, what to order."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Count, Fen, Id, Moment, Quantity, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.production.setting_up import Code, ComponentIn
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Material, MaterialArrival
from huopan.domains.production.policies import must_plan

router = Router()


class MaterialIn(Schema):
    code: Code
    name_zh: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    name_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    unit: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)] = "件"
    unit_fen: Fen = 0
    lead_time_days: Annotated[int, Field(ge=0, le=365)] = 0
    lot_size: Quantity = 1
    minimum: Count = 0
    made_of: list[ComponentIn] = Field([], max_length=200, description="When it is made here")


class MaterialOut(Schema):
    id: int
    code: str
    name_zh: str
    name_en: str
    unit: str
    unit_fen: int
    lead_time_days: int
    lot_size: int
    minimum: int
    on_hand: int
    reserved: int

    @classmethod
    def of(cls, material: Material) -> MaterialOut:
        return cls(id=material.pk, **{name: getattr(material, name) for name in set(cls.model_fields) - {"id"}})


class CountIn(Schema):
    on_hand: Count


class ArrivalIn(Schema):
    quantity: Quantity
    expected_at: Moment
    reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class DelayIn(Schema):
    expected_at: Moment


class ArrivalOut(Schema):
    id: int
    material_id: int
    quantity: int
    expected_at: datetime
    state: str
    reference: str

    @classmethod
    def of(cls, arrival: MaterialArrival) -> ArrivalOut:
        return cls(id=arrival.pk, **{name: getattr(arrival, name) for name in set(cls.model_fields) - {"id"}})


class ToOrderOut(Schema):
    """`there_at`: when it can be there at the earliest; `is_late`: that is after it is needed."""

    material_id: int
    code: str
    quantity: int
    order_at: datetime
    needed_at: datetime
    there_at: datetime
    is_late: bool
    is_made: bool
    cost_fen: int
    reasons: list[str]


class ToOrderAllOut(Schema):
    items: list[ToOrderOut]


@router.get("/materials", response=Page[MaterialOut], summary="Your materials")
@reads("plan")
def list_materials(request: Asking, paging: Query[Paging]) -> Page[MaterialOut]:
    return page_of(Material.objects.visible_to(request.actor).order_by("-id"), paging=paging, show=MaterialOut.of)


@router.post("/materials", response={201: MaterialOut}, summary="Add a material")
@writes("plan")
def add_material(request: Asking, body: MaterialIn) -> MaterialOut:
    return MaterialOut.of(production.save_material(**_fields(body), by=request.actor, at=request.at))


@router.get("/materials/to-order", response=ToOrderAllOut, summary="What to order, soonest first")
@reads("plan")
def materials_to_order(request: Asking) -> ToOrderAllOut:
    """What accepted demands lack after stock and arrivals, in whole lots, set back by lead times."""
    own = ("order_at", "needed_at", "there_at")
    counted = ("quantity", "is_late", "is_made", "cost_fen")
    items = [
        ToOrderOut(
            material_id=each.material.pk,
            code=each.material.code,
            reasons=list(each.suggestion.reasons),
            **{name: getattr(each, name) for name in own},
            **{name: getattr(each.suggestion, name) for name in counted},
        )
        for each in queries.to_order(must_plan(request.actor), request.at)
    ]
    return ToOrderAllOut(items=items)


@router.put("/materials/{material_id}", response=MaterialOut, summary="Change a material")
@writes("plan")
def change_material(request: Asking, material_id: Id, body: MaterialIn) -> MaterialOut:
    changed = production.save_material(**_fields(body), material_id=material_id, by=request.actor, at=request.at)
    return MaterialOut.of(changed)


@router.post("/materials/{material_id}/count", response=MaterialOut, summary="Say how much is really there")
@writes("plan")
def count_material(request: Asking, material_id: Id, body: CountIn) -> MaterialOut:
    counted = production.count_material(material_id=material_id, on_hand=body.on_hand, by=request.actor, at=request.at)
    return MaterialOut.of(counted)


@router.post("/materials/{material_id}/arrivals", response={201: ArrivalOut}, summary="More is on its way")
@writes("plan")
def expect_arrival(request: Asking, material_id: Id, body: ArrivalIn) -> ArrivalOut:
    expected = production.expect_arrival(material_id=material_id, **body.model_dump(), by=request.actor, at=request.at)
    return ArrivalOut.of(expected)


@router.post("/arrivals/{arrival_id}/delay", response=ArrivalOut, summary="It comes at another time")
@writes("plan")
def delay_arrival(request: Asking, arrival_id: Id, body: DelayIn) -> ArrivalOut:
    delayed = production.delay_arrival(
        arrival_id=arrival_id, expected_at=body.expected_at, by=request.actor, at=request.at
    )
    return ArrivalOut.of(delayed)


@router.post("/arrivals/{arrival_id}/receive", response=ArrivalOut, summary="It is here")
@writes("plan")
def receive_arrival(request: Asking, arrival_id: Id) -> ArrivalOut:
    return ArrivalOut.of(production.receive_arrival(arrival_id=arrival_id, by=request.actor, at=request.at))


@router.post("/arrivals/{arrival_id}/cancel", response=ArrivalOut, summary="It does not come")
@writes("plan")
def cancel_arrival(request: Asking, arrival_id: Id) -> ArrivalOut:
    return ArrivalOut.of(production.cancel_arrival(arrival_id=arrival_id, by=request.actor, at=request.at))


def _fields(body: MaterialIn) -> dict[str, Any]:
    made_of = [(each.material, each.millionths) for each in body.made_of]
    return {**body.model_dump(exclude={"made_of"}), "made_of": made_of}
