"""Work orders and floor reports as API clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from huopan.api.base import Count, Id, Moment, QuerySchema, Schema
from huopan.api.orders.cart_shapes import RefusalOut
from huopan.domains.production.models import FloorReport, WorkOrder, WorkOrderStep
from huopan.kernel.refusal import RefusedError

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Place = Annotated[int, Field(ge=1, le=1000, description="The operation's place in the routing, from 1")]


class Listing(QuerySchema):
    state: WorkOrder.State | None = None
    source: str = Field("", max_length=80, description="Only those for this, such as an order's number")


class ReleaseIn(Schema):
    demand_ids: list[Id] = Field(min_length=1, max_length=100)


class CancelIn(Schema):
    because: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    is_begun_too: bool = Field(False, description="Also one that has been started")


class ReportIn(Schema):
    """`good` and `scrap` go with pieces made, `reason` with a stop, `machine_id` with a start."""

    client_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)] = Field(
        description="Made by you, new for each report: the same one again is the same report"
    )
    operation: Place
    kind: Literal["start", "good", "stop", "resume"]
    good: Count = 0
    scrap: Count = 0
    reason: Reason = ""
    machine_id: Id | None = Field(None, description="Start on this machine of the work centre; null: as planned")


class CorrectionIn(Schema):
    """How many pieces the report should have said; 0 and 0 undoes it."""

    client_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)] = Field(
        description="Made by you, new for each correction: the same one again is the same correction"
    )
    good: Count
    scrap: Count = 0
    because: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class BreakdownIn(Schema):
    """The machine of a running operation is broken, and back at about `ends_at`."""

    client_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)] = Field(
        description="Made by you, new for each report: the same one again is the same report"
    )
    operation: Place
    ends_at: Moment
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    note: Reason = ""


class OperationOut(Schema):
    place: int
    code: str
    name_zh: str
    name_en: str
    state: str
    work_centre_id: int
    work_centre_code: str
    machine_id: int | None
    planned_start_at: datetime
    planned_end_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    issued: int
    good: int
    scrap: int

    @classmethod
    def of(cls, step: WorkOrderStep) -> OperationOut:
        alike = set(cls.model_fields) - {"place", "work_centre_code"}
        return cls(
            **{name: getattr(step, name) for name in alike},
            place=step.position + 1,
            work_centre_code=step.work_centre.code,
        )


class WorkOrderOut(Schema):
    number: str
    state: str
    demand_id: int
    title: str
    source_kind: str
    source_reference: str
    quantity: int
    missing: int = Field(description="Pieces that did not come good, once it is made")
    promised_at: datetime | None
    released_at: datetime | None
    produced_at: datetime | None
    packed_at: datetime | None
    closed_at: datetime | None
    closed_because: str
    operations: list[OperationOut]

    @classmethod
    def of(cls, order: WorkOrder) -> WorkOrderOut:
        own = ("number", "state", "demand_id", "quantity", "missing")
        moments = ("released_at", "produced_at", "packed_at", "closed_at")
        wanted = ("title", "source_kind", "source_reference", "promised_at")
        return cls(
            **{name: getattr(order, name) for name in (*own, *moments, "closed_because")},
            **{name: getattr(order.demand, name) for name in wanted},
            operations=[OperationOut.of(step) for step in order.steps.all()],
        )


class WorkOrderStateOut(Schema):
    number: str
    state: str

    @classmethod
    def of(cls, order: WorkOrder) -> WorkOrderStateOut:
        return cls(number=order.number, state=order.state)


class ReleasedOut(Schema):
    demand_id: int
    number: str | None = Field(description="The work order; null when it was refused")
    refusal: RefusalOut | None

    @classmethod
    def of(cls, demand_id: int, came: WorkOrder | RefusedError) -> ReleasedOut:
        if isinstance(came, RefusedError):
            return cls(demand_id=demand_id, number=None, refusal=RefusalOut.of(came))
        return cls(demand_id=demand_id, number=came.number, refusal=None)


class ReleasedAllOut(Schema):
    items: list[ReleasedOut]


class ReportOut(Schema):
    """`good` and `scrap` of a correction are how many more or, negative, fewer there are than `corrects_id` said."""

    id: int
    client_id: str
    kind: str
    corrects_id: int | None
    good: int
    scrap: int
    reason: str
    at: datetime

    @classmethod
    def of(cls, report: FloorReport) -> ReportOut:
        return cls(id=report.pk, **{name: getattr(report, name) for name in set(cls.model_fields) - {"id"}})
