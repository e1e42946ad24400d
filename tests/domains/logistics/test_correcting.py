"""A wrong waybill is corrected until a courier has seen the parcel."""

from __future__ import annotations

import pytest

from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.models import Parcel
from huopan.domains.logistics.rules import carrier_of
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import UnknownError
from tests.factories.orders import NOON, a_supplier, an_order, owner_of, see

pytestmark = pytest.mark.django_db


def correct(parcel, waybill, by=None, carrier="sf"):
    by = by or owner_of(parcel.shipment.supplier_id)
    return logistics.correct_waybill(parcel_id=parcel.pk, carrier=carrier, waybill_number=waybill, by=by, at=NOON)


def sent():
    order = an_order("awaiting_collection")
    return order, Parcel.objects.get(shipment__reference=order.number)


def test_both_numbers_stay_in_the_trail_and_the_courier_finds_the_new_one():
    order, parcel = sent()
    correct(parcel, " sf-new ")
    assert Parcel.objects.get().waybill_number == "SF-NEW"
    entry = TrailEntry.objects.get(name="logistics.WaybillCorrected")
    assert (entry.payload["waybill_before"], entry.payload["waybill_number"]) == (f"WB{order.number}", "SF-NEW")
    see(order, "collected", waybill="SF-NEW")
    order.refresh_from_db()
    assert order.state == "in_transit"


def test_the_same_number_again_says_nothing_new():
    order, parcel = sent()
    correct(parcel, f"WB{order.number}")
    assert not TrailEntry.objects.filter(name="logistics.WaybillCorrected").exists()


def test_a_seen_parcel_keeps_its_number_and_a_live_number_is_taken():
    order, parcel = sent()
    _other, second = sent()
    with pytest.raises(logistics.WaybillTakenError):
        correct(second, f"WB{order.number}")
    see(order, "collected")
    parcel.refresh_from_db()
    with pytest.raises(logistics.AlreadySeenError):
        correct(parcel, "SF-NEW")
    with pytest.raises(logistics.NoParcelError):
        correct(second, " ")


def test_strangers_and_the_buyer_correct_nothing():
    order, parcel = sent()
    for by in (owner_of(a_supplier().pk), owner_of(order.buyer_id)):
        with pytest.raises(UnknownError):
            correct(parcel, "SF-NEW", by)
    assert Parcel.objects.get().waybill_number == f"WB{order.number}"


@pytest.mark.parametrize(
    ("waybill", "carrier"),
    [
        ("SF1234567890123", "SF"),
        (" yt1234567890123", "YTO"),
        ("771234567890123", "STO"),
        ("73123456789012", "ZTO"),
        ("431234567890123", "YUNDA"),
        ("JDVB12345678901", "JD"),
        ("EA123456789CN", "EMS"),
        ("DPK202612345678", "DEPPON"),
        ("12345", ""),
        ("SO261128ABCDEFGH", ""),
    ],
)
def test_a_waybills_shape_tells_its_courier(waybill, carrier):
    assert carrier_of(waybill) == carrier
