"""A better plan for what is accepted, if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.db.models import F, QuerySet

from huopan.domains.production.models import Demand, PlannedStep, PlanningTerms
from huopan.domains.production.queries.board import Board
from huopan.domains.production.rules.states import PROMISED
from huopan.engines.planning.model import Plan


@dataclass(frozen=True)
class Improved:
    plan: Plan
    figures: dict[str, Any]
    iterations: int


def improved(board: Board, *, seed: int, iterations: int, seconds: float | None) -> Improved | None:
    """A plan that keeps every promise as the board's does and is worth more; None when the search finds none."""
    from huopan.engines.planning.reoptimising import reoptimise  # noqa: PLC0415 - compiled code: a second to load
    from huopan.engines.planning.retiming import retimed  # noqa: PLC0415

    sound = retimed(board.shop, board.jobs, board.plan)
    begun = monotonic()
    found = reoptimise(
        board.shop,
        board.jobs,
        sound,
        seed=seed,
        iterations=iterations,
        seconds=seconds,
        elapsed=lambda: monotonic() - begun,
    )
    if set(found.plan.placements) == set(board.plan.placements):
        return None
    return Improved(found.plan, _figures(found), found.iterations)


def _figures(found: Any) -> dict[str, Any]:
    return {
        f"{name}_{when}": getattr(figures, name)
        for when, figures in (("before", found.before), ("after", found.after))
        for name in ("profit_fen", "late_seconds", "setup_seconds", "late_jobs")
    }


def factories_to_replan() -> QuerySet[PlanningTerms]:
    """Whose board has changed since it was last re-optimised."""
    return (
        PlanningTerms.objects.exclude(planned_revision=F("revision"))
        .filter(factory__demands__state__in=PROMISED)
        .distinct()
    )


def factories_behind(at: datetime) -> list[int]:
    """Whose plan says that something has begun of which the floor knows nothing."""
    behind = PlannedStep.objects.filter(plan__is_current=True, starts_at__lt=at, demand__state__in=PROMISED).exclude(
        demand__work_orders__steps__position=F("step"), demand__work_orders__steps__started_at__isnull=False
    )
    return sorted(set(behind.values_list("demand__factory_id", flat=True)))


def has_plan(factory_id: int) -> bool:
    """Whether anything of the factory is promised or held (1 statement)."""
    return Demand.objects.filter(factory_id=factory_id, state__in=[*PROMISED, "held"]).exists()
