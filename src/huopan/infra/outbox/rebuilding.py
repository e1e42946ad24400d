"""Events as rows and back: what is stored today can be read by tomorrow's classes."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.event import Event

NOT_PAYLOAD = {"at", "concerns"}


class UnknownEventError(LookupError):
    """A stored event whose class this version does not have: dead-lettered, to be revived when it is back."""


def payload_of(event: Event) -> dict[str, Any]:
    """The event's own fields as JSON values; dates keep their microseconds."""
    return {f.name: to_jsonable_python(getattr(event, f.name)) for f in fields(event) if f.name not in NOT_PAYLOAD}


def event_of(entry: TrailEntry) -> Event:
    """The event that `entry` stored, with tuples and dates restored. Fields that no longer exist are passed over."""
    event: Event = _adapter(entry.name).validate_python(
        {**entry.payload, "at": entry.at, "concerns": tuple(entry.concerns)}
    )
    return event


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    event_type = Event.known.get(name)
    if event_type is None:
        raise UnknownEventError(name)
    return TypeAdapter(event_type)
