"""What re-optimising gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from huopan.engines.planning.model import HOUR, Placement, Plan

Objective = Literal["profit", "makespan"]
Reason = Literal["taken", "left_out", "earlier", "later", "other_machine", "made_room"]


class UnknownWorkError(ValueError):
    """The plan pins work that nobody described."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan is worth. `earned`: fen × 3600, revenue less lateness and machine hours; `breaches`: laws broken,
    `broken` of them promises left out or ended after their deadline; lateness, set-up and makespan in seconds."""

    earned: int
    late_seconds: int
    setup_seconds: int
    makespan: int
    taken: int
    late_jobs: int
    breaches: int = 0
    broken: int = 0

    @property
    def profit_fen(self) -> int:
        return self.earned // HOUR


@dataclass(frozen=True, slots=True)
class Move:
    """A job that is planned otherwise than before; `before` or `after` is empty when it was, or is, left out."""

    job: str
    before: tuple[Placement, ...]
    after: tuple[Placement, ...]
    reason: Reason
    earned_fen: int


@dataclass(frozen=True, slots=True)
class Reoptimised:
    """The plan, its figures beside those of the plan given, what moved, and what is proven.

    `broken`: promised jobs that end after their deadline, or nowhere, because nothing else was found;
    `bound`: no plan is better (fen × 3600 of profit, or seconds of makespan); `is_proven`: this one reaches it;
    `iterations`: how many were done."""

    plan: Plan
    before: Figures
    after: Figures
    moves: tuple[Move, ...]
    iterations: int
    bound: int
    is_proven: bool
    broken: tuple[str, ...] = ()
