"""What happened, in the past tense. Events are values; the outbox stores and relays them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. Fields hold ids and plain values only, so that any version can read them later.

    `about` names the field that identifies the aggregate; `concerns` are the ids of the parties who may hear of it.
    """

    about: ClassVar[str]
    known: ClassVar[dict[str, type[Event]]] = {}

    at: datetime
    concerns: tuple[int, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Event.known[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """`orders.OrderPlaced`: the room and the event, stable across moves of files inside the room."""
        parts = cls.__module__.split(".")
        room = parts[parts.index("events") - 1] if "events" in parts else parts[-1]
        return f"{room}.{cls.__name__}"

    @property
    def aggregate(self) -> str:
        return self.about.removesuffix("_id")

    @property
    def aggregate_id(self) -> int:
        return int(getattr(self, self.about))
