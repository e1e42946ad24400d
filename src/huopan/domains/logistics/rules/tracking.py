"""What a courier's sightings mean together, whatever order they came in (L4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

ParcelT = TypeVar("ParcelT")


@dataclass(frozen=True, slots=True)
class Sighting:
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a parcel. Times are the courier's own; None: not yet."""

    state: str
    collected_at: datetime | None
    delivered_at: datetime | None
    lost_at: datetime | None


def life_of(sightings: Iterable[Sighting]) -> Life:
    """The parcel's life as its sightings tell it: any proof of movement is proof of collection, and delivery outlives
    loss, for a parcel that was found again."""
    seen = sorted(sightings, key=lambda sighting: sighting.at)
    collected_at = _first(seen, {"collected", "passed", "delivered"})
    delivered_at = _first(seen, {"delivered"})
    lost_at = _first(seen, {"lost"})
    return Life(_state(collected_at, delivered_at, lost_at), collected_at, delivered_at, lost_at)


def parcel_meant(lives: Sequence[tuple[ParcelT, datetime | None]], seen_at: datetime) -> ParcelT | None:
    """Which of the parcels that bore one waybill number, oldest first with the end of each, a sighting speaks of:
    the first whose life had not ended when it was seen, else the newest."""
    if not lives:
        return None
    running = (parcel for parcel, ended_at in lives if ended_at is None or seen_at <= ended_at)
    return next(running, lives[-1][0])


def _first(seen: Sequence[Sighting], kinds: set[str]) -> datetime | None:
    return next((sighting.at for sighting in seen if sighting.kind in kinds), None)


def _state(collected_at: datetime | None, delivered_at: datetime | None, lost_at: datetime | None) -> str:
    if delivered_at:
        return "delivered"
    if lost_at:
        return "lost"
    return "in_transit" if collected_at else "booked"
