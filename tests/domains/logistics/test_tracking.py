from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.models import Parcel, Shipment, TrackingEvent
from huopan.domains.logistics.rules import Sighting, life_of
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.logistics import AT, acting, shipment, trader

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STORY = [("collected", AT), ("passed", AT + 9 * HOUR), ("delivered", AT + 30 * HOUR)]


def tell(waybill: str, kind: str, seen_at: datetime = AT, *, by: Actor = SYSTEM, **more: Any) -> Parcel:
    return logistics.record_tracking(
        carrier="sf",
        waybill_number=waybill,
        kind=kind,
        external_id=more.get("external_id", f"{kind}@{seen_at.isoformat()}"),
        seen_at=seen_at,
        by=by,
        at=AT + 90 * HOUR,
    )


def announced(*names: str) -> list[str]:
    entries = TrailEntry.objects.filter(name__in=[f"logistics.{name}" for name in names]).order_by("id")
    return [entry.name.removeprefix("logistics.") for entry in entries]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_order_of_news_does_not_matter(order: tuple[int, ...]) -> None:
    shipment(trader(), trader(), "A1")
    for position in order:
        tell("A1", *STORY[position])
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.collected_at, parcel.delivered_at) == ("delivered", AT, AT + 30 * HOUR)
    assert announced("ParcelCollected", "ParcelDelivered") == ["ParcelCollected", "ParcelDelivered"]


def test_news_told_twice_is_noted_once() -> None:
    shipment(trader(), trader(), "A1")
    for _ in range(2):
        tell("A1", "collected", external_id="e1")
    assert TrackingEvent.objects.count() == 1
    assert announced("ParcelCollected") == ["ParcelCollected"]


def test_any_movement_is_proof_of_collection() -> None:
    shipment(trader(), trader(), "A1")
    parcel = tell("A1", "delivered", AT + HOUR)
    assert parcel.collected_at == AT + HOUR
    assert announced("ParcelCollected", "ParcelDelivered") == ["ParcelCollected", "ParcelDelivered"]


def test_last_parcel_delivers_the_shipment() -> None:
    shipment(trader(), trader(), "A1", "A2")
    tell("A2", "delivered")
    tell("A1", "delivered")
    told = TrailEntry.objects.filter(name="logistics.ParcelDelivered").order_by("id")
    assert [entry.payload["is_last_of_shipment"] for entry in told] == [False, True]


def test_lost_parcel_found_again_is_delivered() -> None:
    assert life_of([Sighting("lost", AT), Sighting("delivered", AT + HOUR)]).state == "delivered"
    assert life_of([Sighting("delivered", AT), Sighting("lost", AT + HOUR)]).state == "delivered"


def test_lost_parcel_is_told() -> None:
    shipment(trader(), trader(), "A1")
    tell("A1", "collected")
    assert tell("A1", "lost", AT + HOUR).state == "lost"
    assert announced("ParcelLost") == ["ParcelLost"]


def test_waybill_lives_on_one_parcel_only() -> None:
    shipment(trader(), trader(), "A1")
    with pytest.raises(logistics.WaybillTakenError) as caught:
        shipment(trader(), trader(), "A0", "A1")
    assert caught.value.params == {"waybills": "A1"}
    assert Shipment.objects.count() == 1


def test_label_printed_twice_is_one_parcel() -> None:
    assert shipment(trader(), trader(), "a1 ", "A1").parcels.count() == 1


def test_number_used_again_by_the_courier_is_a_new_parcel() -> None:
    old = shipment(trader(), trader(), "A1").parcels.get()
    tell("A1", "delivered", AT + HOUR)
    new = shipment(trader(), trader(), "A1", at=AT + 80 * HOUR).parcels.get()
    assert tell("A1", "passed", AT).pk == old.pk
    assert tell("A1", "collected", AT + 81 * HOUR).pk == new.pk
    assert tell("A1", "delivered", AT + HOUR).pk == old.pk


def test_shipment_needs_a_parcel() -> None:
    for parcels in ([], [("sf", " ")]):
        with pytest.raises(logistics.NoParcelError):
            logistics.book_shipment(
                reference="SO1", supplier_id=1, buyer_id=2, contents=[], parcels=parcels, by=SYSTEM, at=AT
            )


def test_supplier_tells_of_own_parcels_and_is_named_as_the_teller() -> None:
    supplier = trader()
    shipment(supplier, trader(), "A1")
    tell("A1", "collected", by=acting(supplier))
    assert TrackingEvent.objects.get().told_by == "supplier"


def test_stranger_and_buyer_tell_of_nothing() -> None:
    buyer = trader()
    shipment(trader(), buyer, "A1")
    for party in (buyer, trader()):
        with pytest.raises(UnknownError):
            tell("A1", "delivered", by=acting(party))
    with pytest.raises(ForbiddenError):
        tell("A1", "delivered", by=acting(buyer, "buy"))


def test_nonsense_is_no_sighting() -> None:
    shipment(trader(), trader(), "A1")
    with pytest.raises(logistics.NotASightingError):
        tell("A1", "vanished")


def test_sides_see_the_shipment_and_strangers_do_not() -> None:
    supplier, buyer = trader(), trader()
    shipment(supplier, buyer, "A1")
    seen = [Shipment.objects.visible_to(acting(party)).count() for party in (supplier, buyer, trader())]
    assert seen == [1, 1, 0]
    assert Parcel.objects.visible_to(acting(trader())).count() == 0
