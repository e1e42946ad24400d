"""Routings as drafts: what a sheet or a form would say of them."""

from __future__ import annotations

from django.db.models import prefetch_related_objects

from huopan.domains.production.models import Routing
from huopan.domains.production.rules.routes import RoutingDraft, StepDraft, WayDraft

WHOLE = "steps__options__work_centre"  # what a draft reads of a routing


def draft_of(routing: Routing) -> RoutingDraft:
    """Three statements for the steps, their ways and where those are; none when they were fetched before."""
    prefetch_related_objects([routing], WHOLE)
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
            for step in routing.steps.all()
        ),
    )
