"""Routings as drafts: what a sheet or a form would say of them."""

from __future__ import annotations

from huopan.domains.production.models import Routing
from huopan.domains.production.rules.routes import RoutingDraft, StepDraft, WayDraft


def draft_of(routing: Routing) -> RoutingDraft:
    """Two statements more for the steps and their ways."""
    steps = routing.steps.order_by("position").prefetch_related("options__work_centre")
    return RoutingDraft(
        routing.code,
        routing.name_zh,
        routing.name_en,
        tuple(
            StepDraft(
                step.code,
                step.name_zh,
                step.name_en,
                step.traits,
                tuple(
                    WayDraft(
                        option.work_centre.code,
                        option.cycle_ms,
                        option.pieces_per_cycle,
                        option.setup_seconds,
                        option.is_approved_time,
                    )
                    for option in step.options.all()
                ),
            )
            for step in steps
        ),
    )
