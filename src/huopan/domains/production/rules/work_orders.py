"""What the floor may do: the moves of work orders and of their operations, and how far along they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

Moves = Mapping[str, frozenset[str]]

WORK_ORDER_MOVES: Moves = {
    "draft": frozenset({"released", "cancelled"}),
    "released": frozenset({"in_progress", "cancelled"}),
    "in_progress": frozenset({"on_hold", "produced", "cancelled"}),
    "on_hold": frozenset({"in_progress", "cancelled"}),
    "produced": frozenset({"packed", "in_progress"}),
    "packed": frozenset({"closed"}),
    "closed": frozenset(),
    "cancelled": frozenset(),
}
ON_THE_FLOOR = ("released", "in_progress", "on_hold")
ENDED = ("closed", "cancelled")

# What may be reported of an operation in each of its states, and the state it is in afterwards.
REPORT_MOVES: Mapping[str, Mapping[str, str]] = {
    "waiting": {"start": "running"},
    "running": {"good": "running", "stop": "stopped"},
    "stopped": {"resume": "running"},
    "done": {},
}
KINDS = ("start", "good", "stop", "resume")
PERCENT = 100
WHOLE = 10_000  # basis points


def may_move(*, origin: str, target: str) -> bool:
    return target in WORK_ORDER_MOVES.get(origin, frozenset())


def may_report(*, state: str, kind: str) -> bool:
    """Whether an operation in `state` takes a report of this kind."""
    return kind in REPORT_MOVES.get(state, {})


def pieces_started(quantity: int, rework_basis_points: int) -> int:
    """Pieces to start so that `quantity` come out good: the rework allowance on top, rounded up."""
    return quantity + -(-quantity * rework_basis_points // WHOLE)


@dataclass(frozen=True, slots=True)
class Done:
    """How far an operation is: pieces reported of those issued to it, and how long all of it was planned to take."""

    reported: int
    issued: int
    planned: timedelta


def percent_done(steps: Iterable[Done]) -> int:
    """Whole percent of the planned time that the pieces reported stand for; 100 only when nothing is left."""
    whole = done = 0
    for step in steps:
        seconds = max(1, int(step.planned.total_seconds()))
        share = max(1, step.issued)
        whole += seconds * PERCENT
        done += seconds * PERCENT * min(share, step.reported if step.issued else share) // share
    return done * PERCENT // whole if whole else 0
