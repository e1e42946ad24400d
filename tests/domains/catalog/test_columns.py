"""Columns of any order and name: proposed by title, by memory and by content, chosen, and what the rows then become."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import ImportRun, Offer
from huopan.domains.catalog.rules.sheets import EXAMPLE_CODE, proposal
from huopan.domains.catalog.rules.sheets.titles import field_of_title
from huopan.kernel.actor import VISITOR
from huopan.kernel.refusal import RefusalsError, UnknownError
from tests.domains.catalog.test_importing import a_csv, an_xlsx, by, stored, tally  # noqa: F401 - a fixture
from tests.factories.catalog import EPOCH, a_seller, a_seller_actor, steps

pytestmark = pytest.mark.django_db
STRANGE = ["Art.", "Sorte", "Bezeichnung", "EK"]
ROWS = [["A-100", "mugs", "北欧风陶瓷杯", "12.50"], ["A-101", "杯子", "手绘马克杯大号", "9.9"]]


def held(file, actor, mode="only-good"):
    first = catalog.first_rows(file)
    return catalog.start_import(file=file, name="a.xlsx", mode=mode, first=first, by=actor, at=EPOCH)


def brought_in(run, actor):
    catalog.confirm_import(run_id=run.pk, by=actor, at=EPOCH)
    return catalog.run_import(run_id=run.pk, by=actor, at=EPOCH)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("价格(元)", "price"),
        ("单价/元", "price"),
        ("Unit Price (RMB)", "price"),
        ("weight kg", "weight_kg"),
        ("重量（公斤）", "weight_kg"),
        ("毛重(g)", "weight_grams"),
        ("库存（件）", "stock"),
        ("* 产品名称 *", "title_zh"),
        ("≥100件", "tier:100"),
        ("100-499件单价", "tier:100"),
        ("价格(500件以上)", "tier:500"),
        ("颜色", "axis:颜色"),
        ("属性:材质", "attribute:材质"),
        ("Spec: Size", "axis:Size"),
        ("备注", ""),
        ("36", ""),
    ],
)
def test_titles_are_understood_however_they_are_dressed(title, field):
    assert field_of_title(title) == field


def test_unknown_titles_are_guessed_by_what_stands_below():
    rows = [(1, STRANGE), (2, ROWS[0]), (3, ROWS[1])]
    found = proposal(rows, remembered={}, categories={"mugs", "杯子"})
    assert (found.row, found.fields) == (1, ("code", "category", "title_zh", "price"))
    assert set(found.why) == {"content"}


def test_a_column_named_by_its_title_hides_no_other_that_looks_alike():
    """A price such as 12.50 could be an item code by its looks."""
    rows = [
        (1, ["单价(元)", "产品名称", "Art.", "类目"]),
        *((n, ["12.50", "陶瓷杯", f"A-{n}", "mugs"]) for n in (2, 3)),
    ]
    assert proposal(rows, remembered={}, categories={"mugs"}).fields == ("price", "title_zh", "code", "category")


def test_a_sheet_without_titles_begins_with_its_first_row():
    found = proposal([(1, ROWS[0]), (2, ROWS[1])], remembered={}, categories={"mugs", "杯子"})
    assert (found.row, found.fields) == (0, ("code", "category", "title_zh", "price"))


def test_a_held_import_waits_for_its_columns(by):  # noqa: F811
    run = held(an_xlsx([STRANGE, *ROWS]), by)
    assert (run.state, catalog.run_waiting_imports(at=EPOCH)) == ("asking", 0)
    assert tally(brought_in(run, by)) == ("done", 2, 2, 0, 0, 0)


def test_confirmed_columns_are_remembered_for_the_next_sheet_of_the_make(by):  # noqa: F811
    titles = ["Art.", "Sorte", "Bezeichnung", "EK", "Lager"]
    run = held(an_xlsx([titles, *([*row, "7"] for row in ROWS)]), by)
    fields = ["code", "category", "title_zh", "price", "stock"]
    catalog.choose_columns(run_id=run.pk, row=1, fields=fields, by=by, at=EPOCH)
    brought_in(run, by)
    again = held(an_xlsx([[], titles, ["B-1", "mugs", "再来一个杯子", "3.5", "8"]]), by)
    assert (again.columns["row"], again.columns["fields"], set(again.columns["why"])) == (2, fields, {"memory"})
    stranger = a_seller_actor(a_seller())
    other = held(an_xlsx([titles, ["B-1", "mugs", "再来一个杯子", "3.5", "8"]]), stranger)
    assert "memory" not in other.columns["why"]


def test_what_is_missing_is_said_before_anything_begins(by):  # noqa: F811
    run = held(an_xlsx([["货号", "标题"], ["A1", "杯子"]]), by)
    with translation.override("zh-hans"):
        assert queries.columns_lacking(run.columns) == ["类目", "价格"]
    with pytest.raises(RefusalsError) as refused:
        catalog.confirm_import(run_id=run.pk, by=by, at=EPOCH)
    assert [each.code for each in refused.value.refusals] == ["column_missing", "column_missing"]


def test_one_category_may_stand_for_the_whole_sheet(by):  # noqa: F811
    run = held(an_xlsx([["货号", "标题", "价格"], ["A1", "陶瓷杯", "9"]]), by)
    catalog.choose_columns(run_id=run.pk, row=1, fields=["code", "title_zh", "price"], category="mugs", by=by, at=EPOCH)
    assert brought_in(run, by).state == "done"
    assert stored()[0].category_code == "mugs"


@pytest.mark.parametrize(
    ("fields", "code"), [(["code", "code"], "column_twice"), (["moon", ""], "not_a_field"), (["tier:x"], "not_a_field")]
)
def test_wrong_choices_are_named(by, fields, code):  # noqa: F811
    run = held(an_xlsx([STRANGE, *ROWS]), by)
    with pytest.raises(RefusalsError) as refused:
        catalog.choose_columns(run_id=run.pk, row=1, fields=fields, by=by, at=EPOCH)
    assert [each.code for each in refused.value.refusals] == [code]


def test_prices_and_sizes_side_by_side_are_read(by):  # noqa: F811
    titles = ["货号", "类目", "标题", "颜色", "S", "M", "L", "≥1件", "≥50件", "重量kg"]
    rows = [["T1", "mugs", "印花杯", "白", "5", "", "7", "20", "18.5", "0.35"]]
    assert brought_in(held(an_xlsx([titles, *rows]), by), by).state == "done"
    [draft] = stored()
    assert [(sku.spec, sku.on_hand) for sku in draft.skus] == [
        ({"颜色": "白", "尺码": "S"}, 5),
        ({"颜色": "白", "尺码": "L"}, 7),
    ]
    assert (draft.ladder, draft.weight_grams) == (steps("1:20;50:18.5"), 350)


def test_the_preview_shows_the_offers_and_their_faults(by):  # noqa: F811
    run = held(a_csv([["M1", "mugs", "杯", "12", "", "红", "1", "1"], ["M1", "", "", "", "", "白", "x", ""]]), by)
    [reading] = catalog.preview_import(run=run, columns=run.columns, nodes=queries.category_tree())
    assert [sku.spec for sku in reading.draft.skus] == [{"颜色": "红"}, {"颜色": "白"}]
    assert ("not_a_whole_number", 3) in {(fault.refusal.code, fault.row) for fault in reading.faults}
    assert not Offer.objects.exists()


def test_a_stopped_import_writes_no_more_and_can_be_asked_again(by):  # noqa: F811
    run = held(an_xlsx([STRANGE, *ROWS]), by)
    catalog.stop_import(run_id=run.pk, by=by, at=EPOCH)
    assert catalog.run_import(run_id=run.pk, by=by, at=EPOCH).state == "cancelled"
    with pytest.raises(catalog.NothingToStopError):
        catalog.stop_import(run_id=run.pk, by=by, at=EPOCH)
    catalog.ask_again(run_id=run.pk, by=by, at=EPOCH)
    assert brought_in(run, by).offers_created == 2


def test_stopping_while_it_is_read_is_heard(by):  # noqa: F811
    rows = [[f"C{n}", "mugs", "好看的杯子", "9.5"] for n in range(600)]
    run = held(an_xlsx([STRANGE, *rows]), by)
    catalog.confirm_import(run_id=run.pk, by=by, at=EPOCH)

    def stopping(stage, done, total):
        ImportRun.objects.filter(pk=run.pk).update(state="cancelled")

    with pytest.raises(catalog.ImportTakenError):
        catalog.run_import(run_id=run.pk, by=by, at=EPOCH, progress=stopping)
    assert not Offer.objects.exists()


def test_the_bad_rows_come_back_alone_and_go_in_when_mended(by):  # noqa: F811
    titles = ["货号", "类目", "标题", "价格", "颜色"]
    rows = [["G1", "mugs", "好杯", "9", "白"], ["B1", "mugs", "坏杯", "9", "红"], ["B1", "", "", "贵", "黑"]]
    run = brought_in(held(an_xlsx([["报价单"], titles, *rows]), by), by)
    assert tally(run) == ("done", 3, 1, 0, 0, 1)
    book = openpyxl.load_workbook(queries.returned_sheet(run, only_bad=True))
    sheet, summary = book.worksheets
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        titles,
        ["B1", "mugs", "坏杯", 9, "红"],
        ["B1", None, None, "贵", "黑"],
    ]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["D4"]
    assert (summary["B8"].value, summary["B9"].value) == (1, 2)
    sheet["D4"] = 9
    mended = io.BytesIO()
    book.save(mended)
    again = brought_in(held(mended, by), by)
    assert (tally(again), Offer.objects.count()) == (("done", 2, 1, 0, 0, 0), 2)


@pytest.mark.parametrize("code", ["", "mugs"])
def test_the_template_brings_its_own_example_in_as_nothing(by, code):  # noqa: F811
    book = openpyxl.load_workbook(queries.template_book(queries.category_tree(), code))
    sheet = book.worksheets[0]
    assert sheet["A2"].value == EXAMPLE_CODE
    assert len(sheet.data_validations.dataValidation) >= 4
    assert [each.sheet_state for each in book.worksheets] == ["visible", "visible", "hidden"]
    for at, value in enumerate(["N1", "mugs", "新杯", None, None, 12.5], start=1):
        sheet.cell(3, at, value)
    filled = io.BytesIO()
    book.save(filled)
    run = brought_in(held(filled, by), by)
    assert (tally(run), Offer.objects.get().code) == (("done", 1, 1, 0, 0, 0), "N1")


def test_there_is_no_template_for_no_category(by):  # noqa: F811
    with pytest.raises(UnknownError):
        queries.template_book(queries.category_tree(), "moon")


@pytest.mark.parametrize("deed", [catalog.confirm_import, catalog.stop_import, catalog.ask_again])
def test_a_strangers_columns_are_not_there(by, deed):  # noqa: F811
    run = held(an_xlsx([STRANGE, *ROWS]), by)
    with pytest.raises(UnknownError):
        deed(run_id=run.pk, by=a_seller_actor(a_seller()), at=EPOCH)
    assert not ImportRun.objects.visible_to(VISITOR).exists()


def test_the_preview_doubts_what_excel_rounded_or_could_not_work_out(by):  # noqa: F811
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["货号", "类目", "标题", "价格", "库存"])
        sheet.write_row(1, 0, [6901234567890123, "mugs", "陶瓷杯", 12.5])
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
    run = held(file, by)
    previewed = catalog.preview_import(run=run, columns=run.columns, nodes=queries.category_tree())
    doubted = {(fault.row, fault.position, fault.refusal.code) for each in previewed for fault in each.faults}
    assert doubted == {(2, 0, "long_number"), (2, 4, "formula_failed")}
    assert {(each["row"], each["position"], each["code"]) for each in brought_in(run, by).faults} == doubted
