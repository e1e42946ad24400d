"""What happened in production. A demand's buyer hears what concerns it, never what the work earns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol, Self

from huopan.kernel.event import Event


class Demanded(Protocol):
    """The part of a demand that every event tells."""

    factory_id: int
    buyer_id: int | None
    source_kind: str
    source_reference: str

    @property
    def pk(self) -> Any: ...


class Instructed(Protocol):
    """The part of a work order that every event tells."""

    factory_id: int
    demand_id: int
    number: str

    @property
    def pk(self) -> Any: ...


class Pooled(Protocol):
    """The part of a pool that every event tells."""

    factory_id: int
    number: str

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class _OfFactory(Event):
    """Something a factory set up for itself."""

    about: ClassVar[str] = "factory_id"

    factory_id: int

    @classmethod
    def of(cls, factory_id: int, *, at: datetime, **more: Any) -> Self:
        """For nobody but the factory to hear."""
        return cls(factory_id=factory_id, concerns=(factory_id,), at=at, **more)


@dataclass(frozen=True, kw_only=True)
class PlanningTermsSaved(_OfFactory):
    pass


@dataclass(frozen=True, kw_only=True)
class CalendarSaved(_OfFactory):
    calendar_id: int


@dataclass(frozen=True, kw_only=True)
class CalendarRemoved(_OfFactory):
    """Nothing worked by it any more."""

    calendar_id: int
    called: str


@dataclass(frozen=True, kw_only=True)
class WorkCentreSaved(_OfFactory):
    work_centre_id: int


@dataclass(frozen=True, kw_only=True)
class RoutingSaved(_OfFactory):
    routing_id: int
    code: str
    version: int


@dataclass(frozen=True, kw_only=True)
class RoutingsBroughtIn(_OfFactory):
    """A sheet of routings was stored as a whole."""

    routings: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class RecipeSaved(_OfFactory):
    recipe_id: int


@dataclass(frozen=True, kw_only=True)
class MaterialSaved(_OfFactory):
    material_id: int


@dataclass(frozen=True, kw_only=True)
class ArrivalChanged(_OfFactory):
    """A material is expected at another time than before, was received, or will not come. `state`: the arrival's."""

    arrival_id: int
    material_id: int
    state: str
    expected_at: str


@dataclass(frozen=True, kw_only=True)
class DowntimeReported(_OfFactory):
    machine_id: int
    kind: str
    until: str


@dataclass(frozen=True, kw_only=True)
class DowntimeEnded(_OfFactory):
    machine_id: int


@dataclass(frozen=True, kw_only=True)
class DaysClosed(_OfFactory):
    """The whole factory is closed from one day to another, both included."""

    first: str
    last: str
    because: str


@dataclass(frozen=True, kw_only=True)
class PlanMade(_OfFactory):
    """A new version of the plan is the current one."""

    plan_id: int
    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class _DemandEvent(Event):
    about: ClassVar[str] = "demand_id"

    demand_id: int
    factory_id: int
    buyer_id: int | None
    source_kind: str
    source_reference: str

    @classmethod
    def of(cls, demand: Demanded, *, at: datetime, **more: Any) -> Self:
        """About `demand`, for its factory and its buyer to hear."""
        sides = [party for party in (demand.factory_id, demand.buyer_id) if party]
        return cls(
            demand_id=demand.pk,
            factory_id=demand.factory_id,
            buyer_id=demand.buyer_id,
            source_kind=demand.source_kind,
            source_reference=demand.source_reference,
            concerns=tuple(sides),
            at=at,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class DemandRaised(_DemandEvent):
    quantity: int


@dataclass(frozen=True, kw_only=True)
class CapacityHeld(_DemandEvent):
    hold_id: int
    promised_at: str
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class HoldEnded(_DemandEvent):
    """The capacity is free again. `why`: released or expired."""

    hold_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class DemandAccepted(_DemandEvent):
    promised_at: str


@dataclass(frozen=True, kw_only=True)
class DemandDeclined(_DemandEvent):
    because: str


@dataclass(frozen=True, kw_only=True)
class DemandCountered(_DemandEvent):
    """The factory would make it on other terms until `expires_at`; None or "" where they stay."""

    wanted_by: str | None
    revenue_fen: int | None
    quantity: int | None
    colour: str
    pool_id: int | None
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class CounterAgreed(_DemandEvent):
    """The buyer takes what was offered; its capacity is held."""

    revenue_fen: int
    quantity: int


@dataclass(frozen=True, kw_only=True)
class CounterEnded(_DemandEvent):
    """What was offered instead is over. `why`: declined or expired."""

    why: str


@dataclass(frozen=True, kw_only=True)
class DemandCancelled(_DemandEvent):
    because: str


@dataclass(frozen=True, kw_only=True)
class DemandProduced(_DemandEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class DemandReopened(_DemandEvent):
    """It was said to be made by mistake."""


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(_DemandEvent):
    """What was promised is expected at another time; None: nobody can say when. `is_late`: after what was promised."""

    promised_at: str
    expected_at: str | None
    is_late: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class _PoolEvent(Event):
    """Only the factory hears who shares a set-up with whom."""

    about: ClassVar[str] = "pool_id"

    pool_id: int
    factory_id: int
    number: str

    @classmethod
    def of_pool(cls, pool: Pooled, *, at: datetime, **more: Any) -> Self:
        return cls(
            pool_id=pool.pk,
            factory_id=pool.factory_id,
            number=pool.number,
            concerns=(pool.factory_id,),
            at=at,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class PoolOpened(_PoolEvent):
    closes_at: str


@dataclass(frozen=True, kw_only=True)
class PoolJoined(_PoolEvent):
    """`alone_fen`: what its set-up would cost the demand by itself; `share_fen`: its share of the common one."""

    demand_id: int
    alone_fen: int
    share_fen: int
    closes_at: str


@dataclass(frozen=True, kw_only=True)
class PoolLeft(_PoolEvent):
    demand_id: int


@dataclass(frozen=True, kw_only=True)
class PoolLocked(_PoolEvent):
    """Nobody joins any more. `members`: demands in it; `saving_fen`: what they pay less for set-ups than each alone."""

    members: int
    saving_fen: int


@dataclass(frozen=True, kw_only=True)
class PoolReleased(_PoolEvent):
    """The first of its work orders is on the floor."""


@dataclass(frozen=True, kw_only=True)
class PoolCompleted(_PoolEvent):
    """All of it has run."""


@dataclass(frozen=True, kw_only=True)
class PoolDissolved(_PoolEvent):
    """Nobody is left in it."""


@dataclass(frozen=True, kw_only=True)
class _WorkOrderEvent(Event):
    """Only the factory hears what its floor does."""

    about: ClassVar[str] = "work_order_id"

    work_order_id: int
    demand_id: int
    factory_id: int
    number: str

    @classmethod
    def of_order(cls, order: Instructed, *, at: datetime, **more: Any) -> Self:
        return cls(
            work_order_id=order.pk,
            demand_id=order.demand_id,
            factory_id=order.factory_id,
            number=order.number,
            concerns=(order.factory_id,),
            at=at,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class WorkOrderReleased(_WorkOrderEvent):
    quantity: int


@dataclass(frozen=True, kw_only=True)
class FloorReported(_WorkOrderEvent):
    """The floor said something of an operation. `position`: its place in the routing; `kind`: start, good, stop,
    resume or correct, when `good` and `scrap` are how many more or fewer; `is_done`: with this report the operation
    is."""

    report_id: int
    position: int
    kind: str
    good: int
    scrap: int
    is_done: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class WorkOrderProduced(_WorkOrderEvent):
    """The last operation is done. `good`: pieces that came out of it, of the `wanted`."""

    good: int
    wanted: int


@dataclass(frozen=True, kw_only=True)
class WorkOrderPacked(_WorkOrderEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class WorkOrderClosed(_WorkOrderEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class WorkOrderCancelled(_WorkOrderEvent):
    because: str
