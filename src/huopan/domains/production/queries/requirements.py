"""What to buy or make, and when: the planner's netting over what is promised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from huopan.domains.production.models import BomLine, Material, MaterialArrival, MaterialClaim, PlannedStep
from huopan.engines.planning.requirements import Component, Item, Requirement, Suggestion, suggestions


@dataclass(frozen=True)
class ToOrder:
    """A suggestion with its material, in times of the calendar."""

    material: Material
    suggestion: Suggestion
    order_at: datetime
    needed_at: datetime
    there_at: datetime


def items_of(factory_id: int, at: datetime | None = None) -> dict[str, Item]:
    """Every material of a factory as the planner's, by code; what is reserved is not free. Three statements."""
    parts: dict[int, list[Component]] = defaultdict(list)
    lines = BomLine.objects.filter(parent__factory_id=factory_id).select_related("component")
    for line in lines.order_by("id"):
        parts[line.parent_id or 0].append(Component(line.component.code, line.quantity_millionths))
    coming: dict[int, list[tuple[int, int]]] = defaultdict(list)
    expected = MaterialArrival.objects.filter(material__factory_id=factory_id, state="expected") if at else ()
    for arrival in expected:
        coming[arrival.material_id].append((_second(arrival.expected_at, at), arrival.quantity))
    return {
        row.code: Item(
            row.code,
            on_hand=row.on_hand - row.reserved,
            arrivals=tuple(sorted(coming[row.pk])),
            lead_seconds=int(timedelta(days=row.lead_time_days).total_seconds()),
            lot_size=row.lot_size,
            minimum=row.minimum,
            unit_fen=row.unit_fen,
            made_of=tuple(parts[row.pk]),
        )
        for row in Material.objects.filter(factory_id=factory_id).order_by("pk")
    }


def to_order(factory_id: int, at: datetime) -> list[ToOrder]:
    """What the accepted demands still lack, soonest to order first. Six statements, however much is accepted."""
    materials = {row.code: row for row in Material.objects.filter(factory_id=factory_id)}
    found = suggestions(items_of(factory_id, at).values(), _needs(factory_id, at))
    return [
        ToOrder(
            materials[each.material],
            each,
            order_at=at + timedelta(seconds=each.order_at),
            needed_at=at + timedelta(seconds=each.needed_at),
            there_at=at + timedelta(seconds=each.there_at),
        )
        for each in found
    ]


def _needs(factory_id: int, at: datetime) -> list[Requirement]:
    """What claims still wait for, at the moment the plan begins their demand."""
    claims = MaterialClaim.objects.filter(material__factory_id=factory_id, state="open").select_related(
        "demand", "material"
    )
    begins = dict(
        PlannedStep.objects.filter(plan__factory_id=factory_id, plan__is_current=True, step=0).values_list(
            "demand_id", "starts_at"
        )
    )
    return [
        Requirement(
            claim.material.code,
            _second(begins.get(claim.demand_id) or claim.demand.promised_at or at, at),
            claim.quantity - claim.from_stock,
            str(claim.demand),
        )
        for claim in claims.order_by("demand__promised_at", "id")
        if claim.quantity > claim.from_stock
    ]


def _second(moment: datetime, at: datetime | None) -> int:
    return max(0, int((moment - at).total_seconds())) if at else 0
