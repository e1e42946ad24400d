"""A factory's tables for planning. One party, the factory, owns each row; times of day are the platform's zone."""

from huopan.domains.production.models.calendars import DayException, WeeklyShift, WorkingCalendar
from huopan.domains.production.models.capacity import CapacityBucket, CapacityHold, HeldCapacity
from huopan.domains.production.models.centres import Changeover, Downtime, Machine, PlanningTerms, WorkCentre
from huopan.domains.production.models.demands import Demand
from huopan.domains.production.models.floor import FloorReport, WorkOrder, WorkOrderStep
from huopan.domains.production.models.materials import BomLine, Material, MaterialArrival, MaterialClaim
from huopan.domains.production.models.plans import PlannedStep, PlanVersion
from huopan.domains.production.models.pools import PoolMember, ProductionPool
from huopan.domains.production.models.routings import Recipe, Routing, RoutingStep, StepOption

__all__ = [
    "BomLine",
    "CapacityBucket",
    "CapacityHold",
    "Changeover",
    "DayException",
    "Demand",
    "Downtime",
    "FloorReport",
    "HeldCapacity",
    "Machine",
    "Material",
    "MaterialArrival",
    "MaterialClaim",
    "PlanVersion",
    "PlannedStep",
    "PlanningTerms",
    "PoolMember",
    "ProductionPool",
    "Recipe",
    "Routing",
    "RoutingStep",
    "StepOption",
    "WeeklyShift",
    "WorkCentre",
    "WorkOrder",
    "WorkOrderStep",
    "WorkingCalendar",
]
