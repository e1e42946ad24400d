"""Planning in the operator's console: the same number of statements at one row and at three, and every row opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from huopan.domains.parties.models import Person
from tests.factories.parties import an_operator
from tests.factories.production import (
    MONDAY,
    a_hold,
    a_material,
    a_plannable_factory,
    a_planned_demand,
    a_pool,
    an_arrival,
)

pytestmark = pytest.mark.django_db
LISTS = ["demand", "capacityhold", "workcentre", "planversion", "material", "productionpool"]


@pytest.fixture
def console() -> Client:
    clerk = an_operator()
    Person.objects.filter(pk=clerk.person_id).update(is_staff=True, is_superuser=True)
    browser = Client()
    browser.force_login(Person.objects.get(pk=clerk.person_id))
    return browser


def a_bit_of_everything() -> None:
    shop = a_plannable_factory()
    demand = a_planned_demand(shop)
    a_hold(demand, (shop.press, 60))
    a_pool(demand.pk)
    an_arrival(a_material(shop.factory), 5, MONDAY)


@pytest.mark.parametrize("table", LISTS)
def test_lists_cost_the_same_at_one_row_and_at_three(
    console: Client, table: str, django_assert_max_num_queries: Any
) -> None:
    a_bit_of_everything()
    path = f"/admin/production/{table}/"
    console.get(path)
    with django_assert_max_num_queries(14) as at_one:
        assert console.get(path).status_code == 200
    for _ in range(2):
        a_bit_of_everything()
    with django_assert_max_num_queries(len(at_one)):
        assert console.get(path).status_code == 200


@pytest.mark.parametrize("table", LISTS)
def test_every_row_opens(console: Client, table: str) -> None:
    a_bit_of_everything()
    row: Any = apps.get_model("production", table)._default_manager.order_by("pk").last()
    assert console.get(f"/admin/production/{table}/{row.pk}/change/").status_code == 200
