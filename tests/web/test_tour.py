"""The guided tour: shut everywhere but in the demo; there it signs in, opens each step's page and ticks it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from huopan.domains.orders.models import SupplierOrder
from huopan.infra.preflight import demo_problems
from huopan.ops.demo.people import LOGINS
from huopan.web.tour.opening import is_open
from huopan.web.tour.pages import CHAPTERS, DONE
from huopan.web.tour.steps import PEOPLE, STEPS
from tests.factories.orders import an_order
from tests.factories.parties import a_grant, a_party, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any) -> None:
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"demo": True})


@pytest.fixture
def order() -> SupplierOrder:
    """On its way to the demo's buyer."""
    order = an_order("in_transit")
    a_grant(order.buyer, "buyer", a_person(email=PEOPLE["buyer"], language="zh-hans"))
    return order


@pytest.mark.parametrize("address", ["/tour/", "/tour/as/buyer/", "/tour/home/", "/tour/again/"])
def test_elsewhere_there_is_no_tour(client: Client, order: SupplierOrder, address: str) -> None:
    assert not is_open()
    assert client.get(address).status_code in {404, 405}
    assert client.post(address).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "/tour/" not in client.get("/").text


def test_real_money_shuts_the_tour(client: Client, demo: None, settings: Any) -> None:
    settings.HUOPAN = settings.HUOPAN.model_copy(update={"payment_provider": "alipay"})
    assert client.get("/tour/").status_code == 404


@pytest.mark.parametrize(
    ("provider", "base_url", "may_start"),
    [
        ("sandbox", "http://127.0.0.1:8000", True),
        ("sandbox", "http://localhost:8137", True),
        ("sandbox", "https://huopan.example", False),
        ("alipay", "http://127.0.0.1:8000", False),
    ],
)
def test_a_demo_never_starts_before_the_world(provider: str, base_url: str, *, may_start: bool) -> None:
    assert (demo_problems(is_demo=True, provider=provider, base_url=base_url) == []) is may_start
    assert demo_problems(is_demo=False, provider=provider, base_url=base_url) == []


def test_the_page_lists_every_step_in_both_languages(client: Client, demo: None) -> None:
    for language, word in (("en", "Guided tour"), ("zh-hans", "导览")):
        page = client.get("/tour/", headers={"accept-language": language}).text
        assert word in page
        assert all(f'action="/tour/{step.key}/"' in page for step in STEPS)


def test_a_step_signs_in_opens_its_page_and_is_ticked(client: Client, demo: None, order: SupplierOrder) -> None:
    answer = client.post("/tour/transit/", headers={"accept-language": "en"})
    assert answer["Location"] == f"/orders/{order.number}/"
    page = client.get(answer["Location"], headers={"accept-language": "en"})
    assert page.status_code == 200
    assert order.number in page.text
    assert client.session[DONE] == ["transit"]
    assert "My orders" in client.get("/").text
    assert client.get("/tour/").text.count("tour-tick") == 1
    client.post("/tour/again/")
    assert "tour-tick" not in client.get("/tour/").text


def test_ticks_stay_when_another_person_signs_in(client: Client, demo: None, order: SupplierOrder) -> None:
    a_grant(order.supplier, "owner", a_person(email=PEOPLE["supplier"]))
    client.post("/tour/transit/")
    client.post("/tour/orders/")
    assert client.session[DONE] == ["orders", "transit"]
    assert client.get("/workbench/orders/").status_code == 200
    answer = client.post("/tour/as/buyer/")
    assert answer["Location"] == "/"
    assert client.get("/workbench/orders/", follow=True).status_code in {403, 404}


def test_what_the_market_no_longer_has_is_said(client: Client, demo: None, order: SupplierOrder) -> None:
    page = client.post("/tour/delivered/", headers={"accept-language": "en"}, follow=True)
    assert "Nothing is left to show here" in page.text
    assert client.session.get(DONE) is None


def test_unknown_steps_and_people_are_not_found(client: Client, demo: None) -> None:
    assert client.post("/tour/nowhere/").status_code == 404
    assert client.post("/tour/as/visitor/").status_code == 404
    assert client.get("/tour/home/").status_code == 405


def test_the_tours_people_are_those_the_demo_seeds() -> None:
    assert sorted(PEOPLE.values()) == sorted(login.email for login in LOGINS)
    assert {step.role for step in STEPS} == {chapter.role for chapter in CHAPTERS}
    assert len({step.key for step in STEPS}) == len(STEPS)
    assert {step.key for step in STEPS}.isdisjoint({"again", "as"})


def test_the_page_costs_few_statements(client: Client, demo: None, django_assert_max_num_queries: Any) -> None:
    a_party()
    with django_assert_max_num_queries(3):
        client.get("/tour/")
