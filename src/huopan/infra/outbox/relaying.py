"""Telling receivers what happened: at least once each, whatever dies in between."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom

import structlog
from django.db import transaction

from huopan.infra.crashing import crash_point
from huopan.infra.outbox.leasing import LEASE, lease_due, next_attempt
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.rebuilding import event_of
from huopan.infra.outbox.receiving import GroupReceiver, Heard, group_receivers_of, receivers_of
from huopan.infra.requests import set_request_id

log = structlog.get_logger(__name__)
Chance = Callable[[], float]
LONGEST_ERROR = 4_000
_by_chance: Chance = SystemRandom().random


@dataclass(slots=True)
class _Telling:
    """How far one leased entry has got in this attempt."""

    entry: TrailEntry
    heard: Heard | None = None
    errors: list[str] = field(default_factory=list)

    def tell(self, receiver_name: str, call: Callable[[], None]) -> None:
        """Run one receiver in its own transaction, unless an earlier attempt already got through to it."""
        if receiver_name in self.entry.served:
            return
        set_request_id(self.entry.request_id)
        if error := _error_of(call, entry_ids=[self.entry.pk], receiver=receiver_name):
            self.errors.append(error)
        else:
            self.entry.served.append(receiver_name)


def relay_once(limit: int, at: datetime, *, chance: Chance = _by_chance, lease: timedelta = LEASE) -> int:
    """Relay up to `limit` waiting entries and return how many were taken up. Two statements beside the receivers' own.

    Killed in between, nothing is lost: the lease runs out and every receiver not noted as served hears the event again.
    Order holds within a batch, not across retries."""
    tellings = [_Telling(entry) for entry in lease_due(limit=limit, at=at, lease=lease)]
    for telling in tellings:
        _tell_singly(telling)
    _tell_together(tellings)
    set_request_id("")
    crash_point("relay_before_settling")
    _settle(tellings, at=at, chance=chance)
    return len(tellings)


def revive(*, entry_ids: list[int], at: datetime) -> int:
    """Put dead letters back into the queue, with a full count of attempts. Returns how many came back."""
    dead = TrailEntry.objects.filter(pk__in=entry_ids, is_dead=True)
    return dead.update(is_dead=False, attempts=0, next_attempt_at=at, leased_until=None)


def _tell_singly(telling: _Telling) -> None:
    try:
        telling.heard = Heard(event_of(telling.entry), telling.entry)
    except Exception:  # noqa: BLE001 - an unreadable event must not stop the others
        telling.errors.append(traceback.format_exc())
        return
    for receiver in receivers_of(telling.entry.name):
        telling.tell(_name_of(receiver), partial(receiver, telling.heard))


def _tell_together(tellings: list[_Telling]) -> None:
    groups: dict[GroupReceiver, list[_Telling]] = defaultdict(list)
    for telling in tellings:
        for receiver in group_receivers_of(telling.entry.name) if telling.heard else []:
            if _name_of(receiver) not in telling.entry.served:
                groups[receiver].append(telling)
    for receiver, group in groups.items():
        _tell_group(receiver, group)


def _tell_group(receiver: GroupReceiver, group: list[_Telling]) -> None:
    heard = [telling.heard for telling in group if telling.heard]
    ids = [telling.entry.pk for telling in group]
    error = _error_of(partial(receiver, heard), entry_ids=ids, receiver=_name_of(receiver))
    for telling in group:
        if error:
            telling.errors.append(error)
        else:
            telling.entry.served.append(_name_of(receiver))


def _error_of(call: Callable[[], None], *, entry_ids: list[int], receiver: str) -> str:
    """Empty when the receiver's transaction committed, else the traceback."""
    try:
        with transaction.atomic():
            call()
    except Exception:
        log.exception("receiver_failed", receiver=receiver, entries=entry_ids)
        return traceback.format_exc()
    return ""


def _settle(tellings: list[_Telling], *, at: datetime, chance: Chance) -> None:
    done = [telling.entry.pk for telling in tellings if not telling.errors]
    if done:
        TrailEntry.objects.filter(pk__in=done).update(relayed_at=at, leased_until=None)
    for telling in tellings:
        if telling.errors:
            _postpone(telling, at=at, chance=chance)


def _postpone(telling: _Telling, *, at: datetime, chance: Chance) -> None:
    entry = telling.entry
    again_at = next_attempt(attempts=entry.attempts, at=at, chance=chance)
    mine = TrailEntry.objects.filter(pk=entry.pk, relayed_at=None, attempts=entry.attempts)
    mine.update(
        leased_until=None,
        next_attempt_at=again_at,
        is_dead=again_at is None,
        served=entry.served,
        last_error="\n".join(telling.errors)[-LONGEST_ERROR:],
    )
    if again_at is None:
        log.error("dead_letter", entry=entry.pk, event_name=entry.name, attempts=entry.attempts)


def _name_of(receiver: Callable[..., None]) -> str:
    return f"{receiver.__module__}.{receiver.__qualname__}"
