"""What the buyer sees of the floor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Demand
from huopan.domains.production.rules.work_orders import Done, percent_done
from huopan.kernel.actor import SYSTEM, VISITOR
from tests.domains.production.floor import finished, told
from tests.factories.catalog import a_seller
from tests.factories.orders import relay
from tests.factories.production import (
    MONDAY,
    a_demand,
    a_plannable_factory,
    a_planned_demand,
    a_planner,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_buyer_watches_pieces_being_made() -> None:
    shop = a_plannable_factory()
    demand = a_planned_demand(shop, source_reference="SO1:1")
    buyer = a_planner(demand.buyer)
    assert [(p.done_pct, p.made, len(p.steps)) for p in queries.progress_of("order", ["SO1:1"], buyer)] == [(0, 0, 0)]
    order = production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    told(shop, order, 0, "start")
    told(shop, order, 0, "good", good=28, scrap=2)
    (half,) = queries.progress_of("order", ["SO1:1"], buyer)
    assert 25 <= half.done_pct < 30
    assert (half.made, half.is_late) == (0, False)
    assert [(step.good, step.wanted, step.state) for step in half.steps] == [(28, 60, "running"), (0, 60, "waiting")]
    told(shop, order, 0, "good", good=30)
    finished_at = MONDAY + timedelta(hours=3)
    told(shop, order, 1, "start")
    told(shop, order, 1, "good", good=58, at=finished_at)
    (whole,) = queries.progress_of("order", ["SO1:1"], buyer)
    assert (whole.done_pct, whole.made, whole.state, whole.expected_at) == (100, 58, "produced", finished_at)


def test_a_late_start_shows() -> None:
    shop = a_plannable_factory()
    demand = a_planned_demand(shop, source_reference="SO1:1", promised_at=MONDAY + 3 * HOUR)
    order = production.release_work_order(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    told(shop, order, 0, "start", at=MONDAY + 2 * HOUR)
    relay()
    (shown,) = queries.progress_of("order", ["SO1:1"], a_planner(demand.buyer))
    assert shown.is_late
    assert shown.expected_at is not None
    assert 4 * HOUR <= shown.expected_at - MONDAY < 5 * HOUR


def test_strangers_see_no_progress() -> None:
    demand = a_planned_demand(source_reference="SO1:1")
    for stranger in (VISITOR, a_planner(a_seller())):
        assert queries.progress_of("order", ["SO1:1"], stranger) == []
    for side in (demand.buyer, demand.factory):
        assert len(queries.progress_of("order", ["SO1:1"], a_planner(side))) == 1
    assert len(queries.progress_of("order", ["SO1:1"], SYSTEM)) == 1


def test_what_nobody_else_ordered_is_not_a_visitors() -> None:
    """A demand without a buyer, such as a factory's own remaking, is nobody's but the factory's."""
    demand = a_planned_demand(source_reference="SO1:1", buyer=None)
    assert list(Demand.objects.followed_by(VISITOR)) == []
    assert list(Demand.objects.followed_by(a_planner(demand.factory))) == [demand]


def test_what_was_declined_is_not_on_its_way() -> None:
    demand = a_demand(source_reference="SO1:1", state="declined")
    assert queries.progress_of("order", ["SO1:1"], a_planner(demand.buyer)) == []


def test_many_cost_as_many_statements_as_one() -> None:
    shop = a_plannable_factory()
    by = shop.planner

    def statements(references: list[str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(queries.progress_of("order", references, by)) == len(references)
        return len(asked)

    for number in range(3):
        demand = a_planned_demand(shop, source_reference=f"SO1:{number}")
        order = production.release_work_order(demand_id=demand.pk, by=by, at=MONDAY)
        if number == 0:
            finished(shop, order)
    assert statements(["SO1:0"]) == statements(["SO1:0", "SO1:1", "SO1:2"]) == 1


def test_percent_is_weighed_by_planned_time_and_never_early() -> None:
    long, short = 9 * HOUR, HOUR
    assert percent_done([]) == 0
    assert percent_done([Done(100, 100, long), Done(0, 100, short)]) == 90
    assert percent_done([Done(999, 1000, long), Done(0, 1, timedelta())]) == 99
    assert percent_done([Done(100, 100, long), Done(0, 0, short)]) == 100
