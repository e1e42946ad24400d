"""Rows read together: as query sets would have made them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db.models.expressions import RawSQL

from huopan.domains.production.models import DayException, Demand, Machine, Routing, WeeklyShift, WorkCentre
from huopan.infra.together import Part, Together, tie
from tests.factories.production import a_demand, a_plannable_factory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)


def columns(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_rows_are_what_a_query_set_makes_of_them() -> None:
    """Texts, numbers, truths, nothing, JSON, days, hours and moments with their microseconds."""
    demand = a_demand(title="杯子 'quoted' 100%", traits={"colour": "red", "n": [1, None, True]}, wanted_by=NOON)
    calendar = demand.factory.working_calendars.first()
    calendar.exceptions.create(on=date(2026, 5, 1), kind="own_shift", opens=time(8, 30), closes=time(17))
    for model in (Demand, WorkCentre, Machine, WeeklyShift, DayException, Routing):
        read = Together({"rows": Part(model, "id > 0")}).read()["rows"]
        assert [columns(row) for row in read] == [columns(row) for row in model.objects.order_by("pk")] != []


def test_many_tables_are_one_statement(django_assert_num_queries) -> None:
    factory = a_plannable_factory().factory
    asked = Together({"centres": Part(WorkCentre, "factory_id = %(factory)s"), "demands": Part(Demand, "id = 0")})
    with django_assert_num_queries(1):
        found = asked.read(factory=factory.pk)
    assert found["centres"]
    assert found["demands"] == []


def test_values_lists_words_and_named_tables_have_their_places() -> None:
    early, late = a_demand(wanted_by=NOON), a_demand(wanted_by=NOON + timedelta(hours=1))
    asked = Together(
        {"found": Part(Demand, "id IN (SELECT id FROM wanted) AND state IN {undecided}")},
        {"wanted": "SELECT id FROM production_demand WHERE wanted_by > %(since)s OR title IN {named} OR id IN {also}"},
        {"undecided": ("open", "held")},
        lists={"also": "bigint", "named": "text"},
    )
    assert asked.read(since=NOON, also=[], named=[])["found"] == [late]
    assert asked.read(since=NOON, also={early.pk}, named=[])["found"] == [early, late]
    assert asked.read(since=NOON, also=[], named=[early.title])["found"] == [early, late]
    Demand.objects.filter(pk=late.pk).update(state="declined")
    assert asked.read(since=NOON, also={early.pk, late.pk}, named=[])["found"] == [early]


def test_a_query_set_is_a_body_with_its_own_values(django_assert_num_queries) -> None:
    """Also one with a literal percent sign, and one that its door has closed."""
    early, late = a_demand(title="100% %s", wanted_by=NOON), a_demand(wanted_by=NOON + timedelta(hours=1))
    asked = Together({"found": Part(Demand, "id IN (SELECT id FROM wanted) AND wanted_by >= %(since)s")})
    each = Demand.objects.annotate(sign=RawSQL("'%%'", ()))
    for rows, found in (
        (each.filter(title__contains="100% %s").values("id"), [early]),
        (each.filter(sign="%", pk__in=[early.pk, late.pk]).values("id"), [early, late]),
        (each.none().values("id"), []),
    ):
        with django_assert_num_queries(1):
            assert asked.read(since=NOON, wanted=rows)["found"] == found


def test_a_tied_parent_is_not_fetched_and_a_missing_one_is(django_assert_num_queries) -> None:
    machine = Machine.objects.get(pk=a_plannable_factory().dryer.machines.get().pk)
    with django_assert_num_queries(1):
        tie([machine], work_centre={})
        assert machine.work_centre.code
    again = Machine.objects.get(pk=machine.pk)
    with django_assert_num_queries(0):
        tie([again], work_centre={machine.work_centre_id: machine.work_centre})
        assert again.work_centre is machine.work_centre
