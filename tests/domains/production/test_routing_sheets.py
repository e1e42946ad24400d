"""Routings from Excel: every bad cell in words, all or nothing, and back again."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huopan.domains.production import actions as production
from huopan.domains.production.models import Routing, RoutingStep
from huopan.infra.files.sheets import SheetFormatError
from huopan.infra.files.tables import xlsx_table
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusalsError
from tests.factories.catalog import a_seller
from tests.factories.production import MONDAY, a_planner, a_work_centre

pytestmark = pytest.mark.django_db
HEADING = [
    "工艺编码",
    "工艺名称",
    "工序编码",
    "工序名称",
    "前工序",
    "换型要素",
    "工作中心",
    "准备(分)",
    "周期(秒)",
    "每周期件数",
]


@pytest.fixture
def by():
    factory = a_seller()
    a_work_centre(factory, code="press", name_zh="丝印机")
    a_work_centre(factory, code="pack", name_zh="包装台")
    return a_planner(factory)


def sheet(*rows, heading=HEADING):
    return xlsx_table([heading, *rows], title="x")


def brought_in(by, *rows, **more):
    return production.import_routings(file=sheet(*rows, **more), by=by, at=MONDAY)


GOOD = (
    ["R1", "丝印", "print", "印刷", "", "colour;process=screen_print", "丝印机", 10, 9, 1],
    ["", "", "pack", "包装", "", "", "pack", "", 7.5, 2],
    ["R2", "包装", "pack", "包装", "", "", "PACK", 0, 8, 1],
)


def test_rows_become_routings_by_code_and_name(by):
    found = brought_in(by, *GOOD)
    assert (found.routings, found.rows, list(found.faults)) == (2, 3, [])
    step = RoutingStep.objects.get(routing__code="R1", code="print")
    assert step.traits == {"colour": "", "process": "screen_print"}
    way = step.options.get()
    assert (way.setup_seconds, way.cycle_ms, way.pieces_per_cycle, way.is_approved_time) == (600, 9000, 1, False)
    assert RoutingStep.objects.get(routing__code="R1", code="pack").options.get().cycle_ms == 7500


def test_the_same_sheet_twice_changes_nothing(by):
    brought_in(by, *GOOD)
    brought_in(by, *GOOD)
    assert Routing.objects.count() == 2


def test_what_is_taken_away_comes_back_the_same(by):
    brought_in(by, *GOOD)
    away = production.export_routings(by=by).read()
    found = production.import_routings(file=io.BytesIO(away), by=by, at=MONDAY)
    assert (found.routings, list(found.faults)) == (2, [])
    assert Routing.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "position", "code"),
    [
        (["R9", "", "print", "", "", "", "nowhere", 1, 9, 1], 6, "unknown_centre_cell"),
        (["R9", "", "print", "", "", "", "press", 1, 0, 1], 8, "cycle_time"),
        (["R9", "", "print", "", "", "", "press", 1, -3, 1], 8, "cycle_time"),
        (["R9", "", "print", "", "", "", "press", 1, "fast", 1], 8, "not_a_time"),
        (["R9", "", "print", "", "", "", "press", -1, 9, 1], 7, "setup_time"),
        (["R9", "", "print", "", "", "", "press", 1, 9, 0], 9, "pieces_per_cycle"),
        (["R9", "", "print", "", "", "", "press", 1, 9, 1.5], 9, "not_a_whole_number"),
        (["R9", "", "", "", "", "", "press", 1, 9, 1], 2, "cell_missing"),
        (["R9", "", "print", "", "", "", "", 1, 9, 1], 6, "cell_missing"),
        (["R9", "", "print", "", "print", "", "press", 1, 9, 1], 4, "steps_in_a_circle"),
        (["R9", "", "print", "", "zzz", "", "press", 1, 9, 1], 4, "unknown_step_before"),
    ],
)
def test_each_bad_cell_is_told_in_its_place_and_nothing_is_stored(by, row, position, code):
    found = brought_in(by, *GOOD, row)
    assert [(fault.row, fault.position, fault.refusal.code) for fault in found.faults] == [(5, position, code)]
    assert in_words(found.faults[0].refusal)
    assert not Routing.objects.exists()


def test_ten_thousand_rows_with_a_hundred_bad_ones_tell_each(by):
    rows = [[f"R{n}", "", "print", "", "", "", "press", 1, "x" if n % 100 == 0 else 9, 1] for n in range(10_000)]
    found = brought_in(by, *rows)
    assert [fault.row for fault in found.faults] == [n + 2 for n in range(0, 10_000, 100)]
    assert not Routing.objects.exists()


def test_a_sheet_without_the_columns_it_needs_says_which(by):
    with pytest.raises(RefusalsError) as refused:
        brought_in(by, heading=["工艺编码", "工艺名称", "工序编码", "工序名称"])
    assert {each.params["zh"] for each in refused.value.refusals} == {"工作中心", "周期(秒)"}


def test_what_is_no_table_is_refused(by):
    with pytest.raises(SheetFormatError):
        production.import_routings(file=io.BytesIO(b"\x00\x01no table"), by=by, at=MONDAY)


def test_taking_routings_away_asks_the_same_for_one_and_for_many(by):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            production.export_routings(by=by).read()
        return len(asked)

    brought_in(by, *GOOD[:2])
    for_one = statements()
    brought_in(by, *(["R" + str(n), "包装", "pack", "包装", "", "", "pack", 0, 8, 1] for n in range(2, 9)))
    assert Routing.objects.filter(is_current=True).count() == 8
    assert statements() == for_one == 4
