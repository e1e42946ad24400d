"""The tables of a factory as rows, read together: a board stands in twenty of them and asks the database once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huopan.domains.production.models import (
    BomLine,
    CapacityHold,
    Changeover,
    DayException,
    Demand,
    Downtime,
    Machine,
    Material,
    MaterialArrival,
    MaterialClaim,
    PlannedStep,
    PlanningTerms,
    PlanVersion,
    PoolMember,
    ProductionPool,
    Recipe,
    Routing,
    RoutingStep,
    StepOption,
    WeeklyShift,
    WorkCentre,
    WorkOrder,
    WorkOrderStep,
)
from huopan.domains.production.rules.states import POOLED, PROMISED
from huopan.infra.together import Part, Together, tie

RECENT = timedelta(days=2)  # a step may have begun before a downtime that is over
WORDS = {"promised": PROMISED, "pooled": POOLED, "on_floor": ("released", "in_progress", "on_hold", "produced")}
CALENDARS = {
    "shifts": Part(
        WeeklyShift, "calendar_id IN (SELECT id FROM production_workingcalendar WHERE factory_id = %(factory)s)"
    ),
    "days": Part(
        DayException, "calendar_id IN (SELECT id FROM production_workingcalendar WHERE factory_id = %(factory)s)"
    ),
}
SHOP = CALENDARS | {
    "centres": Part(WorkCentre, "factory_id = %(factory)s"),
    "machines": Part(Machine, "work_centre_id IN (SELECT id FROM centre)"),
    "downs": Part(Downtime, "machine_id IN (SELECT id FROM machine) AND ends_at > %(recently)s"),
    "changeovers": Part(Changeover, "work_centre_id IN (SELECT id FROM centre)"),
}
SHOP_NAMED = {
    "centre": "SELECT id FROM production_workcentre WHERE factory_id = %(factory)s",
    "machine": "SELECT id FROM production_machine WHERE work_centre_id IN (SELECT id FROM centre)",
}
BOARD = SHOP | {
    "terms": Part(PlanningTerms, "factory_id = %(factory)s"),
    "versions": Part(PlanVersion, "factory_id = %(factory)s AND is_current"),
    "promised": Part(Demand, "factory_id = %(factory)s AND state IN {promised}"),
    "held": Part(Demand, "id IN (SELECT demand_id FROM held)"),
    "holds": Part(CapacityHold, "id IN (SELECT id FROM held)"),
    "recipes": Part(Recipe, "id IN (SELECT recipe_id FROM on_board)"),
    "routings": Part(Routing, "id IN (SELECT routing_id FROM on_board)"),
    "steps": Part(RoutingStep, "routing_id IN (SELECT routing_id FROM on_board)"),
    "options": Part(
        StepOption,
        "step_id IN (SELECT id FROM production_routingstep WHERE routing_id IN (SELECT routing_id FROM on_board))",
    ),
    "bom_lines": Part(BomLine, "recipe_id IN (SELECT recipe_id FROM on_board)"),
    "materials": Part(Material, "factory_id = %(factory)s"),
    "arrivals": Part(MaterialArrival, "state = 'expected' AND material_id IN (SELECT id FROM material)"),
    "claims": Part(
        MaterialClaim,
        "state = 'open' AND material_id IN (SELECT id FROM material) AND demand_id IN (SELECT id FROM on_board)",
    ),
    "pools": Part(ProductionPool, "factory_id = %(factory)s AND state IN {pooled}"),
    "members": Part(
        PoolMember,
        "left_at IS NULL AND pool_id IN"
        " (SELECT id FROM production_productionpool WHERE factory_id = %(factory)s AND state IN {pooled})",
    ),
    "work_orders": Part(WorkOrder, "id IN (SELECT id FROM on_floor)"),
    "begun": Part(
        WorkOrderStep,
        "work_order_id IN (SELECT id FROM on_floor) AND started_at IS NOT NULL AND machine_id IS NOT NULL",
    ),
    "planned": Part(
        PlannedStep,
        "demand_id IN (SELECT id FROM on_board) AND plan_id IN"
        " (SELECT id FROM production_planversion WHERE factory_id = %(factory)s AND is_current)",
    ),
}
BOARD_NAMED = SHOP_NAMED | {
    "material": "SELECT id FROM production_material WHERE factory_id = %(factory)s",
    "held": (
        "SELECT id, demand_id FROM production_capacityhold"
        " WHERE factory_id = %(factory)s AND state = 'active' AND expires_at > %(at)s"
    ),
    "on_board": (
        "SELECT id, recipe_id, routing_id FROM production_demand WHERE factory_id = %(factory)s"
        " AND (state IN {promised} OR id IN (SELECT demand_id FROM held) OR id IN {also})"
    ),
    "on_floor": (
        "SELECT id FROM production_workorder WHERE factory_id = %(factory)s AND state IN {on_floor}"
        " AND demand_id IN (SELECT id FROM production_demand WHERE factory_id = %(factory)s AND state = 'released')"
    ),
}
_CALENDARS = Together(CALENDARS)
_SHOP = Together(SHOP, SHOP_NAMED)
_BOARD = Together(BOARD, BOARD_NAMED, WORDS, lists={"also": "bigint"})


@dataclass(frozen=True)
class CalendarRows:
    shifts: list[WeeklyShift]
    days: list[DayException]


@dataclass(frozen=True)
class ShopRows(CalendarRows):
    """All centres and machines, used or not."""

    centres: list[WorkCentre]
    machines: list[Machine]
    downs: list[Downtime]
    changeovers: list[Changeover]


@dataclass(frozen=True)
class BoardRows(ShopRows):
    """`held`: the demands of `holds`. Recipes, routings, steps, options and bills of materials are of every demand."""

    terms: list[PlanningTerms]
    versions: list[PlanVersion]
    promised: list[Demand]
    held: list[Demand]
    holds: list[CapacityHold]
    recipes: list[Recipe]
    routings: list[Routing]
    steps: list[RoutingStep]
    options: list[StepOption]
    bom_lines: list[BomLine]
    materials: list[Material]
    arrivals: list[MaterialArrival]
    claims: list[MaterialClaim]
    pools: list[ProductionPool]
    members: list[PoolMember]
    work_orders: list[WorkOrder]
    begun: list[WorkOrderStep]
    planned: list[PlannedStep]


def calendar_rows(factory_id: int) -> CalendarRows:
    """One statement."""
    return CalendarRows(**_CALENDARS.read(factory=factory_id))


def shop_rows(factory_id: int, at: datetime) -> ShopRows:
    """One statement."""
    rows = ShopRows(**_SHOP.read(factory=factory_id, recently=at - RECENT))
    tie(rows.machines, work_centre=_by_id(rows.centres))
    return rows


def board_rows(factory_id: int, at: datetime, also: Collection[int] = ()) -> BoardRows:
    """What stands on the board at `at` and what the demands `also` need; each row knows those it refers to. One
    statement."""
    rows = BoardRows(**_BOARD.read(factory=factory_id, at=at, recently=at - RECENT, also=also))
    centres, machines = _by_id(rows.centres), _by_id(rows.machines)
    demands = _by_id([*rows.promised, *rows.held])
    tie(rows.machines, work_centre=centres)
    tie([*rows.promised, *rows.held], recipe=_by_id(rows.recipes), routing=_by_id(rows.routings))
    tie(rows.holds, demand=demands)
    tie(rows.options, work_centre=centres)
    tie(rows.bom_lines, component=_by_id(rows.materials))
    tie(rows.pools, machine=machines)
    tie(rows.members, pool=_by_id(rows.pools))
    tie(rows.begun, work_order=_by_id(rows.work_orders), work_centre=centres, machine=machines)
    tie(rows.planned, work_centre=centres, machine=machines)
    return rows


def _by_id(rows: Collection[Any]) -> dict[int, Any]:
    return {row.pk: row for row in rows}
