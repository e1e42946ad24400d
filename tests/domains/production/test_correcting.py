"""Counts that were wrong, machines that break, and work orders that came out short."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.actions import correcting, remaking, reporting, stepping
from huopan.domains.production.models import Demand, Downtime, FloorReport, Material, WorkOrder, WorkOrderStep
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import RefusedError, UnknownError
from tests.domains.production.floor import finished, told
from tests.factories.orders import relay
from tests.factories.production import (
    MONDAY,
    Plannable,
    a_bom_line,
    a_demand,
    a_material,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
)

pytestmark = pytest.mark.django_db
_ids = count(1)


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory(presses=1)


@pytest.fixture
def order(shop: Plannable) -> WorkOrder:
    return released(shop)


def released(shop: Plannable, **fields: Any) -> WorkOrder:
    demand = a_planned_demand(shop, **fields)
    return production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def corrected(shop: Plannable, report: FloorReport, good: int, scrap: int = 0, **more: Any) -> FloorReport:
    said = {"client_id": f"mend-{next(_ids)}", "because": "数错了", "at": MONDAY + timedelta(minutes=5)} | more
    return production.correct_report(
        number=report.step.work_order.number, report_id=report.pk, good=good, scrap=scrap,
        by=a_planner(shop.factory, "floor"), **said,
    )  # fmt: skip


def step_of(order: WorkOrder, position: int) -> WorkOrderStep:
    return order.steps.get(position=position)


def all_laws_hold() -> bool:
    return not checking.broken(at=MONDAY, area="C")


def test_a_wrong_count_is_said_anew_and_both_stay_to_be_read(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    wrong = told(shop, order, 0, "good", good=40, scrap=2)
    mend = corrected(shop, wrong, 4, 2)
    assert (mend.good, mend.scrap, mend.reason, mend.corrects) == (-36, 0, "数错了", wrong)
    assert (step_of(order, 0).good, step_of(order, 0).scrap) == (4, 2)
    assert queries.corrected(FloorReport.objects.get(pk=wrong.pk)) == (4, 2)
    entry = TrailEntry.objects.filter(name="production.FloorReported").latest("id")
    assert (entry.payload["kind"], entry.payload["good"], entry.payload["reason"]) == ("correct", -36, "数错了")
    shown = {each.pk: (each.good_now, each.scrap_now) for each in queries.reports_of(step_of(order, 0))}
    assert shown[wrong.pk] == (4, 2)


def test_a_correction_sent_twice_is_one(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    wrong = told(shop, order, 0, "good", good=40)
    first = corrected(shop, wrong, 30, client_id="same")
    assert corrected(shop, wrong, 30, client_id="same") == first
    assert step_of(order, 0).good == 30
    other = told(shop, order, 0, "good", good=1)
    with pytest.raises(reporting.OtherReportError):
        corrected(shop, other, 0, client_id="same")


def test_undoing_the_last_piece_takes_the_operation_up_again(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    whole = told(shop, order, 0, "good", good=58, scrap=2)
    assert step_of(order, 1).issued == 58
    corrected(shop, whole, 0)
    assert (step_of(order, 0).state, step_of(order, 0).ended_at, step_of(order, 1).issued) == ("running", None, 60)
    told(shop, order, 0, "good", good=60)
    assert (step_of(order, 0).state, step_of(order, 1).issued) == ("done", 60)
    assert all_laws_hold()


def test_undoing_what_made_the_order_puts_all_of_it_back(shop: Plannable) -> None:
    bag = a_material(shop.factory, on_hand=1000, unit_fen=300)
    a_bom_line(shop.recipe, bag)
    demand = a_demand(shop)
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    order = production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    finished(shop, order)
    assert (Demand.objects.get(pk=demand.pk).state, Material.objects.get().on_hand) == ("produced", 940)
    last = FloorReport.objects.filter(step__work_order=order, kind="good").latest("id")
    corrected(shop, last, 10)
    order.refresh_from_db()
    assert (order.state, order.produced_at) == ("in_progress", None)
    assert Demand.objects.get(pk=demand.pk).state == "released"
    assert (Material.objects.get().on_hand, Material.objects.get().reserved) == (1000, 60)
    relay()
    assert all_laws_hold()
    told(shop, order, 1, "good", good=50)
    assert (Demand.objects.get(pk=demand.pk).state, Material.objects.get().on_hand) == ("produced", 940)


def test_scrap_found_later_is_issued_no_more(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    whole = told(shop, order, 0, "good", good=60)
    told(shop, order, 1, "start")
    told(shop, order, 1, "good", good=50)
    corrected(shop, whole, 55, 5)
    assert (step_of(order, 0).scrap, step_of(order, 1).issued, step_of(order, 1).state) == (5, 55, "running")
    corrected(shop, whole, 50, 10)
    order.refresh_from_db()
    assert (step_of(order, 1).state, order.state, order.missing) == ("done", "produced", 10)
    assert all_laws_hold()


def test_what_the_next_operation_has_used_must_have_come(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    whole = told(shop, order, 0, "good", good=60)
    told(shop, order, 1, "start")
    told(shop, order, 1, "good", good=50)
    with pytest.raises(correcting.NextHasBegunError):
        corrected(shop, whole, 40, 20)
    with pytest.raises(correcting.NextIsAtWorkError):
        corrected(shop, whole, 55, 0)
    assert step_of(order, 0).good == 60


@pytest.mark.parametrize(
    ("good", "more", "refusal"),
    [
        (61, {}, correcting.MoreThanThereWereError),
        (40, {}, correcting.NothingCorrectedError),
        (-1, {}, correcting.NotACountError),
        (1, {"because": "  "}, correcting.WhyCorrectedMissingError),
        (1, {"client_id": ""}, reporting.ClientIdError),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(
    shop: Plannable, order: WorkOrder, good: int, more: dict[str, str], refusal: type[RefusedError]
) -> None:
    told(shop, order, 0, "start")
    report = told(shop, order, 0, "good", good=40)
    with pytest.raises(refusal):
        corrected(shop, report, good, **more)
    assert (step_of(order, 0).good, FloorReport.objects.count()) == (40, 2)


def test_only_counts_of_this_order_are_corrected_and_not_once_it_is_packed(shop: Plannable, order: WorkOrder) -> None:
    start = told(shop, order, 0, "start")
    with pytest.raises(UnknownError):
        corrected(shop, start, 1)
    finished_order = released(shop, starts_at=MONDAY + timedelta(hours=3))
    told(shop, order, 0, "good", good=60)
    finished(shop, finished_order)
    production.pack_work_order(number=finished_order.number, by=shop.planner, at=MONDAY)
    report = FloorReport.objects.filter(step__work_order=finished_order, kind="good").latest("id")
    with pytest.raises(stepping.WorkOrderNotReadyError):
        corrected(shop, report, 59, 1)


def test_an_operation_taken_up_again_waits_for_a_machine_that_is_busy(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    whole = told(shop, order, 0, "good", good=60)
    other = released(shop, starts_at=MONDAY + timedelta(hours=3))
    told(shop, other, 0, "start")
    corrected(shop, whole, 59)
    order.refresh_from_db()
    assert (step_of(order, 0).state, order.state) == ("stopped", "on_hold")
    assert all_laws_hold()


def test_the_database_refuses_a_correction_of_nothing_and_pieces_of_a_start(order: WorkOrder) -> None:
    step = step_of(order, 0)
    for wrong in ({"kind": "correct", "reason": "x"}, {"kind": "start", "good": 1}, {"kind": "good", "good": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FloorReport.objects.create(factory_id=order.factory_id, client_id="x", step=step, at=MONDAY, **wrong)


def broken(shop: Plannable, order: WorkOrder, **more: Any) -> FloorReport:
    said = {"client_id": "crash", "reason": "机器坏了", "ends_at": MONDAY + timedelta(hours=9), "at": MONDAY} | more
    return production.report_broken_machine(
        number=order.number, position=0, by=a_planner(shop.factory, "floor"), **said
    )


def test_a_broken_machine_stops_the_work_and_moves_the_plan_once(shop: Plannable, order: WorkOrder) -> None:
    waiting = a_planned_demand(shop, starts_at=MONDAY + timedelta(hours=3))
    told(shop, order, 0, "start")
    assert broken(shop, order) == broken(shop, order)
    order.refresh_from_db()
    down = Downtime.objects.get()
    assert (order.state, down.kind, down.machine) == ("on_hold", "breakdown", shop.press.machines.get())
    first = waiting.planned_steps.get(plan__is_current=True, step=0)
    assert first.starts_at >= down.ends_at
    board = queries.board_of(shop.factory.pk, MONDAY)
    running = board.plan.by_job[str(order.demand_id)][0]
    assert board.moment(running.end) >= down.ends_at + timedelta(hours=1)


def test_work_that_goes_on_says_that_the_machine_is_back(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    broken(shop, order)
    later = MONDAY + timedelta(hours=2)
    told(shop, order, 0, "resume", at=later)
    assert Downtime.objects.get().ended_at == later


def test_a_machine_cannot_break_under_work_that_does_not_run(shop: Plannable, order: WorkOrder) -> None:
    with pytest.raises(reporting.NotThisNowError):
        broken(shop, order)
    assert not Downtime.objects.exists()
    told(shop, order, 0, "start")
    with pytest.raises(RefusedError):
        broken(shop, order, ends_at=MONDAY - timedelta(hours=1))
    assert step_of(order, 0).state == "running"


def short(shop: Plannable, order: WorkOrder) -> None:
    told(shop, order, 0, "start")
    told(shop, order, 0, "good", good=50, scrap=10)
    told(shop, order, 1, "start")
    told(shop, order, 1, "good", good=48, scrap=2)


def test_what_did_not_come_good_is_made_again(shop: Plannable, order: WorkOrder) -> None:
    short(shop, order)
    again = production.remake_missing(number=order.number, by=shop.planner, at=MONDAY)
    assert (again.quantity, again.state, again.source_kind, again.traits) == (
        12,
        "accepted",
        "remake",
        {"colour": "red"},
    )
    assert again.buyer_id == order.demand.buyer_id
    assert again.planned_steps.filter(plan__is_current=True).count() == 2
    assert production.remake_missing(number=order.number, by=shop.planner, at=MONDAY) == again
    assert Demand.objects.count() == 2


def test_what_has_no_place_waits_to_be_decided(shop: Plannable, order: WorkOrder) -> None:
    short(shop, order)
    shop.dryer.machines.update(is_in_service=False)
    again = production.remake_missing(number=order.number, by=shop.planner, at=MONDAY)
    assert again.state == "open"


def test_what_lacks_nothing_or_is_not_made_is_not_made_again(shop: Plannable, order: WorkOrder) -> None:
    for is_finished in (False, True):
        if is_finished:
            finished(shop, order)
        with pytest.raises(remaking.NothingMissingError):
            production.remake_missing(number=order.number, by=shop.planner, at=MONDAY)
    with pytest.raises(UnknownError):
        production.remake_missing(number=order.number, by=a_plannable_factory().planner, at=MONDAY)
