"""Who hears what. Receivers are registered in a room's `apps.ready` and must be safe to hear an event twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from huopan.kernel.event import Event

if TYPE_CHECKING:
    from huopan.infra.outbox.models import TrailEntry

EventT = TypeVar("EventT", bound=Event)


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as a receiver gets it: the event and the entry that carried it (its id is the event's id for ever)."""

    event: Event
    entry: TrailEntry


_receivers: dict[str, list[Callable[[Heard], None]]] = {}
EVERY_EVENT = "*"


def listen(event_type: type[Event] | None, receiver: Callable[[Heard], None]) -> None:
    """Have `receiver` told of every `event_type` (of every event for None), at least once, after its commit."""
    heard = _receivers.setdefault(event_type.name() if event_type else EVERY_EVENT, [])
    if receiver not in heard:
        heard.append(receiver)


def receivers_of(name: str) -> list[Callable[[Heard], None]]:
    return _receivers.get(name, []) + _receivers.get(EVERY_EVENT, [])
