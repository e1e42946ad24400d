"""Demands, verdicts and plans as API clients see them: the factory's own, never a buyer's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from huopan.api.base import Fen, Id, Moment, Quantity, QuerySchema, Schema
from huopan.domains.production import actions as production
from huopan.domains.production.models import CapacityHold, Demand
from huopan.domains.production.queries import Board, Consequences
from huopan.engines.planning.model import Placement

Because = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Asked(QuerySchema):
    state: Demand.State | None = None


class DemandOut(Schema):
    id: int
    state: str
    title: str
    source_kind: str
    source_reference: str
    buyer_id: int | None
    quantity: int
    traits: dict[str, str]
    wanted_by: datetime | None
    revenue_fen: int
    promised_at: datetime | None
    expected_at: datetime | None
    raised_at: datetime
    decided_at: datetime | None
    closed_because: str

    @classmethod
    def of(cls, demand: Demand) -> DemandOut:
        own = set(cls.model_fields) - {"id", "traits"}
        traits = {str(name): str(value) for name, value in demand.traits.items()}
        return cls(id=demand.pk, traits=traits, **{name: getattr(demand, name) for name in own})


class CostLineOut(Schema):
    kind: str
    code: str
    name_zh: str = ""
    name_en: str = ""
    fen: int
    seconds: int
    pieces: int


class DisplacedOut(Schema):
    demand_id: int
    later_seconds: int


class ArithmeticOut(Schema):
    """Revenue less `lines` is the contribution, to the fen."""

    quantity: int
    revenue_fen: int
    lines: list[CostLineOut]
    contribution_fen: int
    bottleneck: str
    bottleneck_name_zh: str = ""
    bottleneck_name_en: str = ""
    bottleneck_load_pct: int
    bottleneck_seconds: int
    contribution_per_bottleneck_hour_fen: int | None
    bid_hour_fen: int
    least_margin_pct: int
    least_margin_fen: int
    least_price_fen: int
    break_even_quantity: int | None
    displaced: list[DisplacedOut]


class JoinsOut(Schema):
    """The pool it would stand in: its set-up alone, its share of the common one, and what that saves."""

    id: int
    number: str
    closes_at: Moment
    alone_fen: int
    share_fen: int
    saving_fen: int


class CounterOut(Schema):
    """An acceptable change; `price_fen` is the lowest total for it, `pool_id` the pool it would join."""

    change: str
    detail: str
    pool_id: int | None = None
    quantity: int
    finishes_at: Moment
    price_fen: int
    saving_basis_points: int


class VerdictOut(Schema):
    """`refusal` names why it cannot be done as asked, `because` says it. `decided`: for which answer it was kept."""

    answer: Literal["accept", "counter", "decline"]
    judged_at: Moment
    decided: str | None = None
    refusal: str | None = None
    because: str | None = None
    finishes_at: Moment | None = None
    pool: JoinsOut | None = None
    arithmetic: ArithmeticOut | None = None
    counters: list[CounterOut] = []

    @classmethod
    def of(cls, kept: dict[str, Any]) -> VerdictOut:
        return cls.model_validate(kept)


class DeclineIn(Schema):
    because: Because


class CounterIn(Schema):
    """At least one change. `revenue_fen` is for all of it. The offer stands for `hours`, or until the pool closes."""

    wanted_by: Moment | None = None
    revenue_fen: Fen | None = None
    quantity: Quantity | None = None
    colour: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    pool_id: Id | None = None
    hours: Annotated[int, Field(ge=1, le=production.MOST_OFFER_HOURS)] = production.OFFER_HOURS


class HoldOut(Schema):
    id: int
    demand_id: int
    state: str
    promised_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, hold: CapacityHold) -> HoldOut:
        own = set(cls.model_fields) - {"id"}
        return cls(id=hold.pk, **{name: getattr(hold, name) for name in own})


class PlacementOut(Schema):
    """Step `step`, from 0, of a demand: set-up first, then the run until `ends_at`."""

    demand_id: int
    step: int
    work_centre: str
    machine: str
    starts_at: datetime
    setup_seconds: int
    ends_at: datetime
    is_fixed: bool

    @classmethod
    def of(cls, board: Board, placement: Placement) -> PlacementOut:
        return cls(
            demand_id=int(placement.job),
            step=placement.step,
            work_centre=placement.work_centre,
            machine=placement.machine,
            starts_at=board.moment(placement.start),
            setup_seconds=placement.setup,
            ends_at=board.moment(placement.end),
            is_fixed=placement.is_fixed,
        )


class PlanOut(Schema):
    number: int | None = Field(description="The plan's version; null before the first")
    made_at: datetime | None
    why: str
    placements: list[PlacementOut]

    @classmethod
    def of(cls, board: Board) -> PlanOut:
        version = board.version
        return cls(
            number=version.number if version else None,
            made_at=version.made_at if version else None,
            why=version.why if version else "",
            placements=[PlacementOut.of(board, each) for each in board.plan.placements],
        )


class MoveIn(Schema):
    work_centre: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    machine: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    starts_at: Moment


class MoveAsked(QuerySchema):
    work_centre: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    machine: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    starts_at: Moment


class ShiftedOut(Schema):
    demand_id: int
    before: datetime | None
    after: datetime | None
    is_late: bool


class ConsequencesOut(Schema):
    """`setup_seconds`: set-up more in all, or less."""

    setup_seconds: int
    shifted: list[ShiftedOut]

    @classmethod
    def of(cls, found: Consequences) -> ConsequencesOut:
        shifted = [
            ShiftedOut(demand_id=each.demand.pk, before=each.before, after=each.after, is_late=each.is_late)
            for each in found.shifted
        ]
        return cls(setup_seconds=found.setup_seconds, shifted=shifted)


class OutlookOut(Schema):
    """Of one promise: in how many of a hundred days lived it is kept, as things stand and under the question."""

    demand_id: int
    now_pct: int
    then_pct: int
    half_by: datetime | None
    most_by: datetime | None


class OutlooksOut(Schema):
    bottleneck: str
    promises: list[OutlookOut]


class WhatIfIn(QuerySchema):
    kind: Literal["lose_machine", "add_shift"] = "lose_machine"
    machine_id: Id
    starts_at: Moment
    ends_at: Moment
