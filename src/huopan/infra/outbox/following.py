"""Following the trail from a place of one's own, beside the relay: for whoever keeps a copy of something.

Entries commit in another order than they get their ids, so that one may appear below another that was already seen.
Ids that are missing are looked for again until nobody can still be about to commit them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from huopan.infra.outbox.models import TrailEntry

PATIENCE_SECONDS = 90  # longer than any transaction may take
AT_A_TIME = 2_000
STEP_BACK = 20_000


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that happened, as far as a follower needs it."""

    entry_id: int
    name: str
    aggregate_id: int
    payload: Mapping[str, Any]


class Following:
    """All entries after `upto`, each at least once. Not for threads."""

    def __init__(self, upto: int) -> None:
        self._seen = upto
        self._missing: dict[int, float] = {}  # id → when it was missed first

    @property
    def upto(self) -> int:
        """All up to here was returned, or will never be."""
        return min(self._missing, default=self._seen + 1) - 1

    def turn(self, now: float, *, limit: int = AT_A_TIME) -> list[Followed]:
        """What has come since, oldest first, at most `limit`. `now` in seconds of any clock that never goes back. One
        statement."""
        wanted = Q(pk__gt=self._seen)
        if self._missing:
            wanted |= Q(pk__in=list(self._missing))
        rows = TrailEntry.objects.filter(wanted).order_by("pk").values_list("pk", "name", "aggregate_id", "payload")
        found = [Followed(*row) for row in rows[:limit]]
        self._note({each.entry_id for each in found}, now)
        return found

    def _note(self, found: set[int], now: float) -> None:
        newest = max(found, default=self._seen)
        for missed in range(self._seen + 1, newest):
            if missed not in found:
                self._missing[missed] = now
        self._seen = max(self._seen, newest)
        self._missing = {
            missed: since
            for missed, since in self._missing.items()
            if missed not in found and now - since < PATIENCE_SECONDS
        }


def a_safe_start() -> int:
    """Whoever copies everything after asking this, and then follows from here, misses nothing: far enough back that
    nobody is still about to commit below it. One statement."""
    return max(newest_entry() - STEP_BACK, 0)


def newest_entry() -> int:
    """The id of the trail's newest entry, 0 for none. One statement."""
    return TrailEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0
