"""Work orders in the workbench: released, printed, closed, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from huopan.domains.production import actions as production
from huopan.domains.production.models import Demand, WorkOrder
from tests.domains.production.floor import finished, told
from tests.factories.parties import a_party
from tests.factories.production import MONDAY, Plannable, a_demand, a_plannable_factory, a_planned_demand
from tests.web.conftest import SignIn
from tests.web.test_lists import MOST, statements

pytestmark = pytest.mark.django_db
LIST = "/workbench/work-orders/"


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory(a_party("factory"))


@pytest.fixture
def planner(shop: Plannable, sign_in: SignIn) -> Client:
    return sign_in(shop.factory, "planner")


def released(shop: Plannable, **fields: object) -> WorkOrder:
    demand = a_planned_demand(shop, **fields)
    return production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def test_what_is_planned_is_ticked_and_released(planner: Client, shop: Plannable) -> None:
    good, bad = a_planned_demand(shop, title="帆布袋红"), a_demand(shop)
    assert "帆布袋红" in planner.get(LIST).content.decode()
    page = planner.post(f"{LIST}release/", {"demand": [good.pk, bad.pk, "x"]}, follow=True).content.decode()
    assert "1 work order released." in page
    assert "only what is taken on is released" in page
    assert WorkOrder.objects.get().number in page


def test_states_and_orders_are_filtered(planner: Client, shop: Plannable) -> None:
    first, second = released(shop, source_reference="SO1:1"), released(shop, source_reference="SO2:1")
    finished(shop, first)
    for query, shown, hidden in (("?state=produced", first, second), ("?source=SO2", second, first)):
        page = planner.get(LIST + query).content.decode()
        assert shown.number in page
        assert hidden.number not in page


def test_the_ticked_ones_print_as_one_file(planner: Client, shop: Plannable) -> None:
    numbers = [released(shop).number for _ in range(2)]
    for what in ("print.pdf", "labels.pdf"):
        answer = planner.get(LIST + what, {"number": numbers, "copies": "3"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
    for copies in ("", "x", "-1", "99999999"):
        assert planner.get(f"{LIST}labels.pdf", {"number": numbers, "copies": copies}).status_code == 200
    assert planner.get(f"{LIST}print.pdf").status_code == 422
    assert planner.get(f"{LIST}labels.pdf", {"number": numbers, "copies": "9999"}).status_code == 422


def test_closed_when_packed_cancelled_with_a_reason(planner: Client, shop: Plannable) -> None:
    packed, begun = released(shop), released(shop, starts_at=MONDAY.replace(day=25))
    finished(shop, packed)
    production.pack_work_order(number=packed.number, by=shop.planner, at=MONDAY)
    assert planner.post(f"{LIST}{packed.number}/close/").status_code == 302
    told(shop, begun, 0, "start")
    assert planner.post(f"{LIST}{begun.number}/cancel/", {"because": "film"}).status_code == 409
    assert planner.post(f"{LIST}{begun.number}/cancel/", {"because": "film", "is_begun_too": "on"}).status_code == 302
    for order, state in ((packed, "closed"), (begun, "cancelled")):
        order.refresh_from_db()
        assert order.state == state
        assert planner.get(f"{LIST}{order.number}/").status_code == 200


def test_strangers_find_no_work_order(sign_in: SignIn, shop: Plannable) -> None:
    order, stranger = released(shop), sign_in(a_party("factory"), "planner")
    assert order.number not in stranger.get(LIST).content.decode()
    for page in (f"{order.number}/", f"print.pdf?number={order.number}", f"labels.pdf?number={order.number}"):
        assert stranger.get(LIST + page).status_code == 404
    for verb in ("close", "cancel"):
        assert stranger.post(f"{LIST}{order.number}/{verb}/", {"because": "x"}).status_code == 404
    waiting = a_planned_demand(shop)
    told = stranger.post(f"{LIST}release/", {"demand": waiting.pk}, follow=True)
    assert "There is no such demand" in told.content.decode()


def test_visitors_and_other_roles(client: Client, sign_in: SignIn, shop: Plannable) -> None:
    assert client.get(LIST)["Location"].startswith("/accounts/login/")
    assert sign_in(shop.factory, "sales").get(LIST).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_three(planner: Client, shop: Plannable) -> None:
    counts = []
    for _ in range(3):
        released(shop)
        a_planned_demand(shop)
        counts.append(statements(planner, LIST))
    assert counts[0] == counts[2] <= MOST


def test_an_order_that_came_out_short_is_made_again_by_one_click(planner: Client, shop: Plannable) -> None:
    order = released(shop)
    told(shop, order, 0, "start")
    told(shop, order, 0, "good", good=48, scrap=12)
    told(shop, order, 1, "start")
    told(shop, order, 1, "good", good=48)
    assert "−12" in planner.get(LIST).content.decode()
    page = planner.get(f"{LIST}{order.number}/").content.decode()
    assert "12 pieces of 60 did not come good" in page
    for _ in range(2):
        answer = planner.post(f"{LIST}{order.number}/remake/")
        again = Demand.objects.get(source_kind="remake")
        assert answer["Location"] == f"/workbench/production/demands/{again.pk}/"
    assert "12 pieces are made again" in planner.get(f"{LIST}{order.number}/").content.decode()
    assert (again.quantity, again.state) == (12, "accepted")


def test_what_lacks_nothing_is_refused_in_place_and_strangers_find_nothing(
    planner: Client, shop: Plannable, sign_in: SignIn
) -> None:
    order = released(shop)
    refused = planner.post(f"{LIST}{order.number}/remake/")
    assert refused.status_code == 409
    assert "lacks no piece" in refused.content.decode()
    stranger = sign_in(a_plannable_factory(a_party("factory")).factory, "planner")
    assert stranger.post(f"{LIST}{order.number}/remake/").status_code == 404


def test_the_planner_reads_what_the_floor_corrected(planner: Client, shop: Plannable) -> None:
    order = released(shop)
    told(shop, order, 0, "start")
    report = told(shop, order, 0, "good", good=40)
    production.correct_report(
        client_id="x", number=order.number, report_id=report.pk, good=38, scrap=2, because="少数两只",
        by=shop.planner, at=MONDAY,
    )  # fmt: skip
    page = planner.get(f"{LIST}{order.number}/").content.decode()
    assert "少数两只" in page
    assert ">-2<" in page
