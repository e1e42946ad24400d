"""What the floor says is believed once, in order, and no further than what was issued."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huopan.domains.production import actions as production
from huopan.domains.production.actions import reporting
from huopan.domains.production.models import FloorReport, WorkOrder, WorkOrderStep
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import ForbiddenError, RefusedError, UnknownError
from tests.domains.production.floor import finished, told
from tests.factories.catalog import a_seller
from tests.factories.orders import relay
from tests.factories.production import (
    MONDAY,
    Plannable,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
    a_work_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory()


@pytest.fixture
def order(shop: Plannable) -> WorkOrder:
    return released(shop)


def released(shop: Plannable, **fields: Any) -> WorkOrder:
    demand = a_planned_demand(shop, **fields)
    return production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def step_of(order: WorkOrder, position: int) -> WorkOrderStep:
    return order.steps.get(position=position)


def test_two_scans_of_one_code_are_one_report(shop: Plannable, order: WorkOrder) -> None:
    first = told(shop, order, 0, "start", client_id="scan")
    assert told(shop, order, 0, "start", client_id="scan") == first
    told(shop, order, 0, "good", good=5, client_id="scan 2")
    told(shop, order, 0, "good", good=5, client_id="scan 2")
    assert (FloorReport.objects.count(), step_of(order, 0).good) == (2, 5)
    assert TrailEntry.objects.filter(name="production.FloorReported").count() == 2


def test_another_report_under_a_known_id_is_refused(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start", client_id="scan")
    for position, said in ((0, {"kind": "good", "good": 1}), (1, {"kind": "start"})):
        with pytest.raises(reporting.OtherReportError):
            told(shop, order, position, client_id="scan", **said)


def test_two_factories_may_make_the_same_id(shop: Plannable, order: WorkOrder) -> None:
    other = a_plannable_factory()
    told(shop, order, 0, "start", client_id="1")
    told(other, released(other), 0, "start", client_id="1")
    assert FloorReport.objects.count() == 2


def test_an_operation_is_done_with_its_last_piece_and_issues_the_good_ones(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    told(shop, order, 0, "good", good=40, scrap=2)
    assert step_of(order, 0).state == "running"
    told(shop, order, 0, "good", good=17, scrap=1)
    assert (step_of(order, 0).state, step_of(order, 1).issued) == ("done", 57)
    told(shop, order, 1, "start")
    told(shop, order, 1, "good", good=57)
    order.refresh_from_db()
    order.demand.refresh_from_db()
    assert (order.state, order.produced_at, order.demand.state) == ("produced", MONDAY, "produced")
    produced = TrailEntry.objects.get(name="production.WorkOrderProduced")
    assert (produced.payload["good"], produced.payload["wanted"]) == (57, 60)


def test_no_more_than_what_was_issued(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    told(shop, order, 0, "good", good=50)
    with pytest.raises(reporting.MoreThanIssuedError) as refused:
        told(shop, order, 0, "good", good=9, scrap=2)
    assert refused.value.params == {"left": 10, "issued": 60, "reported": 11}
    assert step_of(order, 0).good == 50


def test_operations_go_in_order(shop: Plannable, order: WorkOrder) -> None:
    with pytest.raises(reporting.NotItsTurnError):
        told(shop, order, 1, "start")
    told(shop, order, 0, "start")
    told(shop, order, 0, "good", good=59)
    with pytest.raises(reporting.NotItsTurnError):
        told(shop, order, 1, "start")


def test_what_came_to_nothing_is_not_gone_on_with(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    told(shop, order, 0, "good", scrap=60)
    with pytest.raises(reporting.NothingCameError):
        told(shop, order, 1, "start")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ([], {"kind": "good", "good": 1}),
        ([], {"kind": "stop", "reason": "x"}),
        ([], {"kind": "resume"}),
        (["start"], {"kind": "start"}),
        (["start"], {"kind": "resume"}),
        (["start", "stop"], {"kind": "stop", "reason": "x"}),
        (["start", "stop"], {"kind": "good", "good": 1}),
        (["start", "stop"], {"kind": "start"}),
    ],
)
def test_reports_fit_the_operations_state(
    shop: Plannable, order: WorkOrder, before: list[str], said: dict[str, Any]
) -> None:
    for kind in before:
        told(shop, order, 0, kind, reason="no film" if kind == "stop" else "")
    with pytest.raises(reporting.NotThisNowError):
        told(shop, order, 0, **said)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"kind": "good"}, reporting.NoPiecesError),
        ({"kind": "good", "good": -1, "scrap": 5}, reporting.NoPiecesError),
        ({"kind": "stop", "reason": "  "}, reporting.WhyStoppedMissingError),
        ({"kind": "dance"}, reporting.NotAReportError),
        ({"kind": "start", "client_id": " "}, reporting.ClientIdError),
        ({"kind": "start", "client_id": "x" * 65}, reporting.ClientIdError),
    ],
)
def test_reports_that_say_nothing(
    shop: Plannable, order: WorkOrder, said: dict[str, Any], error: type[RefusedError]
) -> None:
    with pytest.raises(error):
        told(shop, order, 0, **said)
    assert not FloorReport.objects.exists()


def test_stopping_holds_the_work_order_and_going_on_goes_on(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    told(shop, order, 0, "stop", reason="  网版破了  ")
    order.refresh_from_db()
    assert (order.state, step_of(order, 0).state) == ("on_hold", "stopped")
    assert FloorReport.objects.get(kind="stop").reason == "网版破了"
    told(shop, order, 0, "resume")
    order.refresh_from_db()
    assert (order.state, step_of(order, 0).state) == ("in_progress", "running")


def test_a_machine_runs_one_thing_at_a_time(shop: Plannable, order: WorkOrder) -> None:
    second = released(shop, starts_at=MONDAY + timedelta(hours=2))
    told(shop, order, 0, "start")
    with pytest.raises(reporting.MachineBusyError) as refused:
        told(shop, second, 0, "start")
    assert refused.value.params["number"] == order.number
    free = shop.press.machines.get(code="M2")
    told(shop, second, 0, "start", machine_id=free.pk)
    assert step_of(second, 0).machine == free


def test_a_stopped_machine_is_free_until_its_work_goes_on(shop: Plannable, order: WorkOrder) -> None:
    second = released(shop, starts_at=MONDAY + timedelta(hours=2))
    told(shop, order, 0, "start")
    told(shop, order, 0, "stop", reason="no film")
    told(shop, second, 0, "start")
    with pytest.raises(reporting.MachineBusyError):
        told(shop, order, 0, "resume")


def test_only_machines_of_the_work_centre_are_chosen(shop: Plannable, order: WorkOrder) -> None:
    for machine in (shop.dryer.machines.get(), a_plannable_factory().press.machines.first()):
        with pytest.raises(UnknownError):
            told(shop, order, 0, "start", machine_id=machine.pk)


def test_strangers_and_other_roles_report_nothing(shop: Plannable, order: WorkOrder) -> None:
    said = {"client_id": "x", "number": order.number, "position": 0, "kind": "start", "at": MONDAY}
    with pytest.raises(UnknownError):
        production.report_floor(**said, by=a_planner(a_seller()))
    with pytest.raises(ForbiddenError):
        production.report_floor(**said, by=a_planner(shop.factory, "sell"))
    with pytest.raises(UnknownError):
        production.report_floor(**{**said, "position": 2}, by=shop.planner)


def test_what_is_finished_takes_no_report(shop: Plannable, order: WorkOrder) -> None:
    finished(shop, order)
    with pytest.raises(production.WorkOrderNotReadyError):
        told(shop, order, 1, "good", good=1)


def test_the_plan_follows_the_floor(shop: Plannable, order: WorkOrder) -> None:
    """Begun three hours late: what was expected of it moves, and nobody is asked to."""
    late = MONDAY + timedelta(hours=3)
    told(shop, order, 0, "start", at=late)
    relay()
    order.demand.refresh_from_db()
    assert timedelta(hours=2) <= order.demand.expected_at - late < timedelta(hours=3)


def test_the_laws_see_what_breaks_them(shop: Plannable, order: WorkOrder) -> None:
    """The negative control of the invariants: each breach is found by its own law."""
    assert not checking.broken(at=MONDAY, area="C")
    broken = a_work_order(a_planned_demand(shop))
    WorkOrderStep.objects.filter(work_order=broken, position=1).update(started_at=MONDAY, good=1)
    WorkOrderStep.objects.filter(work_order=order, position=0).update(state="done", good=50)
    WorkOrder.objects.filter(pk=order.pk).update(state="produced")
    codes = {finding.invariant.code for finding in checking.broken(at=MONDAY, area="C")}
    assert {"C3", "C3b", "C3c", "C4b", "C4c"} <= codes


REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["start", "good", "good", "good", "stop", "resume"]),
        st.integers(0, 1),  # which of two work orders
        st.integers(0, 2),  # which operation, one of them unknown
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from(["", "", "", "a", "b"]),  # an id used before, now and then
    ),
    max_size=25,
)


class TestWhateverIsReported(TestCase):
    @given(reports=REPORTS)
    @settings(max_examples=10, deadline=None)
    def test_the_laws_of_the_floor_hold(self, reports: list[tuple[str, int, int, int, int, str]]) -> None:
        shop = a_plannable_factory()
        orders = [
            a_work_order(a_planned_demand(shop, state="released", starts_at=MONDAY + timedelta(hours=3 * n)))
            for n in range(2)
        ]
        for kind, which, position, good, scrap, client_id in reports:
            said = {"client_id": client_id} if client_id else {}
            try:
                told(shop, orders[which], position, kind, good=good, scrap=scrap, reason="x", **said)
            except RefusedError:
                continue
            finally:
                assert not checking.broken(at=MONDAY, area="C")
