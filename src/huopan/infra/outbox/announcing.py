"""Writing the trail: `announce` for events that somebody may hear, `note` for what is only kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection

from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.rebuilding import payload_of
from huopan.infra.requests import current_request_id
from huopan.infra.rows import store
from huopan.kernel.actor import Actor
from huopan.kernel.event import Event

_gathered: ContextVar[list[TrailEntry] | None] = ContextVar("gathered", default=None)


class OutsideTransactionError(RuntimeError):
    """An event was announced outside the transaction of its change: a bug, never the user's doing."""


def announce(*events: Event, by: Actor) -> None:
    """Store `events` with the change that caused them; the relay tells receivers once the transaction commits.

    One INSERT however many events. Raises OutsideTransactionError when no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError
    entries = [_entry(event, by) for event in events]
    waiting = _gathered.get()
    if waiting is None:
        store(entries)
    else:
        waiting.extend(entries)


@contextmanager
def announced_together() -> Iterator[None]:
    """Store all that is announced inside with one INSERT at the end, whoever announces it; when it raises, nothing.

    For an action that calls others: inside one transaction, and not around anything that is caught and gone on from.
    """
    entries: list[TrailEntry] = []
    before = _gathered.set(entries)
    try:
        yield
    finally:
        _gathered.reset(before)
    store(entries)


def note(*, name: str, aggregate: str, aggregate_id: int, payload: dict[str, Any], by: Actor, at: datetime) -> None:
    """Keep what was done where nobody needs to hear it: a login, an unmasked view, a changed setting."""
    TrailEntry.objects.create(
        name=name, aggregate=aggregate, aggregate_id=aggregate_id, payload=payload, at=at, relayed_at=at, **_who(by)
    )


def _entry(event: Event, by: Actor) -> TrailEntry:
    return TrailEntry(
        name=event.name(),
        aggregate=event.aggregate,
        aggregate_id=event.aggregate_id,
        payload=payload_of(event),
        concerns=sorted(set(event.concerns)),
        at=event.at,
        **_who(by),
    )


def _who(by: Actor) -> dict[str, Any]:
    return {
        "person_id": by.person_id,
        "party_id": by.party_id,
        "role": by.role,
        "request_id": current_request_id(),
    }
