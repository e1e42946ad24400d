"""The moves that demands and pools may make."""

from __future__ import annotations

from collections.abc import Mapping

Moves = Mapping[str, frozenset[str]]

DEMAND_MOVES: Moves = {
    "open": frozenset({"held", "accepted", "declined", "cancelled"}),
    "held": frozenset({"open", "accepted", "declined", "cancelled"}),
    "accepted": frozenset({"released", "cancelled"}),
    "released": frozenset({"produced", "accepted", "cancelled"}),
    "produced": frozenset({"closed", "released"}),
    "closed": frozenset(),
    "declined": frozenset(),
    "cancelled": frozenset(),
}
POOL_MOVES: Moves = {  # the database guards the same ones: migration 0005
    "open": frozenset({"locked", "released", "dissolved"}),
    "locked": frozenset({"released", "completed", "dissolved"}),
    "released": frozenset({"completed", "dissolved"}),
    "completed": frozenset(),
    "dissolved": frozenset(),
}
POOLED = ("open", "locked", "released")  # has members that are still to be made
UNDECIDED = ("open", "held")
PROMISED = ("accepted", "released")  # in the plan, and never left out of it


def may_move(*, origin: str, target: str) -> bool:
    return target in DEMAND_MOVES.get(origin, frozenset())
