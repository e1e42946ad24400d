"""Who hears what. Receivers are registered in a room's `apps.ready` and must be safe to hear an event twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huopan.kernel.event import Event

if TYPE_CHECKING:
    from huopan.infra.outbox.models import TrailEntry


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as a receiver gets it: the event and the entry that carried it (its id is the event's id for ever)."""

    event: Event
    entry: TrailEntry


Receiver = Callable[[Heard], None]
GroupReceiver = Callable[[list[Heard]], None]
EVERY_EVENT = "*"

_receivers: dict[str, list[Receiver]] = {}
_group_receivers: dict[str, list[GroupReceiver]] = {}


def listen(event_type: type[Event] | None, receiver: Receiver) -> None:
    """Have `receiver` told of every `event_type` (of every event for None), at least once, after its commit."""
    heard = _receivers.setdefault(_key(event_type), [])
    if receiver not in heard:
        heard.append(receiver)


def listen_together(event_type: type[Event] | None, receiver: GroupReceiver) -> None:
    """Like `listen`, but `receiver` gets all such events of one relay batch in one call, in one transaction.

    For receivers whose work is cheaper together, such as an index's commit or one query for everybody's webhooks.
    """
    heard = _group_receivers.setdefault(_key(event_type), [])
    if receiver not in heard:
        heard.append(receiver)


def receivers_of(name: str) -> list[Receiver]:
    return _receivers.get(name, []) + _receivers.get(EVERY_EVENT, [])


def group_receivers_of(name: str) -> list[GroupReceiver]:
    return _group_receivers.get(name, []) + _group_receivers.get(EVERY_EVENT, [])


def _key(event_type: type[Event] | None) -> str:
    return event_type.name() if event_type else EVERY_EVENT
