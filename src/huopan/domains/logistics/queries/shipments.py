"""Shipments, their parcels and what was seen of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.functional import Promise

from huopan.domains.logistics.models import Parcel, Shipment, TrackingEvent
from huopan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the courier said, where and when."""

    words: str | Promise
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TrackedParcel:
    parcel: Parcel
    seen: list[Sighting]


def shipments_of(reference: str, by: Actor) -> QuerySet[Shipment]:
    """The visible shipments of one order, oldest first, with parcels and sightings (3 statements however many)."""
    return (
        Shipment.objects.visible_to(by)
        .filter(reference=reference)
        .order_by("id")
        .prefetch_related("parcels", Prefetch("parcels__tracking", TrackingEvent.objects.order_by("at", "id")))
    )


def parcels_of(reference: str, by: Actor) -> list[TrackedParcel]:
    """The visible parcels of one order with where the courier saw them, oldest first. One statement."""
    rows = Parcel.objects.visible_to(by).filter(shipment__reference=reference)
    seen = {"seen_kind": F("tracking__kind"), "seen_place": F("tracking__place"), "seen_at": F("tracking__at")}
    ordered = rows.annotate(**seen).order_by("shipment_id", "id", "tracking__at", "tracking__id")
    parcels = [list(same) for _pk, same in groupby(ordered, key=lambda row: row.pk)]
    return [TrackedParcel(same[0], [_sighting(vars(row)) for row in same if vars(row)["seen_at"]]) for same in parcels]


def _sighting(row: dict[str, Any]) -> Sighting:
    return Sighting(TrackingEvent.Kind(row["seen_kind"]).label, row["seen_place"], row["seen_at"])


def shipments_seen(by: Actor, reference: str = "") -> QuerySet[Shipment]:
    """What `by`'s party sent and is sent, or that of one order, with parcels and sightings (3 statements)."""
    rows = Shipment.objects.visible_to(by)
    chosen = rows.filter(reference=reference) if reference else rows
    return chosen.prefetch_related("parcels", Prefetch("parcels__tracking", TrackingEvent.objects.order_by("at", "id")))


def own_parcel(parcel_id: int, by: Actor) -> Parcel:
    """A parcel `by`'s party sent. Raises UnknownError."""
    return Parcel.objects.filter(shipment__supplier_id=by.party_id).seen(by, pk=parcel_id)


def parcels_to_label(references: Collection[str], by: Actor) -> dict[str, list[Parcel]]:
    """`by`'s parcels that no courier has yet, by order number. One statement."""
    own = Parcel.objects.filter(shipment__supplier_id=by.party_id, shipment__reference__in=references)
    found: dict[str, list[Parcel]] = {}
    for parcel in own.filter(state=Parcel.State.BOOKED).select_related("shipment").order_by("id"):
        found.setdefault(parcel.shipment.reference, []).append(parcel)
    return found


def labels_to_print(by: Actor) -> QuerySet[Parcel]:
    """`by`'s parcels whose label a courier gave and nobody has printed, oldest first."""
    own = Parcel.objects.filter(shipment__supplier_id=by.party_id, state=Parcel.State.BOOKED)
    return own.filter(label_at__isnull=False, printed_at__isnull=True).select_related("shipment").order_by("id")


def live_waybills(numbers: Collection[str]) -> set[tuple[str, str]]:
    """(carrier, number) of these that are on a parcel still travelling, whoever sent it. One statement."""
    live = Parcel.objects.filter(state__in=[Parcel.State.BOOKED, Parcel.State.IN_TRANSIT], waybill_number__in=numbers)
    return set(live.values_list("carrier", "waybill_number"))


def shipped_lately(by: Actor, most: int) -> QuerySet[Parcel]:
    """The last parcels `by`'s party sent, the newest first. One statement."""
    return Parcel.objects.filter(shipment__supplier_id=by.party_id).select_related("shipment").order_by("-id")[:most]


def tracking_of(parcel_id: int, by: Actor) -> QuerySet[TrackingEvent]:
    """What was seen of a parcel, in the order it happened."""
    return TrackingEvent.objects.visible_to(by).filter(parcel_id=parcel_id).order_by("at", "id")


def candidates_locked(carrier: str, waybill_number: str) -> list[Parcel]:
    """Every parcel that ever bore the number, oldest first, their shipments locked so that two last parcels of one
    shipment do not both miss that they are the last."""
    return list(
        Parcel.objects.select_for_update(of=("shipment",))
        .select_related("shipment")
        .filter(carrier=carrier, waybill_number=waybill_number)
        .order_by("id")
    )
