"""The laws of parcels that must hold whatever dies, each one question to the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from huopan.domains.logistics.models import Parcel, Shipment, TrackingEvent
from huopan.infra.checking import invariant

LIVE = [Parcel.State.BOOKED, Parcel.State.IN_TRANSIT]
PROOFS_OF_COLLECTION = ["collected", "passed", "delivered"]


@invariant("L1", "A waybill is on one parcel at a time that is on its way.")
def waybills_on_two_parcels() -> Iterable[str]:
    shared = Parcel.objects.filter(state__in=LIVE).values("carrier", "waybill_number").annotate(times=Count("pk"))
    return (f"{row['carrier']} {row['waybill_number']}: {row['times']} parcels" for row in shared.filter(times__gt=1))


@invariant("L3", "Every shipment has its parcels, each label once.")
def shipments_without_their_parcels() -> Iterable[str]:
    empty = Shipment.objects.filter(parcels__isnull=True).values_list("reference", flat=True)
    yield from (f"{reference}: shipped without a parcel" for reference in empty)
    labels = Parcel.objects.values("shipment", "carrier", "waybill_number").annotate(times=Count("pk"))
    for row in labels.filter(times__gt=1):
        yield f"shipment {row['shipment']}: {row['waybill_number']} printed as {row['times']} parcels"


@invariant("L4", "What is known of a parcel is what its sightings say together, whatever order they came in.")
def parcels_otherwise_than_seen() -> Iterable[str]:
    seen = Parcel.objects.annotate(
        first_moved=_first_of(PROOFS_OF_COLLECTION),
        first_arrived=_first_of(["delivered"]),
        first_lost=_first_of(["lost"]),
    )
    wrong = seen.filter(
        _differs("collected_at", "first_moved")
        | _differs("delivered_at", "first_arrived")
        | _differs("lost_at", "first_lost")
        | (Q(delivered_at__isnull=False) & ~Q(state="delivered"))
        | Q(delivered_at__isnull=True, lost_at__isnull=False) & ~Q(state="lost")
        | Q(delivered_at__isnull=True, lost_at__isnull=True, collected_at__isnull=False) & ~Q(state="in_transit")
        | Q(delivered_at__isnull=True, lost_at__isnull=True, collected_at__isnull=True) & ~Q(state="booked")
    )
    return (f"{parcel}: {parcel.state} against its sightings" for parcel in wrong)


def _first_of(kinds: list[str]) -> Subquery:
    told: QuerySet[TrackingEvent, Any] = TrackingEvent.objects.filter(parcel=OuterRef("pk"), kind__in=kinds)
    return Subquery(told.order_by().values("parcel").annotate(first=Min("at")).values("first"))


def _differs(kept: str, seen: str) -> Q:
    one_is_empty = Q(**{f"{kept}__isnull": True, f"{seen}__isnull": False}) | Q(
        **{f"{kept}__isnull": False, f"{seen}__isnull": True}
    )
    return one_is_empty | ~Q(**{kept: F(seen)}) & Q(**{f"{kept}__isnull": False})
