"""The planner's inbox: one board for all that is on the page, and each verdict as if it were alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Demand
from huopan.engines.planning import boards
from tests.factories.production import MONDAY, Plannable, a_demand, a_plannable_factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many jobs each of the planner's boards had when it was built."""
    seen: list[int] = []
    make = boards.Board.__init__

    def counted(self: Any, shop: Any, jobs: Any, plan: Any, **more: Any) -> None:
        seen.append(len(list(jobs)))
        make(self, shop, jobs, plan, **more)

    monkeypatch.setattr(boards.Board, "__init__", counted)
    return seen


def some_demands(shop: Plannable, count: int) -> list[Demand]:
    """Held ones and open ones, in turn."""
    made = [a_demand(shop, quantity=30 * (n + 1)) for n in range(count)]
    for demand in made[::2]:
        production.hold_capacity(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    return list(Demand.objects.filter(factory=shop.factory).select_related("recipe", "routing").order_by("id"))


@pytest.mark.parametrize("count", [1, 3])
def test_one_board_and_the_same_statements_however_many_demands(built: list[int], count: int) -> None:
    shop = a_plannable_factory()
    asked = some_demands(shop, count)
    built.clear()
    with CaptureQueriesContext(connection) as statements:
        found = queries.verdicts_on(asked, shop.factory.pk, MONDAY)
    assert sorted(found) == [each.pk for each in asked]
    assert len(built) == 1
    assert len(statements) == 1


def test_judged_together_is_judged_alone() -> None:
    shop = a_plannable_factory()
    asked = some_demands(shop, 5)
    together = queries.verdicts_on(asked, shop.factory.pk, MONDAY)
    for demand in asked:
        assert queries.verdicts_on([demand], shop.factory.pk, MONDAY)[demand.pk] == together[demand.pk]
        assert queries.kept_verdict(demand.pk, shop.planner, MONDAY) == together[demand.pk]


def test_the_bottleneck_is_called_by_its_name() -> None:
    shop = a_plannable_factory()
    sums = queries.kept_verdict(a_demand(shop).pk, shop.planner, MONDAY)["arithmetic"]
    assert (sums["bottleneck"], sums["bottleneck_name_zh"], sums["bottleneck_name_en"]) == ("dryer", "烘干线", "Dryer")
    assert {line["name_en"] for line in sums["lines"] if line["kind"] == "run"} == {"Step 1", "Step 2"}
