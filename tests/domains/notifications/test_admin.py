"""Shipments and webhooks in the operator's console: the same cost at one row and at three, and no secret shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from huopan.domains.logistics import actions as logistics
from huopan.domains.parties.models import Person
from huopan.kernel.actor import SYSTEM
from tests.factories.logistics import AT, freight_template, shipment, trader
from tests.factories.notifications import a_webhook, happen
from tests.factories.parties import an_operator
from tests.factories.receivers import Receiver

pytestmark = pytest.mark.django_db
LISTS = [
    ("logistics", "shipment"),
    ("logistics", "parcel"),
    ("logistics", "freighttemplate"),
    ("notifications", "webhookendpoint"),
    ("notifications", "webhookdelivery"),
]


@pytest.fixture
def console() -> Client:
    clerk = an_operator()
    Person.objects.filter(pk=clerk.person_id).update(is_staff=True, is_superuser=True)
    browser = Client()
    browser.force_login(Person.objects.get(pk=clerk.person_id))
    return browser


def a_bit_of_everything(receiver: Receiver) -> None:
    supplier = trader()
    freight_template(supplier)
    [parcel] = shipment(supplier, trader()).parcels.all()
    logistics.record_tracking(
        carrier=parcel.carrier,
        waybill_number=parcel.waybill_number,
        kind="collected",
        external_id="1",
        seen_at=AT,
        by=SYSTEM,
        at=AT,
    )
    a_webhook(supplier, receiver)
    happen(supplier)


@pytest.mark.parametrize(("room", "table"), LISTS)
def test_lists_cost_the_same_at_one_row_and_at_three(
    console: Client, receiver: Receiver, room: str, table: str, django_assert_max_num_queries: Any
) -> None:
    a_bit_of_everything(receiver)
    path = f"/admin/{room}/{table}/"
    console.get(path)
    with django_assert_max_num_queries(14) as at_one:
        assert console.get(path).status_code == 200
    for _ in range(2):
        a_bit_of_everything(receiver)
    with django_assert_max_num_queries(len(at_one)):
        assert console.get(path).status_code == 200


@pytest.mark.parametrize(("room", "table"), LISTS)
def test_every_row_opens_and_shows_no_secret(console: Client, receiver: Receiver, room: str, table: str) -> None:
    a_bit_of_everything(receiver)
    row: Any = apps.get_model(room, table)._default_manager.order_by("pk").last()
    page = console.get(f"/admin/{room}/{table}/{row.pk}/change/")
    assert page.status_code == 200
    assert getattr(row, "sealed_secret", "never") not in page.content.decode()
