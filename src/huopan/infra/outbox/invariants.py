"""E2: every event reaches its receivers or becomes a dead letter that somebody sees."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from huopan.infra.checking import invariant
from huopan.infra.outbox.models import TrailEntry

PATIENCE = timedelta(minutes=10)


@invariant("E2a", "No event has been due for more than ten minutes without being relayed.")
def late_events(at: datetime) -> list[str]:
    late = TrailEntry.objects.filter(
        Q(next_attempt_at=None, at__lt=at - PATIENCE) | Q(next_attempt_at__lt=at - PATIENCE),
        relayed_at=None,
        is_dead=False,
    )
    return [f"event {entry.pk} ({entry.name}) has waited since {entry.at}" for entry in late[:100]]


@invariant("E2b", "No event is a dead letter.")
def dead_letters() -> list[str]:
    dead = TrailEntry.objects.filter(is_dead=True)
    return [f"event {entry.pk} ({entry.name}) was given up: {entry.last_error[-200:]}" for entry in dead[:100]]
