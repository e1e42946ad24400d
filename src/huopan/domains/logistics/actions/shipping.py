"""Goods leave: a shipment of parcels, each with its waybill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huopan.domains.logistics.events import ShipmentBooked
from huopan.domains.logistics.models import Parcel, Shipment
from huopan.infra.outbox.announcing import announce
from huopan.infra.rows import insert, store
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class NoParcelError(RefusedError):
    kind = "invalid"
    sentence = said("Write the courier and the waybill number of at least one parcel.")


class WaybillTakenError(RefusedError):
    sentence = said("One of these waybills is already on a parcel that is on its way: {waybills}; check the numbers.")


@transaction.atomic
def book_shipment(
    *,
    reference: str,
    supplier_id: int,
    buyer_id: int,
    contents: Sequence[Mapping[str, Any]],
    parcels: Sequence[tuple[str, str]],
    by: Actor,
    at: datetime,
) -> Shipment:
    """Record that goods of order `reference` leave in `parcels`: (carrier, waybill number) each.

    `contents`: plain rows for people to read, such as {"sku_id", "title", "quantity"}. The caller has checked who may
    ship. Raises NoParcelError, and WaybillTakenError for a number on a parcel that is still travelling (L1).
    """
    wanted = _tidy(parcels)
    shipment = Shipment(
        reference=reference, supplier_id=supplier_id, buyer_id=buyer_id, contents=list(contents), shipped_at=at
    )
    store([shipment])
    _label(shipment, wanted)
    announce(
        ShipmentBooked(
            at=at,
            shipment_id=shipment.pk,
            reference=reference,
            parcel_count=len(wanted),
            concerns=(supplier_id, buyer_id),
        ),
        by=by,
    )
    return shipment


def _tidy(parcels: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A label printed twice is one parcel (L3)."""
    tidied = [(carrier.strip(), waybill.strip().upper()) for carrier, waybill in parcels]
    if not tidied or not all(carrier and waybill for carrier, waybill in tidied):
        raise NoParcelError
    return list(dict.fromkeys(tidied))


def _label(shipment: Shipment, parcels: Sequence[tuple[str, str]]) -> None:
    rows = [(shipment.pk, carrier, waybill) for carrier, waybill in parcels]
    labelled = insert(Parcel, ("shipment_id", "carrier", "waybill_number"), rows, is_new_only=True)
    if len(labelled) < len(rows):
        raise WaybillTakenError(waybills=", ".join(_taken(shipment, parcels)))


def _taken(shipment: Shipment, parcels: Sequence[tuple[str, str]]) -> list[str]:
    live = Parcel.objects.filter(state__in=[Parcel.State.BOOKED, Parcel.State.IN_TRANSIT]).exclude(shipment=shipment)
    rows = live.filter(waybill_number__in=[waybill for _, waybill in parcels]).values_list("carrier", "waybill_number")
    return sorted(waybill for carrier, waybill in rows if (carrier, waybill) in parcels)
