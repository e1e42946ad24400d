"""The floor desk: a code leads to its operation, a double tap is one report, strangers find nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from huopan.domains.production import actions as production
from huopan.domains.production.models import Downtime, FloorReport, WorkOrder
from huopan.web.floor.addresses import NotACodeError, page_said
from tests.domains.production.floor import finished, told
from tests.factories.parties import a_party
from tests.factories.production import MONDAY, Plannable, a_plannable_factory, a_planned_demand, a_work_centre
from tests.web.conftest import SignIn
from tests.web.test_lists import MOST, statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory(a_party("factory"))


@pytest.fixture
def order(shop: Plannable) -> WorkOrder:
    return released(shop)


@pytest.fixture
def worker(shop: Plannable, sign_in: SignIn) -> Client:
    return sign_in(shop.factory, "floor")


def released(shop: Plannable, **fields: Any) -> WorkOrder:
    demand = a_planned_demand(shop, **fields)
    return production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def forms_of(page: str) -> dict[str, dict[str, str]]:
    """The hidden fields of each report form, by what it reports."""
    forms: dict[str, dict[str, str]] = {}
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        if {"report_id", "kind"} <= fields.keys():
            forms.setdefault(fields["kind"] + (" all" if "good" in fields else ""), fields)
    return forms


def test_from_the_first_scan_to_packed(worker: Client, order: WorkOrder) -> None:
    for place in (1, 2):
        address = f"/floor/{order.number}/{place}/"
        start = forms_of(worker.get(address).content.decode())["start"]
        assert worker.post(f"{address}report/", start)["Location"] == address
        count = forms_of(worker.get(address).content.decode())["good"]
        worker.post(f"{address}report/", {**count, "good": "7", "scrap": "1"})
        whole = forms_of(worker.get(address).content.decode())["good all"]
        assert worker.post(f"{address}report/", whole).status_code == 302
    assert worker.post(f"/floor/{order.number}/pack/").status_code == 302
    order.refresh_from_db()
    assert (order.state, order.steps.get(position=1).good) == ("packed", 58)


def test_a_double_tap_is_one_report_and_a_new_form_another(worker: Client, order: WorkOrder) -> None:
    told_by_tap = forms_of(worker.get(f"/floor/{order.number}/1/").content.decode())["start"]
    for _ in range(2):
        assert worker.post(f"/floor/{order.number}/1/report/", told_by_tap).status_code == 302
    counts = [forms_of(worker.get(f"/floor/{order.number}/1/").content.decode())["good"] for _ in range(2)]
    for count in (*counts, counts[0]):
        assert worker.post(f"/floor/{order.number}/1/report/", {**count, "good": "3"}).status_code == 302
    assert FloorReport.objects.count() == 3
    assert order.steps.get(position=0).good == 6


def test_a_stop_needs_a_reason_and_the_planner_reads_it(worker: Client, shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    address = f"/floor/{order.number}/1/"
    stop = forms_of(worker.get(address).content.decode())["stop"]
    refused = worker.post(f"{address}report/", {**stop, "reason": "", "other": ""})
    assert refused.status_code == 422
    assert "Say why the work stops" in refused.content.decode()
    worker.post(f"{address}report/", {**stop, "reason": "", "other": "网版破了"})
    page = worker.get(address).content.decode()
    assert "网版破了" in page
    assert set(forms_of(page)) == {"resume"}
    worker.post(f"{address}report/", forms_of(page)["resume"])
    order.refresh_from_db()
    assert order.state == "in_progress"


def test_the_page_offers_what_can_be_reported_now(worker: Client, shop: Plannable, order: WorkOrder) -> None:
    second = f"/floor/{order.number}/2/"
    assert forms_of(worker.get(second).content.decode()) == {}
    assert "has to be finished" in worker.get(second).content.decode()
    finished(shop, order)
    for place in (1, 2):
        assert forms_of(worker.get(f"/floor/{order.number}/{place}/").content.decode()) == {}


def test_too_many_pieces_are_refused_in_place(worker: Client, shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    count = forms_of(worker.get(f"/floor/{order.number}/1/").content.decode())["good"]
    for good, said in (("61", "Only 60 of the 60 pieces are left"), ("-3", "Say how many"), ("9" * 40, "Say how many")):
        answer = worker.post(f"/floor/{order.number}/1/report/", {**count, "good": good})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_another_machine_is_chosen_where_the_planned_one_runs(
    worker: Client, shop: Plannable, order: WorkOrder
) -> None:
    told(shop, order, 0, "start")
    second = released(shop, starts_at=MONDAY + timedelta(hours=2))
    page = worker.get(f"/floor/{second.number}/1/").content.decode()
    assert "M1 · running" in page
    free = shop.press.machines.get(code="M2")
    start = forms_of(page)["start"]
    refused = worker.post(
        f"/floor/{second.number}/1/report/", {**start, "machine": str(order.steps.first().machine_id)}
    )
    assert refused.status_code == 409
    worker.post(f"/floor/{second.number}/1/report/", {**start, "machine": str(free.pk)})
    assert second.steps.get(position=0).machine == free


PAGES = ["/floor/{number}/", "/floor/{number}/1/"]
POSTS = ["/floor/{number}/pack/", "/floor/{number}/1/report/"]


def test_strangers_find_nothing(sign_in: SignIn, order: WorkOrder, client: Client) -> None:
    stranger = sign_in(a_party("factory"), "floor")
    sent = {"report_id": "x", "kind": "start"}
    for address in PAGES:
        assert stranger.get(address.format(number=order.number)).status_code == 404
        asked = client.get(address.format(number=order.number))
        assert asked["Location"] == f"/accounts/login/?next={address.format(number=order.number)}"
    for address in POSTS:
        assert stranger.post(address.format(number=order.number), sent).status_code == 404
    assert not FloorReport.objects.exists()


def test_other_roles_do_not_report(sign_in: SignIn, shop: Plannable, order: WorkOrder) -> None:
    seller = sign_in(shop.factory, "sales")
    assert seller.get(f"/floor/{order.number}/1/").status_code == 403
    assert seller.post(f"/floor/{order.number}/1/report/", {"report_id": "x", "kind": "start"}).status_code == 403


def test_an_unknown_operation_is_not_found(worker: Client, order: WorkOrder) -> None:
    for place in (0, 3):
        assert worker.get(f"/floor/{order.number}/{place}/").status_code == 404


def test_my_work_centre_is_remembered(worker: Client, shop: Plannable, order: WorkOrder) -> None:
    assert "Where do you work?" in worker.get("/floor/").content.decode()
    assert order.number in worker.get(f"/floor/?centre={shop.press.pk}").content.decode()
    assert order.number in worker.get("/floor/").content.decode()
    other = a_work_centre(a_party("factory"))
    assert "no such work centre" in worker.get(f"/floor/?centre={other.pk}").content.decode()


def test_the_list_says_what_runs_what_waits_and_what_is_late(worker: Client, shop: Plannable, order: WorkOrder) -> None:
    second = released(shop, starts_at=MONDAY - timedelta(hours=2))
    told(shop, order, 0, "start")
    page = worker.get(f"/floor/?centre={shop.press.pk}").content.decode()
    assert page.index(order.number) < page.index(second.number)
    assert "should have begun" in page
    assert "waits for the operation before" in worker.get(f"/floor/?centre={shop.dryer.pk}").content.decode()


def test_lists_cost_the_same_for_one_and_for_three(worker: Client, shop: Plannable, order: WorkOrder) -> None:
    worker.get(f"/floor/?centre={shop.press.pk}")
    pages = ("/floor/", f"/floor/{order.number}/1/", f"/floor/{order.number}/")
    for_one = [statements(worker, page) for page in pages]
    for hours in (3, 6):
        released(shop, starts_at=MONDAY + timedelta(hours=hours))
    assert [statements(worker, page) for page in pages] == for_one
    assert max(for_one) <= MOST


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("http://127.0.0.1:8000/floor/WO261123K7Q2M9XA/2/", "/floor/WO261123K7Q2M9XA/2/"),
        ("HTTPS://OTHER.EXAMPLE/FLOOR/WO261123K7Q2M9XA/2/", "/floor/WO261123K7Q2M9XA/2/"),
        ("http://127.0.0.1:8000/floor/WO261123K7Q2M9XA/", "/floor/WO261123K7Q2M9XA/"),
        (" wo261123k7q2m9xa\n", "/floor/WO261123K7Q2M9XA/"),
        ("WO261123K7Q2M9XA/1", "/floor/WO261123K7Q2M9XA/1/"),
    ],
)
def test_codes_lead_to_their_pages(text: str, page: str) -> None:
    assert page_said(text) == page


@pytest.mark.parametrize("text", ["", "6901234567892", "https://evil.example/", "SO261123K7Q2M9XA", "WO/../../admin"])
def test_other_codes_lead_nowhere(text: str) -> None:
    with pytest.raises(NotACodeError):
        page_said(text)


def test_a_scanner_that_types_needs_no_script(worker: Client, order: WorkOrder) -> None:
    found = worker.get("/floor/scan/", {"code": f"http://127.0.0.1:8000/floor/{order.number}/2/"})
    assert found["Location"] == f"/floor/{order.number}/2/"
    wrong = worker.get("/floor/scan/", {"code": "<b>6901234567892"})
    assert wrong.status_code == 422
    assert "&lt;b&gt;6901234567892” is not the code of a work order" in wrong.content.decode()


def test_a_broken_machine_is_asked_about_once_more_and_then_reported_down(
    worker: Client, shop: Plannable, order: WorkOrder
) -> None:
    told(shop, order, 0, "start")
    address = f"/floor/{order.number}/1/"
    assert f"{address}broken/" in worker.get(address).content.decode()
    page = worker.get(f"{address}broken/").content.decode()
    assert "Is Press M1 broken?" in page
    assert not Downtime.objects.exists()
    sent = {"report_id": hidden(page, "report_id"), "hours": "24", "note": "轴承"}
    for _ in range(2):
        assert worker.post(f"{address}broken/", sent)["Location"] == address
    down = Downtime.objects.get()
    assert (down.ends_at, down.note) == (MONDAY + timedelta(days=1), "轴承")
    worker.post(f"{address}report/", forms_of(worker.get(address).content.decode())["resume"])
    assert Downtime.objects.get().ended_at == MONDAY


def test_a_machine_of_work_that_does_not_run_is_refused_in_place(worker: Client, order: WorkOrder) -> None:
    answer = worker.post(f"/floor/{order.number}/1/broken/", {"report_id": "x", "hours": "4"})
    assert answer.status_code == 409
    assert "so this cannot be reported" in answer.content.decode()


def test_the_last_count_is_undone_by_one_tap(worker: Client, order: WorkOrder) -> None:
    address = f"/floor/{order.number}/1/"
    worker.post(f"{address}report/", forms_of(worker.get(address).content.decode())["start"])
    worker.post(f"{address}report/", forms_of(worker.get(address).content.decode())["good all"])
    page = worker.get(address).content.decode()
    assert "Undo: 60 good, 0 scrap" in page
    undo = re.search(r'action="([^"]+/reports/\d+/)".*?name="report_id" value="([^"]+)"', page, re.DOTALL)
    assert undo is not None
    sent = {"report_id": undo[2], "good": "0", "scrap": "0", "because": "Undone right after"}
    for _ in range(2):
        assert worker.post(undo[1], sent)["Location"] == address
    step = order.steps.get(position=0)
    assert (step.good, step.state) == (0, "running")
    assert "Undo:" not in worker.get(address).content.decode()


def test_a_count_of_somebody_else_or_of_long_ago_is_corrected_with_a_reason(
    worker: Client, shop: Plannable, order: WorkOrder
) -> None:
    told(shop, order, 0, "start")
    report = told(shop, order, 0, "good", good=40, at=MONDAY - timedelta(hours=1))
    address = f"/floor/{order.number}/1/"
    page = worker.get(address).content.decode()
    assert "Undo:" not in page
    assert f"{address}reports/{report.pk}/" in page
    form = worker.get(f"{address}reports/{report.pk}/").content.decode()
    sent = {"report_id": hidden(form, "report_id"), "good": "35", "scrap": "5"}
    for wrong, said in (({"because": " "}, "Say why the count was wrong"), ({"good": "90", "because": "x"}, "issued")):
        refused = worker.post(f"{address}reports/{report.pk}/", {**sent, **wrong})
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert worker.post(f"{address}reports/{report.pk}/", {**sent, "because": "Counted wrong"})["Location"] == address
    page = worker.get(address).content.decode()
    assert "Counted wrong" in page
    assert order.steps.get(position=0).scrap == 5


def test_strangers_neither_correct_nor_break_anything(sign_in: SignIn, shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    report = told(shop, order, 0, "good", good=40)
    stranger = sign_in(a_plannable_factory(a_party("factory")).factory, "floor")
    for page in ("broken/", f"reports/{report.pk}/"):
        assert stranger.get(f"/floor/{order.number}/1/{page}").status_code == 404
        assert stranger.post(f"/floor/{order.number}/1/{page}", {"report_id": "x", "good": "1"}).status_code == 404
    assert order.steps.get(position=0).good == 40


def test_the_reports_of_an_operation_cost_the_same_however_many(
    worker: Client, shop: Plannable, order: WorkOrder
) -> None:
    told(shop, order, 0, "start")
    for_one = statements(worker, f"/floor/{order.number}/1/")
    for _ in range(3):
        told(shop, order, 0, "good", good=1)
    assert statements(worker, f"/floor/{order.number}/1/") == for_one


def hidden(page: str, name: str) -> str:
    """The value of a hidden field in the page's main form."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[-1]
