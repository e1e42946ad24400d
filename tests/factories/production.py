"""A small factory that can be planned, as rows: quick, and independent of the actions under test.

`a_plannable_factory` has one calendar (Monday to Saturday, 08:00–20:00), two screen-print presses, one dryer and a
recipe for a printed bag; `a_demand` is somebody who wants some.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

from huopan.domains.parties.models import Party
from huopan.domains.production.models import (
    BomLine,
    CapacityBucket,
    CapacityHold,
    Changeover,
    Demand,
    Downtime,
    HeldCapacity,
    Machine,
    Material,
    MaterialArrival,
    PlannedStep,
    PlanVersion,
    PoolMember,
    ProductionPool,
    Recipe,
    Routing,
    RoutingStep,
    StepOption,
    WeeklyShift,
    WorkCentre,
    WorkingCalendar,
    WorkOrder,
    WorkOrderStep,
)
from huopan.kernel.actor import Actor
from tests.factories.catalog import a_seller

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
SCOPES = frozenset({"plan", "floor", "sell", "offers.read", "offers.write"})
_numbers = count(1)


@dataclass(frozen=True)
class Plannable:
    """A factory and what stands in it."""

    factory: Party
    calendar: WorkingCalendar
    press: WorkCentre
    dryer: WorkCentre
    routing: Routing
    recipe: Recipe

    @property
    def planner(self) -> Actor:
        return a_planner(self.factory)


def a_planner(factory: Party, *scopes: str) -> Actor:
    return Actor(party_id=factory.pk, role="planner", scopes=frozenset(scopes) or SCOPES)


def a_calendar(factory: Party | None = None, *, days: int = 6, opens: int = 8, closes: int = 20) -> WorkingCalendar:
    calendar = WorkingCalendar.objects.create(factory=factory or a_seller(), name=f"日历{next(_numbers)}")
    WeeklyShift.objects.bulk_create(
        WeeklyShift(calendar=calendar, weekday=day, opens=time(opens), closes=time(closes % 24)) for day in range(days)
    )
    return calendar


def a_work_centre(
    factory: Party | None = None,
    *,
    calendar: WorkingCalendar | None = None,
    machines: int = 1,
    changeovers: dict[str, int] | None = None,
    **fields: Any,
) -> WorkCentre:
    """A work centre with `machines` machines; `changeovers`: seconds by trait."""
    factory = factory or a_seller()
    number = next(_numbers)
    defaults = {"code": f"WC-{number}", "name_zh": f"工作中心{number}", "name_en": f"Centre {number}", "hour_fen": 6000}
    centre = WorkCentre.objects.create(
        factory=factory, calendar=calendar or a_calendar(factory), **{**defaults, **fields}
    )
    Machine.objects.bulk_create(Machine(work_centre=centre, code=f"M{n + 1}") for n in range(machines))
    Changeover.objects.bulk_create(
        Changeover(work_centre=centre, trait=trait, seconds=seconds) for trait, seconds in (changeovers or {}).items()
    )
    return centre


def a_routing(factory: Party, *centres: WorkCentre, cycle_ms: int = 60_000, **fields: Any) -> Routing:
    """A routing with one step per work centre; the first step asks for the demand's own colour."""
    number = next(_numbers)
    defaults = {
        "code": f"R-{number}",
        "name_zh": f"工艺{number}",
        "name_en": f"Routing {number}",
        "is_approved": True,
        "saved_at": MONDAY,
    }
    routing = Routing.objects.create(factory=factory, **{**defaults, **fields})
    for position, centre in enumerate(centres):
        step = RoutingStep.objects.create(
            routing=routing,
            position=position,
            code=f"S{position + 1}",
            name_zh=f"工序{position + 1}",
            name_en=f"Step {position + 1}",
            traits={"colour": ""} if position == 0 else {},
        )
        StepOption.objects.create(step=step, work_centre=centre, cycle_ms=cycle_ms, is_approved_time=True)
    return routing


def a_recipe(routing: Routing, **fields: Any) -> Recipe:
    number = next(_numbers)
    defaults = {"code": f"RC-{number}", "name": f"印字帆布袋{number}"}
    return Recipe.objects.create(factory=routing.factory, routing=routing, **{**defaults, **fields})


def a_plannable_factory(factory: Party | None = None, *, presses: int = 2) -> Plannable:
    factory = factory or a_seller()
    calendar = a_calendar(factory)
    press = a_work_centre(
        factory,
        calendar=calendar,
        machines=presses,
        changeovers={"colour": 900},
        code="press",
        name_zh="丝印机",
        name_en="Press",
        process="screen_print",
    )
    dryer = a_work_centre(factory, calendar=calendar, code="dryer", name_zh="烘干线", name_en="Dryer")
    routing = a_routing(factory, press, dryer)
    return Plannable(factory, calendar, press, dryer, routing, a_recipe(routing))


def a_demand(shop: Plannable | None = None, **fields: Any) -> Demand:
    """An open demand for 60 pieces in red, wanted in five days."""
    shop = shop or a_plannable_factory()
    number = next(_numbers)
    defaults = {
        "buyer": fields.pop("buyer", None) or a_seller(kind=Party.Kind.BUYER),
        "source_kind": "order",
        "source_reference": f"SO{number}:1",
        "title": f"帆布袋{number}",
        "recipe": shop.recipe,
        "routing": shop.recipe.routing,
        "quantity": 60,
        "traits": {"colour": "red"},
        "wanted_by": MONDAY + timedelta(days=5),
        "revenue_fen": 60_000,
        "raised_at": MONDAY,
    }
    return Demand.objects.create(factory=shop.factory, **{**defaults, **fields})


def an_accepted_demand(shop: Plannable | None = None, **fields: Any) -> Demand:
    """A demand that is promised, but planned nowhere yet."""
    return a_demand(
        shop,
        **{"state": Demand.State.ACCEPTED, "promised_at": MONDAY + timedelta(days=5), "decided_at": MONDAY} | fields,
    )


def a_plan(factory: Party, **fields: Any) -> PlanVersion:
    number = PlanVersion.objects.filter(factory=factory).count() + 1
    PlanVersion.objects.filter(factory=factory).update(is_current=False)
    return PlanVersion.objects.create(
        factory=factory, **{"number": number, "why": "test", "made_at": MONDAY, "is_current": True} | fields
    )


def a_planned_demand(shop: Plannable | None = None, *, starts_at: datetime = MONDAY, **fields: Any) -> Demand:
    """An accepted demand of a plannable factory, in the current plan: a quarter of set-up, then an hour for each step
    of its 60 pieces."""
    demand = an_accepted_demand(shop, **fields)
    plan = PlanVersion.objects.filter(factory=demand.factory, is_current=True).first() or a_plan(demand.factory)
    for step in demand.routing.steps.all():
        option = step.options.get()
        setup_seconds = 900 if step.traits else 0
        ends_at = starts_at + timedelta(seconds=setup_seconds + demand.quantity * 60)
        PlannedStep.objects.create(
            plan=plan,
            demand=demand,
            step=step.position,
            work_centre=option.work_centre,
            machine=option.work_centre.machines.first(),
            starts_at=starts_at,
            setup_seconds=setup_seconds,
            ends_at=ends_at,
        )
        starts_at = ends_at
    demand.expected_at = starts_at
    demand.save(update_fields=["expected_at"])
    return demand


def a_pool(demand_id: int, **fields: Any) -> ProductionPool:
    """An open pool with one demand in it."""
    demand = Demand.objects.get(pk=demand_id)
    defaults = {"number": f"PL{next(_numbers)}", "traits": {"colour": "red"}, "setup_fen": 1500, "opened_at": MONDAY}
    pool = ProductionPool.objects.create(
        factory=demand.factory, **{**defaults, "closes_at": MONDAY + timedelta(days=4)} | fields
    )
    PoolMember.objects.create(pool=pool, demand=demand, alone_fen=1500, share_fen=1500, joined_at=MONDAY)
    return pool


def a_material(factory: Party, *, on_hand: int = 0, **fields: Any) -> Material:
    number = next(_numbers)
    defaults = {"code": f"MAT-{number}", "name_zh": f"物料{number}", "name_en": f"Material {number}", "unit": "pc"}
    return Material.objects.create(factory=factory, on_hand=on_hand, **{**defaults, **fields})


def a_bom_line(recipe: Recipe, component: Material, *, per_piece_millionths: int = 1_000_000) -> BomLine:
    return BomLine.objects.create(recipe=recipe, component=component, quantity_millionths=per_piece_millionths)


def an_arrival(material: Material, quantity: int, expected_at: datetime) -> MaterialArrival:
    return MaterialArrival.objects.create(
        material=material, quantity=quantity, expected_at=expected_at, reference=f"PO{next(_numbers)}"
    )


def a_downtime(machine: Machine, starts_at: datetime = MONDAY, hours: int = 4, **fields: Any) -> Downtime:
    defaults = {"kind": Downtime.Kind.BREAKDOWN, "client_id": f"down-{next(_numbers)}", "reported_at": starts_at}
    return Downtime.objects.create(
        machine=machine, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **{**defaults, **fields}
    )


def a_hold(demand: Demand, *parts: tuple[WorkCentre, int], at: datetime = MONDAY, minutes: int = 120) -> CapacityHold:
    """An active hold of (work centre, seconds) on the day of `at`."""
    hold = CapacityHold.objects.create(
        factory=demand.factory,
        holder=demand.buyer,
        demand=demand,
        promised_at=at + timedelta(days=5),
        held_at=at,
        expires_at=at + timedelta(minutes=minutes),
    )
    for centre, seconds in parts:
        bucket, _ = CapacityBucket.objects.get_or_create(
            work_centre=centre, on=at.date(), defaults={"capacity_seconds": 43_200 * centre.machines.count()}
        )
        CapacityBucket.objects.filter(pk=bucket.pk).update(reserved_seconds=bucket.reserved_seconds + seconds)
        HeldCapacity.objects.create(hold=hold, bucket=bucket, seconds=seconds)
    return hold


def a_work_order(demand: Demand, **fields: Any) -> WorkOrder:
    """A released work order of a planned demand, with an operation for each planned step."""
    number = next(_numbers)
    defaults = {
        "number": f"WO{number}",
        "quantity": demand.quantity,
        "state": WorkOrder.State.RELEASED,
        "made_at": MONDAY,
        "released_at": MONDAY,
    }
    order = WorkOrder.objects.create(factory=demand.factory, demand=demand, **{**defaults, **fields})
    names = {step.position: step for step in demand.routing.steps.all()}
    WorkOrderStep.objects.bulk_create(
        WorkOrderStep(
            work_order=order,
            position=planned.step,
            code=names[planned.step].code,
            name_zh=names[planned.step].name_zh,
            name_en=names[planned.step].name_en,
            work_centre_id=planned.work_centre_id,
            machine_id=planned.machine_id,
            planned_start_at=planned.starts_at,
            planned_end_at=planned.ends_at,
            issued=order.quantity,
        )
        for planned in demand.planned_steps.filter(plan__is_current=True)
    )
    return order
