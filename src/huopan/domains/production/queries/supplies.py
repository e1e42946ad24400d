"""Materials in time: what is free, what is coming, what accepted demands still wait for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from huopan.domains.production.models import BomLine, Demand, Material, MaterialClaim
from huopan.domains.production.queries.tables import BoardRows
from huopan.domains.production.rules.supplying import Supply, waits_until
from huopan.engines.planning import model

MILLION = 1_000_000
ALWAYS = datetime.max.replace(tzinfo=UTC)
BOUGHT_ANEW = 10**15  # as much as anybody asks for, once the lead time is over


@dataclass(frozen=True)
class Supplies:
    """`materials`: what nobody has claimed, as the planner's; `ready`: when the claims of promised demands are met."""

    materials: tuple[model.Material, ...]
    rows: Mapping[int, Material]
    lines_of: Mapping[int, list[BomLine]]
    ready: Mapping[int, int]

    def needs(self, demand: Demand) -> tuple[model.Need, ...]:
        """What the demand consumes in all, by its recipe's bill of materials."""
        return tuple(
            model.Need(line.component.code, -(-line.quantity_millionths * demand.quantity // MILLION))
            for line in self.lines_of.get(demand.recipe_id, ())
        )

    def material_fen(self, demand: Demand) -> int:
        """What the materials of the demand cost to buy again."""
        lines = self.lines_of.get(demand.recipe_id, ())
        return sum(
            need.quantity * line.component.unit_fen for need, line in zip(self.needs(demand), lines, strict=True)
        )


def supplies_of(board: BoardRows, at: datetime) -> Supplies:
    """What is not there and not coming can be bought anew within its lead time."""
    lines_of: dict[int, list[BomLine]] = defaultdict(list)
    for line in board.bom_lines:
        lines_of[line.recipe_id or 0].append(line)
    rows = {material.pk: material for material in board.materials}
    supply = {pk: _supply(row) for pk, row in rows.items()}
    for arrival in sorted(board.arrivals, key=lambda row: (row.expected_at, row.pk)):
        supply[arrival.material_id].add(max(0, int((arrival.expected_at - at).total_seconds())), arrival.quantity)
    ready: dict[int, int] = {}
    for claim in _first_promised_first(board):
        until = waits_until(supply[claim.material_id], claim.quantity - claim.from_stock)
        ready[claim.demand_id] = max(ready.get(claim.demand_id, 0), until)
    materials = tuple(_material(rows[pk], each) for pk, each in supply.items())
    return Supplies(materials, rows, lines_of, ready)


def _first_promised_first(board: BoardRows) -> list[MaterialClaim]:
    promised = {demand.pk: demand.promised_at or ALWAYS for demand in board.promised}
    claims = [claim for claim in board.claims if claim.demand_id in promised]
    return sorted(claims, key=lambda claim: (promised[claim.demand_id], claim.demand_id, claim.pk))


def _supply(row: Material) -> Supply:
    return Supply([(0, row.on_hand - row.reserved)], int(timedelta(days=row.lead_time_days).total_seconds()))


def _material(row: Material, supply: Supply) -> model.Material:
    arrivals = [model.Arrival(at, quantity) for at, quantity in supply.arrivals if quantity > 0]
    bought = model.Arrival(supply.lead_time, BOUGHT_ANEW)
    return model.Material(row.code, (*arrivals, bought), row.unit_fen)
