"""The trail as an operator looks at it: how far the relay is, what could not be told, who did what when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.event import Event


@dataclass(frozen=True, slots=True)
class RelayPulse:
    """`lag`: how long the oldest entry that may be told has waited; None while nothing waits."""

    waiting: int
    retrying: int
    dead: int
    lag: timedelta | None


def relay_pulse(at: datetime) -> RelayPulse:
    """Two statements, on the index of what waits; an entry postponed after a failure counts as retrying, not as lag."""
    untold = TrailEntry.objects.filter(relayed_at__isnull=True, is_dead=False)
    counted = untold.aggregate(
        waiting=Count("pk"),
        retrying=Count("pk", filter=Q(attempts__gt=0, next_attempt_at__isnull=False)),
        oldest=Min("at", filter=Q(next_attempt_at__isnull=True)),
    )
    lag = max(at - counted["oldest"], timedelta(0)) if counted["oldest"] else None
    return RelayPulse(counted["waiting"], counted["retrying"], dead_letters().count(), lag)


def dead_letters() -> QuerySet[TrailEntry]:
    """What was given up, newest first."""
    return TrailEntry.objects.filter(is_dead=True).order_by("-pk")


def trail(
    *,
    name: str = "",
    person_id: int | None = None,
    party_id: int | None = None,
    aggregate: str = "",
    aggregate_id: int | None = None,
    number: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
) -> QuerySet[TrailEntry]:
    """What was done, newest first. `name`: an event, or a room's beginning such as `orders.`; `number`: an order's,
    payment's or after-sale's number told in it; `before`: entries older than this id."""
    wanted = Q()
    for lookup, value in (
        ("name__startswith", name),
        ("person_id", person_id),
        ("party_id", party_id),
        ("aggregate", aggregate),
        ("aggregate_id", aggregate_id),
        ("at__gte", since),
        ("at__lt", until),
        ("pk__lt", before),
    ):
        if value not in (None, ""):
            wanted &= Q(**{lookup: value})
    if number:
        wanted &= Q(payload__number=number) | Q(payload__order_number=number) | Q(payload__reference=number)
    return TrailEntry.objects.filter(wanted).order_by("-pk")


def aggregates() -> Collection[str]:
    """What the trail speaks of, as the events name it."""
    return sorted({event.about.removesuffix("_id") for event in Event.known.values() if hasattr(event, "about")})
