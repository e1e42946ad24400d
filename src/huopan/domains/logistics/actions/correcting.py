"""Labels that were booked and printed, and waybills that were written wrongly."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from huopan.domains.logistics.actions.shipping import NoParcelError, WaybillTakenError
from huopan.domains.logistics.events import WaybillCorrected
from huopan.domains.logistics.models import Parcel
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class AlreadySeenError(RefusedError):
    sentence = said("The courier has scanned {waybill} already, so it stays; write to the buyer if it is wrong.")


@transaction.atomic
def correct_waybill(*, parcel_id: int, carrier: str, waybill_number: str, by: Actor, at: datetime) -> Parcel:
    """Put another waybill on a parcel that no courier has seen. The same one again changes nothing.

    Raises ForbiddenError, UnknownError, NoParcelError, AlreadySeenError and WaybillTakenError.
    """
    by.must("sell")
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("shipment")
    parcel = rows.filter(shipment__supplier_id=by.party_id).seen(by, pk=parcel_id)
    courier, number = carrier.strip(), waybill_number.strip().upper()
    if not (courier and number):
        raise NoParcelError
    before = (parcel.carrier, parcel.waybill_number)
    if before == (courier, number):
        return parcel
    if parcel.state != Parcel.State.BOOKED:
        raise AlreadySeenError(waybill=parcel.waybill_number)
    _put(parcel, courier, number)
    announce(
        WaybillCorrected(
            parcel_id=parcel.pk,
            shipment_id=parcel.shipment_id,
            reference=parcel.shipment.reference,
            carrier_before=before[0],
            waybill_before=before[1],
            carrier=courier,
            waybill_number=number,
            at=at,
            concerns=(parcel.shipment.supplier_id, parcel.shipment.buyer_id),
        ),
        by=by,
    )
    return parcel


def mark_label_booked(*, reference: str, waybill_number: str, at: datetime) -> None:
    """The parcel's number came from a connected courier, so that a label of it is to be printed."""
    booked = Parcel.objects.filter(shipment__reference=reference, waybill_number=waybill_number.upper())
    booked.update(label_at=at)


def mark_labels_printed(*, references: Collection[str], by: Actor, at: datetime) -> int:
    """Parcels of these orders that no courier has; how many there are."""
    mine = Parcel.objects.filter(shipment__supplier_id=by.party_id, shipment__reference__in=references)
    return mine.filter(state=Parcel.State.BOOKED).update(printed_at=at)


def _put(parcel: Parcel, carrier: str, number: str) -> None:
    parcel.carrier, parcel.waybill_number, parcel.label_at, parcel.printed_at = carrier, number, None, None
    try:
        with transaction.atomic():
            parcel.save(update_fields=["carrier", "waybill_number", "label_at", "printed_at"])
    except IntegrityError as taken:
        raise WaybillTakenError(waybills=number) from taken
