"""The laws of capacity that must hold whatever dies, each one question to the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from huopan.domains.production.models import (
    CapacityBucket,
    CapacityHold,
    Demand,
    FloorReport,
    HeldCapacity,
    Material,
    MaterialClaim,
    PlannedStep,
    PoolMember,
    ProductionPool,
    WorkOrderStep,
)
from huopan.domains.production.rules.states import POOLED, PROMISED
from huopan.infra.checking import invariant

LIVE = ["active", "committed"]


@invariant("C1", "A work centre's day never has more reserved than it has, and exactly what live holds have of it.")
def days_reserved_otherwise_than_held() -> Iterable[str]:
    live: QuerySet[HeldCapacity, Any] = HeldCapacity.objects.filter(bucket=OuterRef("pk"), hold__state__in=LIVE)
    held = Coalesce(Subquery(live.order_by().values("bucket").annotate(all=Sum("seconds")).values("all")), 0)
    rows = CapacityBucket.objects.annotate(held=held).select_related("work_centre")
    for row in rows.filter(~Q(reserved_seconds=F("held")) | Q(reserved_seconds__gt=F("capacity_seconds"))):
        yield f"{row.work_centre} {row.on}: {row.reserved_seconds} of {row.capacity_seconds} reserved, {row.held} held"


@invariant("C2", "A machine of a current plan does one thing at a time.")
def machines_planned_twice() -> Iterable[str]:
    current = PlannedStep.objects.filter(plan__is_current=True, demand__state__in=PROMISED)
    other = current.filter(
        machine=OuterRef("machine"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    ).exclude(pk=OuterRef("pk"))
    for step in current.filter(Exists(other)).select_related("machine"):
        yield f"machine {step.machine_id} ({step.machine}): demand {step.demand_id} overlaps at {step.starts_at}"


@invariant("C3", "An operation never reports more than was issued to it, and exactly what its reports add up to.")
def operations_otherwise_than_reported() -> Iterable[str]:
    reported = WorkOrderStep.objects.annotate(
        good_said=Coalesce(Sum("reports__good"), 0), scrap_said=Coalesce(Sum("reports__scrap"), 0)
    )
    wrong = reported.filter(Q(issued__lt=F("good") + F("scrap")) | ~Q(good=F("good_said")) | ~Q(scrap=F("scrap_said")))
    return (f"operation {step.pk}: {step.good} good and {step.scrap} scrap of {step.issued}" for step in wrong)


@invariant("C4", "A demand's steps are planned in their order.")
def steps_out_of_order() -> Iterable[str]:
    current = PlannedStep.objects.filter(plan__is_current=True, demand__state__in=PROMISED)
    before = current.filter(demand=OuterRef("demand"), step__lt=OuterRef("step"), ends_at__gt=OuterRef("starts_at"))
    for step in current.filter(Exists(before)):
        yield f"demand {step.demand_id}: step {step.step} starts at {step.starts_at}, before an earlier one ends"


@invariant("C5", "Only what is promised, or held, has capacity or materials: what is cancelled frees them.")
def capacity_of_nobody() -> Iterable[str]:
    committed = CapacityHold.objects.filter(demand=OuterRef("pk"), state="committed")
    active = CapacityHold.objects.filter(demand=OuterRef("pk"), state="active")
    demands = Demand.objects.annotate(is_committed=Exists(committed), is_active=Exists(active))
    wrong = demands.filter(Q(is_committed=True) & ~Q(state__in=PROMISED) | Q(is_active=True) & ~Q(state="held"))
    yield from (f"demand {demand.pk}: {demand.state}, but capacity is held for it" for demand in wrong)
    open_claims = MaterialClaim.objects.filter(state="open").exclude(demand__state__in=PROMISED)
    yield from (f"demand {claim.demand_id}: claims material {claim.material_id} for nothing" for claim in open_claims)
    claims: QuerySet[MaterialClaim, Any] = MaterialClaim.objects.filter(material=OuterRef("pk"), state="open")
    claimed = Coalesce(Subquery(claims.order_by().values("material").annotate(all=Sum("from_stock")).values("all")), 0)
    for row in Material.objects.annotate(claimed=claimed).exclude(reserved=F("claimed")):
        yield f"material {row.code}: {row.reserved} reserved, {row.claimed} claimed"


@invariant("C6", "One scan is one report.")
def scans_reported_twice() -> Iterable[str]:
    twice = FloorReport.objects.values("factory", "client_id").annotate(times=Count("pk")).filter(times__gt=1)
    return (f"factory {row['factory']}: scan {row['client_id']} reported {row['times']} times" for row in twice)


@invariant("C7", "A pool's set-up is shared to the fen by who is in it, and nobody joined it but while it was open.")
def pools_shared_otherwise() -> Iterable[str]:
    still_in = Q(members__left_at__isnull=True)
    shared = Coalesce(Sum("members__share_fen", filter=still_in), 0)
    rows = ProductionPool.objects.filter(state__in=POOLED).annotate(
        shared=shared, count=Count("members", filter=still_in)
    )
    for row in rows.filter(~Q(shared=F("setup_fen")) | Q(count=0)):
        yield f"pool {row.number}: {row.shared} of {row.setup_fen} fen shared by {row.count}"
    late = PoolMember.objects.filter(joined_at__gt=F("pool__locked_at"))
    yield from (f"pool {each.pool_id}: demand {each.demand_id} joined after it was locked" for each in late)
    there = PoolMember.objects.filter(left_at__isnull=True, pool__state__in=POOLED)
    gone = there.exclude(demand__state__in=[*PROMISED, "held", "produced", "closed"])
    yield from (f"pool {each.pool_id}: demand {each.demand_id} is in it for nothing" for each in gone)
