from __future__ import annotations

import pytest

from huopan.domains.logistics.models import Parcel, TrackingEvent
from huopan.infra.checking import broken
from tests.domains.logistics.test_tracking import HOUR, tell
from tests.factories.logistics import AT, shipment, trader

pytestmark = pytest.mark.django_db


def broken_laws() -> list[str]:
    return [finding.invariant.code for finding in broken(at=AT, area="L")]


def test_laws_hold_along_a_parcels_life() -> None:
    shipment(trader(), trader(), "A1", "A2", "A3")
    assert broken_laws() == []
    for kind, hours in (("passed", 2), ("collected", 1), ("delivered", 3), ("lost", 2)):
        tell("A1", kind, AT + hours * HOUR)
        assert broken_laws() == []
    tell("A2", "lost", AT + HOUR)
    assert broken_laws() == []


def test_parcel_that_forgot_a_sighting_is_found() -> None:
    shipment(trader(), trader(), "A1")
    tell("A1", "delivered", AT + HOUR)
    for forgotten in ({"collected_at": None}, {"state": "booked"}, {"delivered_at": AT}):
        before = Parcel.objects.values(*forgotten).get()
        Parcel.objects.update(**forgotten)
        assert broken_laws() == ["L4"], forgotten
        Parcel.objects.update(**before)
    TrackingEvent.objects.all().delete()
    assert broken_laws() == ["L4"]


def test_shipment_without_parcels_is_found() -> None:
    shipment(trader(), trader(), "A1").parcels.all().delete()
    assert broken_laws() == ["L3"]
