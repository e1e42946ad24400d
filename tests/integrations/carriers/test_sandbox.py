"""A courier in a process of its own: silent, answering twice, handing a number out again, telling things twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client

from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.models import Parcel, TrackingEvent
from huopan.domains.logistics.ports import CARRIERS, CarrierSilentError
from huopan.infra import clock
from huopan.integrations.carriers.sandbox.adapter import SandboxCarrier
from huopan.integrations.carriers.sandbox.signing import signed
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.logistics import shipment, trader

SECRET = "a-courier-secret-for-this-test"


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "huopan.integrations.carriers.sandbox", "0"],
        env={**os.environ, "HUOPAN_COURIER_SECRET": SECRET, "PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def courier(desk: str, monkeypatch: pytest.MonkeyPatch) -> SandboxCarrier:
    connected = SandboxCarrier(desk, SECRET, clock.now)
    monkeypatch.setitem(CARRIERS, "sandbox", connected)
    tell(connected, "/faults", {})
    return connected


def tell(courier: SandboxCarrier, path: str, asked: dict[str, Any]) -> Any:
    body = json.dumps(asked)
    headers = signed(SECRET, message_id="test", at=clock.now(), body=body)
    return httpx.post(courier.url + path, content=body, headers=headers).json()


def a_label(request_id: str) -> str:
    return logistics.request_label(carrier="sandbox", request_id=request_id, reference="SO1", by=seller())


def seller() -> Actor:
    return Actor(party_id=1, role="owner", scopes=frozenset({"sell"}))


def test_label_asked_for_twice_is_one(courier: SandboxCarrier) -> None:
    assert a_label("one") == a_label("one")
    assert a_label("one") != a_label("two")


def test_label_whose_answer_was_lost_is_not_given_twice(courier: SandboxCarrier) -> None:
    tell(courier, "/faults", {"lost_answers": 2})
    with pytest.raises(CarrierSilentError):
        a_label("lost")
    tell(courier, "/faults", {"lost_answers": 1})
    assert a_label("lost") == a_label("lost")


def test_courier_that_is_down_is_said_to_be(courier: SandboxCarrier) -> None:
    tell(courier, "/faults", {"down": 2})
    with pytest.raises(CarrierSilentError):
        a_label("down")
    assert a_label("down")


def test_unknown_courier_gives_no_label() -> None:
    with pytest.raises(UnknownError):
        logistics.request_label(carrier="nobody", request_id="1", reference="SO1", by=seller())


@pytest.mark.django_db
def test_number_handed_out_again_is_refused_while_its_parcel_travels(courier: SandboxCarrier) -> None:
    first = a_label("first of all")
    tell(courier, "/faults", {"number_again": 1})
    again = a_label("again")
    shipment(trader(), trader(), again, carrier="sandbox")
    with pytest.raises(logistics.WaybillTakenError):
        shipment(trader(), trader(), again, carrier="sandbox")
    assert first


@pytest.mark.django_db(transaction=True)
def test_push_told_twice_over_http_is_noted_once(courier: SandboxCarrier, live_server: Any) -> None:
    shipment(trader(), trader(), "HPX1", carrier="sandbox", at=clock.now())
    pushed = tell(
        courier,
        "/scans",
        {"to": f"{live_server.url}/carriers/push/sandbox", "times": 2, "sightings": [a_sighting("HPX1", "delivered")]},
    )
    assert pushed == {"statuses": [200, 200]}
    assert (Parcel.objects.get().state, TrackingEvent.objects.count()) == ("delivered", 1)


def a_sighting(waybill: str, kind: str = "collected", **changed: str) -> dict[str, str]:
    seen_at = (clock.now() - timedelta(hours=1)).isoformat()
    sighting = {"waybill_number": waybill, "kind": kind, "external_id": "e1", "place": "义乌", "seen_at": seen_at}
    return sighting | changed


def push(sightings: list[dict[str, str]], *, secret: str = SECRET, body: str = "") -> int:
    told = json.dumps({"sightings": sightings})
    headers = signed(secret, message_id="m", at=clock.now(), body=told)
    return (
        Client()
        .post("/carriers/push/sandbox", data=body or told, content_type="application/json", headers=headers)
        .status_code
    )


@pytest.mark.django_db
def test_forged_pushes_change_nothing(courier: SandboxCarrier) -> None:
    shipment(trader(), trader(), "HPX2", carrier="sandbox", at=clock.now())
    good = [a_sighting("HPX2")]
    assert push(good, secret="another-secret-altogether") == 400
    assert push(good, body=json.dumps({"sightings": [a_sighting("HPX2", "delivered")]})) == 400
    assert push([a_sighting("HPX2", seen_at="2026-11-23T08:00:00")]) == 400
    assert Client().post("/carriers/push/nobody").status_code == 404
    assert Client().post("/carriers/push/sandbox").status_code == 400
    assert Parcel.objects.get().state == "booked"
    assert push(good) == 200
    assert Parcel.objects.get().state == "in_transit"


@pytest.mark.django_db
def test_sighting_of_a_parcel_that_is_not_ours_is_not_asked_for_again(courier: SandboxCarrier) -> None:
    assert push([a_sighting("NOBODYS"), a_sighting("NOBODYS", "vanished")]) == 200
    assert not TrackingEvent.objects.exists()


def test_supplier_without_the_scope_gets_no_label(courier: SandboxCarrier) -> None:
    with pytest.raises(ForbiddenError):
        logistics.request_label(carrier="sandbox", request_id="1", reference="SO1", by=Actor(party_id=1))
