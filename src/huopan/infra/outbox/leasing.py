"""Which relay works on which entries. A lease runs out, so that a killed relay's entries are taken up again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from huopan.infra.database import columns_of
from huopan.infra.outbox.models import TrailEntry

LEASE = timedelta(seconds=45)  # a stuck entry must be taken up again within 60 s (reliability.md, fault 2)
MOST_ATTEMPTS = 12  # with the delays below: given up after about 14 hours
FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=4)

_DUE = """SELECT id FROM outbox_trailentry
  WHERE relayed_at IS NULL AND NOT is_dead
    AND (leased_until IS NULL OR leased_until <= %s)
    AND (next_attempt_at IS NULL OR next_attempt_at <= %s)
  ORDER BY id LIMIT %s"""
_LEASE = """UPDATE outbox_trailentry SET leased_until = %s, attempts = attempts + 1
  WHERE {due} RETURNING {columns}"""
_LEASE_ON = {
    "sqlite": _LEASE.format(due=f"id IN ({_DUE})", columns=columns_of(TrailEntry)),
    # ARRAY(…) is computed once; under IN the planner may run a LIMIT again and lease more than asked.
    "postgresql": _LEASE.format(due=f"id = ANY(ARRAY({_DUE} FOR UPDATE SKIP LOCKED))", columns=columns_of(TrailEntry)),
}


def lease_due(*, limit: int, at: datetime, lease: timedelta = LEASE) -> list[TrailEntry]:
    """Take up to `limit` waiting entries for the length of `lease`, oldest first. One statement."""
    as_stored = connection.ops.adapt_datetimefield_value
    params = [as_stored(at + lease), as_stored(at), as_stored(at), limit]
    return sorted(TrailEntry.objects.raw(_LEASE_ON[connection.vendor], params), key=lambda entry: entry.pk)


def is_anything_due(*, at: datetime) -> bool:
    """Whether `lease_due` would find something. Reads only, so that an idle relay never takes SQLite's write lock."""
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    ripe = Q(next_attempt_at=None) | Q(next_attempt_at__lte=at)
    return TrailEntry.objects.filter(free & ripe, relayed_at=None, is_dead=False).exists()


def next_attempt(*, attempts: int, at: datetime, chance: Callable[[], float]) -> datetime | None:
    """When to try again after `attempts` failures: doubling, with up to half of the wait left to `chance` (0 to 1), so
    that what failed together does not return together; None once it is given up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    doublings: int = 2 ** (attempts - 1)
    return at + min(FIRST_DELAY * doublings, LONGEST_DELAY) * (0.5 + chance() / 2)


def anything_waiting() -> bool:
    """Whether something that happened has not been told everywhere yet."""
    return TrailEntry.objects.filter(relayed_at__isnull=True, is_dead=False).exists()
