"""Factories' planning in the console: to look at, for plans move by people's actions."""

from __future__ import annotations

from django.contrib import admin
from unfold.decorators import display

from huopan.domains.production.models import (
    CapacityHold,
    Demand,
    HeldCapacity,
    Machine,
    Material,
    MaterialArrival,
    PlannedStep,
    PlanVersion,
    PoolMember,
    ProductionPool,
    WorkCentre,
)
from huopan.infra.console import LookingAdmin, LookingInline

DEMAND_COLOURS = {
    Demand.State.OPEN: "warning",
    Demand.State.HELD: "info",
    Demand.State.ACCEPTED: "success",
    Demand.State.RELEASED: "info",
    Demand.State.PRODUCED: "success",
    Demand.State.DECLINED: "danger",
    Demand.State.CANCELLED: "danger",
}
HOLD_COLOURS = {
    CapacityHold.State.ACTIVE: "info",
    CapacityHold.State.COMMITTED: "success",
    CapacityHold.State.EXPIRED: "warning",
}


POOL_COLOURS = {
    ProductionPool.State.OPEN: "success",
    ProductionPool.State.LOCKED: "warning",
    ProductionPool.State.RELEASED: "info",
}


class HeldCapacityInline(LookingInline):
    model = HeldCapacity
    fields = ("bucket", "seconds")
    ordering = ("bucket_id",)


class MachineInline(LookingInline):
    model = Machine
    fields = ("code", "is_in_service")


class PlannedStepInline(LookingInline):
    model = PlannedStep
    fields = ("demand", "step", "work_centre", "machine", "starts_at", "setup_seconds", "ends_at", "is_fixed")
    ordering = ("starts_at", "id")


class ArrivalInline(LookingInline):
    model = MaterialArrival
    fields = ("reference", "quantity", "expected_at", "state", "received_at")
    ordering = ("expected_at", "id")


@admin.register(Demand)
class DemandAdmin(LookingAdmin):
    list_display = ("title", "quantity", "shown_state", "factory", "buyer", "promised_at", "expected_at")
    list_filter = ("state",)
    list_select_related = ("factory", "buyer")
    search_fields = ("title", "source_reference", "factory__name_zh", "buyer__name_zh")
    ordering = ("-pk",)

    @display(description=Demand._meta.get_field("state").verbose_name, ordering="state", label=DEMAND_COLOURS)
    def shown_state(self, demand: Demand) -> tuple[str, str]:
        return demand.state, str(Demand.State(demand.state).label)


@admin.register(CapacityHold)
class CapacityHoldAdmin(LookingAdmin):
    list_display = ("demand", "shown_state", "factory", "holder", "promised_at", "expires_at")
    list_filter = ("state",)
    list_select_related = ("demand", "factory", "holder")
    search_fields = ("demand__title", "factory__name_zh", "holder__name_zh")
    ordering = ("-pk",)
    inlines = (HeldCapacityInline,)

    @display(description=CapacityHold._meta.get_field("state").verbose_name, ordering="state", label=HOLD_COLOURS)
    def shown_state(self, hold: CapacityHold) -> tuple[str, str]:
        return hold.state, str(CapacityHold.State(hold.state).label)


class PoolMemberInline(LookingInline):
    model = PoolMember
    fields = ("demand", "step", "alone_fen", "share_fen", "joined_at", "left_at")
    ordering = ("id",)


@admin.register(ProductionPool)
class ProductionPoolAdmin(LookingAdmin):
    list_display = ("number", "shown_state", "factory", "machine", "setup_fen", "closes_at", "locked_at")
    list_filter = ("state",)
    list_select_related = ("factory", "machine__work_centre")
    search_fields = ("number", "factory__name_zh")
    ordering = ("-pk",)
    inlines = (PoolMemberInline,)

    @display(description=ProductionPool._meta.get_field("state").verbose_name, ordering="state", label=POOL_COLOURS)
    def shown_state(self, pool: ProductionPool) -> tuple[str, str]:
        return pool.state, str(ProductionPool.State(pool.state).label)


@admin.register(WorkCentre)
class WorkCentreAdmin(LookingAdmin):
    list_display = ("code", "name_zh", "factory", "process", "hour_fen", "is_active")
    list_filter = ("process", "is_active")
    list_select_related = ("factory",)
    search_fields = ("code", "name_zh", "name_en", "factory__name_zh")
    ordering = ("factory_id", "code")
    inlines = (MachineInline,)


@admin.register(PlanVersion)
class PlanVersionAdmin(LookingAdmin):
    list_display = ("number", "factory", "why", "about", "made_at", "is_current")
    list_filter = ("why", "is_current")
    list_select_related = ("factory",)
    search_fields = ("factory__name_zh", "about")
    ordering = ("-pk",)
    inlines = (PlannedStepInline,)


@admin.register(Material)
class MaterialAdmin(LookingAdmin):
    list_display = ("code", "name_zh", "factory", "unit", "on_hand", "reserved", "lead_time_days")
    list_select_related = ("factory",)
    search_fields = ("code", "name_zh", "name_en", "factory__name_zh")
    ordering = ("factory_id", "code")
    inlines = (ArrivalInline,)
