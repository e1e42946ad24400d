"""What couriers see, in any order, twice, or late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huopan.domains.logistics.events import ParcelCollected, ParcelDelivered, ParcelLost
from huopan.domains.logistics.models import Parcel, TrackingEvent
from huopan.domains.logistics.queries import candidates_locked
from huopan.domains.logistics.rules import Life, Sighting, life_of, parcel_meant
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.event import Event
from huopan.kernel.refusal import RefusedError, UnknownError, said

CLOCKS_DIFFER = timedelta(minutes=10)


class NotSeenYetError(RefusedError):
    kind = "invalid"
    sentence = said("Nobody has seen it yet at {seen_at}; write when it was seen.")


class NotASightingError(RefusedError):
    kind = "invalid"
    sentence = said("“{kind}” is nothing a courier sees; choose one of {kinds}.")


@transaction.atomic
def record_tracking(
    *,
    carrier: str,
    waybill_number: str,
    kind: str,
    external_id: str,
    place: str = "",
    seen_at: datetime,
    by: Actor,
    at: datetime,
) -> Parcel:
    """Note one sighting and move the parcel as all its sightings together say; heard before: nothing changes.

    `kind`: collected, passed, delivered or lost; `external_id`: the teller's own id of the sighting. Told by a carrier
    (the platform's actor) or by the parcel's supplier. Raises NotASightingError, NotSeenYetError, and UnknownError for
    a waybill of which `by` may not speak.
    """
    by.must("sell")
    if kind not in TrackingEvent.Kind.values:
        raise NotASightingError(kind=kind, kinds=", ".join(TrackingEvent.Kind.values))
    if seen_at > at + CLOCKS_DIFFER:
        raise NotSeenYetError(seen_at=seen_at)
    candidates = [p for p in candidates_locked(carrier.strip(), waybill_number.strip().upper()) if _may_tell(p, by)]
    parcel = parcel_meant([(p, p.delivered_at or p.lost_at) for p in candidates], seen_at)
    if parcel is None:
        raise UnknownError(what="parcel")
    teller = _teller(by)
    known = list(TrackingEvent.objects.filter(parcel__in=candidates))
    if any((row.told_by, row.external_id) == (teller, external_id) for row in known):
        return parcel
    sighting = TrackingEvent.objects.create(
        parcel=parcel, kind=kind, place=place, told_by=teller, external_id=external_id, at=seen_at
    )
    own = [row for row in known if row.parcel_id == parcel.pk]
    _move(parcel, life_of(Sighting(row.kind, row.at) for row in [*own, sighting]), by=by, at=at)
    return parcel


def _may_tell(parcel: Parcel, by: Actor) -> bool:
    return by.is_operator or parcel.shipment.supplier_id == by.party_id


def _teller(by: Actor) -> str:
    return TrackingEvent.Teller.CARRIER if by.is_operator else TrackingEvent.Teller.SUPPLIER


def _move(parcel: Parcel, life: Life, *, by: Actor, at: datetime) -> None:
    before = Life(parcel.state, parcel.collected_at, parcel.delivered_at, parcel.lost_at)
    if life == before:
        return
    parcel.state = life.state
    parcel.collected_at, parcel.delivered_at, parcel.lost_at = life.collected_at, life.delivered_at, life.lost_at
    parcel.save(update_fields=["state", "collected_at", "delivered_at", "lost_at"])
    events = _firsts(parcel, before, life, at)
    if events:
        announce(*events, by=by)


def _firsts(parcel: Parcel, before: Life, life: Life, at: datetime) -> list[Event]:
    """What became known with this sighting for the first time; a corrected time announces nothing again."""
    about: dict[str, Any] = {
        "at": at,
        "parcel_id": parcel.pk,
        "shipment_id": parcel.shipment_id,
        "reference": parcel.shipment.reference,
        "concerns": (parcel.shipment.supplier_id, parcel.shipment.buyer_id),
    }
    events: list[Event] = []
    if life.collected_at and not before.collected_at:
        events.append(ParcelCollected(seen_at=life.collected_at.isoformat(), **about))
    if life.delivered_at and not before.delivered_at:
        is_last = not Parcel.objects.filter(shipment=parcel.shipment_id, delivered_at__isnull=True).exists()
        events.append(ParcelDelivered(seen_at=life.delivered_at.isoformat(), is_last_of_shipment=is_last, **about))
    if life.lost_at and not before.lost_at:
        events.append(ParcelLost(seen_at=life.lost_at.isoformat(), **about))
    return events
