"""The moves that demands may make."""

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
UNDECIDED = ("open", "held")
PROMISED = ("accepted", "released")  # in the plan, and never left out of it


def may_move(*, origin: str, target: str) -> bool:
    return target in DEMAND_MOVES.get(origin, frozenset())
