"""What to buy or make, and when: the planner's netting over what is promised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from huopan.domains.production.models import BomLine, Demand, Material, MaterialArrival, MaterialClaim, PlannedStep
from huopan.engines.planning.requirements import Component, Item, Requirement, Suggestion, suggestions
from huopan.infra.together import Part, Together, tie

NEVER = datetime.max.replace(tzinfo=UTC)
Rows = dict[str, list[Any]]
_OWN = {"material": "SELECT id FROM production_material WHERE factory_id = %(factory)s"}
_LINES = {
    "materials": Part(Material, "factory_id = %(factory)s"),
    "lines": Part(BomLine, "parent_id IN (SELECT id FROM material)"),
}
_MATERIALS = Together(_LINES, _OWN)
_TO_ORDER = Together(
    _LINES
    | {
        "arrivals": Part(MaterialArrival, "state = 'expected' AND material_id IN (SELECT id FROM material)"),
        "claims": Part(MaterialClaim, "id IN (SELECT id FROM claim)"),
        "demands": Part(Demand, "id IN (SELECT demand_id FROM claim)"),
        "begins": Part(
            PlannedStep,
            "step = 0 AND plan_id IN"
            " (SELECT id FROM production_planversion WHERE factory_id = %(factory)s AND is_current)",
        ),
    },
    _OWN
    | {
        "claim": (
            "SELECT id, demand_id FROM production_materialclaim"
            " WHERE state = 'open' AND material_id IN (SELECT id FROM material)"
        )
    },
)


@dataclass(frozen=True)
class ToOrder:
    """A suggestion with its material, in times of the calendar."""

    material: Material
    suggestion: Suggestion
    order_at: datetime
    needed_at: datetime
    there_at: datetime


def items_of(factory_id: int) -> dict[str, Item]:
    """Every material of a factory as the planner's, by code, with what it is made of. One statement."""
    return _items(_read(_MATERIALS, factory=factory_id), None)


def to_order(factory_id: int, at: datetime) -> list[ToOrder]:
    """What the accepted demands still lack, soonest to order first. One statement, however much is accepted."""
    rows = _read(_TO_ORDER, factory=factory_id)
    materials = {row.code: row for row in rows["materials"]}
    return [
        ToOrder(
            materials[each.material],
            each,
            order_at=at + timedelta(seconds=each.order_at),
            needed_at=at + timedelta(seconds=each.needed_at),
            there_at=at + timedelta(seconds=each.there_at),
        )
        for each in suggestions(_items(rows, at).values(), _needs(rows, at))
    ]


def _read(asked: Together, **values: int) -> Rows:
    rows = asked.read(**values)
    materials = {row.pk: row for row in rows["materials"]}
    tie(rows["lines"], component=materials)
    tie(rows.get("claims", ()), material=materials, demand={row.pk: row for row in rows.get("demands", ())})
    return rows


def _items(rows: Rows, at: datetime | None) -> dict[str, Item]:
    """What is reserved is not free."""
    parts: dict[int, list[Component]] = defaultdict(list)
    for line in rows["lines"]:
        parts[line.parent_id].append(Component(line.component.code, line.quantity_millionths))
    coming: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for arrival in rows.get("arrivals", ()):
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
        for row in rows["materials"]
    }


def _needs(rows: Rows, at: datetime) -> list[Requirement]:
    """What claims still wait for, at the moment the plan begins their demand."""
    begins = {step.demand_id: step.starts_at for step in rows["begins"]}
    claims = sorted(rows["claims"], key=lambda claim: (claim.demand.promised_at or NEVER, claim.pk))
    return [
        Requirement(
            claim.material.code,
            _second(begins.get(claim.demand_id) or claim.demand.promised_at or at, at),
            claim.quantity - claim.from_stock,
            str(claim.demand),
        )
        for claim in claims
        if claim.quantity > claim.from_stock
    ]


def _second(moment: datetime, at: datetime | None) -> int:
    return max(0, int((moment - at).total_seconds())) if at else 0
