"""What stands on a machine stays on it, whoever's work it was and wherever that has gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Demand, Machine, WorkOrder
from tests.domains.production.floor import finished, told
from tests.factories.production import MONDAY, Plannable, a_demand, a_plannable_factory, a_planned_demand

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)
CHANGE = 900  # seconds that another colour costs on the press


@pytest.fixture
def shop() -> Plannable:
    return a_plannable_factory(presses=1)


def released(shop: Plannable, colour: str, **fields) -> WorkOrder:
    demand = a_planned_demand(shop, traits={"colour": colour}, **fields)
    return production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)


def first_set_up(shop: Plannable, colour: str) -> int:
    """Seconds of set-up that the next job in this colour would need first."""
    demand = a_demand(shop, traits={"colour": colour})
    board = queries.board_of(shop.factory.pk, LATER, also=[demand])
    return queries.place_of(board, demand).placements[0].setup


def test_what_was_made_last_stands_on_the_machine_when_nothing_is_left_on_the_board(shop: Plannable) -> None:
    finished(shop, released(shop, "red"))
    assert queries.board_of(shop.factory.pk, LATER).jobs == ()
    machine = Machine.objects.get(work_centre=shop.press)
    assert (machine.set_up_for, machine.set_up_at) == ({"colour": "red"}, MONDAY)
    assert first_set_up(shop, "red") == 0
    assert first_set_up(shop, "blue") == CHANGE


def test_a_machine_that_nobody_has_worked_on_is_set_up_for_nothing(shop: Plannable) -> None:
    assert first_set_up(shop, "red") == CHANGE


def test_the_last_work_counts_though_earlier_work_is_still_on_the_board(shop: Plannable) -> None:
    waiting = released(shop, "red")
    told(shop, waiting, 0, "start")
    told(shop, waiting, 0, "good", good=60, at=MONDAY + timedelta(hours=1))
    finished(shop, released(shop, "blue", starts_at=MONDAY + timedelta(hours=2)), at=MONDAY + timedelta(hours=2))
    assert [job.code for job in queries.board_of(shop.factory.pk, LATER).jobs] == [str(waiting.demand_id)]
    assert first_set_up(shop, "blue") == 0
    assert first_set_up(shop, "red") == CHANGE


def test_going_on_after_a_stop_sets_the_machine_up_again(shop: Plannable) -> None:
    stopped, other = released(shop, "red"), released(shop, "blue", starts_at=MONDAY + timedelta(hours=2))
    told(shop, stopped, 0, "start")
    told(shop, stopped, 0, "stop", reason="no film")
    told(shop, other, 0, "start")
    told(shop, other, 0, "good", good=60)
    assert Machine.objects.get(work_centre=shop.press).set_up_for == {"colour": "blue"}
    told(shop, stopped, 0, "resume")
    assert Machine.objects.get(work_centre=shop.press).set_up_for == {"colour": "red"}


def test_the_next_promise_is_reckoned_from_it_in_the_plan_too(shop: Plannable) -> None:
    finished(shop, released(shop, "red"))
    demand = a_demand(shop, traits={"colour": "red"})
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=LATER)
    first = Demand.objects.get(pk=demand.pk).planned_steps.get(plan__is_current=True, step=0)
    assert first.setup_seconds == 0
