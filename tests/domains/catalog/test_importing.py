"""Sheets of offers: good ones, bad ones, sent twice, killed half-way."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import xlsxwriter

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.actions import importing
from huopan.domains.catalog.models import ImportRun, Offer, Sku, StockMovement
from huopan.domains.catalog.rules import OfferDraft, SkuDraft
from huopan.infra import checking, clock
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import VISITOR
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.catalog import EPOCH, a_seller, a_seller_actor, steps

pytestmark = pytest.mark.django_db
HEADING = ["货号", "类目", "标题", "价格", "规格编码", "颜色", "库存", "起订量"]
GOOD = [
    ["M1", "mugs", "陶瓷杯", "12.5", "M1-W", "白", "10", "1"],
    ["M1", "", "", "", "M1-B", "黑", "5", ""],
    ["M2", "杯子", "马克杯", "1:9;100:8.5", "", "", "3", "2"],
]


@pytest.fixture
def by():
    catalog.load_categories()
    return a_seller_actor(a_seller())


def a_csv(rows, heading=HEADING, encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows])
    return io.BytesIO(text.getvalue().encode(encoding))


def an_xlsx(rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out


def bring_in(file, by, mode="nothing-if-bad", *, at=EPOCH, publish=False, progress=importing.silent):
    run = catalog.start_import(file=file, name="货品.csv", mode=mode, publish=publish, by=by, at=at)
    return catalog.run_import(run_id=run.pk, by=by, at=at, progress=progress)


def tally(run):
    return (run.state, run.rows, run.offers_created, run.offers_changed, run.offers_unchanged, run.offers_bad)


def told(run):
    return [(fault.row, fault.column, fault.code) for fault in queries.import_faults(run)]


def stored():
    offers = list(Offer.objects.order_by("code"))
    return list(queries.stored_drafts(offers).values())


def test_rows_of_one_item_become_one_offer_with_its_skus(by):
    run = bring_in(a_csv(GOOD), by)
    assert tally(run) == ("done", 3, 2, 0, 0, 0)
    assert stored() == [
        OfferDraft(
            code="M1",
            category_code="mugs",
            title_zh="陶瓷杯",
            price_kind="fixed",
            ladder=steps("1:12.5"),
            skus=(SkuDraft("M1-W", {"颜色": "白"}, on_hand=10), SkuDraft("M1-B", {"颜色": "黑"}, on_hand=5)),
        ),
        OfferDraft(
            code="M2",
            category_code="mugs",
            title_zh="马克杯",
            price_kind="ladder",
            ladder=steps("1:9;100:8.5"),
            moq=2,
            skus=(SkuDraft("M2", {}, on_hand=3),),
        ),
    ]
    assert checking.broken(at=EPOCH, area="S") == []


def test_every_bad_cell_is_told_and_nothing_is_stored(by):
    bad = [
        ["M1", "moon", "陶瓷杯", "十二", "M1-W", "白", "ten", "1"],
        ["M2", "mugs", "", "12.5", "", "", "3.5", "0"],
        ["M3", "mugs", "好杯", "12.5", "", "", "3", "1"],
    ]
    run = bring_in(a_csv(bad), by)
    assert run.state == "refused"
    assert told(run) == [
        (2, "B", "no_such_category"),
        (2, "D", "not_a_price"),
        (2, "G", "not_a_whole_number"),
        (3, "C", "missing_text"),
        (3, "D", "ladder_starts_late"),
        (3, "G", "not_a_whole_number"),
        (3, "H", "number_out_of_range"),
    ]
    assert not Offer.objects.exists()
    assert not StockMovement.objects.exists()


def test_each_fault_says_row_column_what_and_how_to_mend(by):
    run = bring_in(a_csv([["M1", "mugs", "杯", "十二", "", "", "1", "1"]]), by)
    [fault] = queries.import_faults(run)
    assert (fault.row, fault.column, fault.title, fault.value) == (2, "D", "价格", "十二")
    assert "1:12.50;100:11" in fault.sentence


def test_only_the_good_rows_come_in_when_asked(by):
    rows = [*GOOD, ["M3", "mugs", "杯", "free", "", "", "1", "1"]]
    run = bring_in(a_csv(rows), by, "only-good")
    assert tally(run) == ("done", 4, 2, 0, 0, 1)
    assert told(run) == [(5, "D", "not_a_price")]
    assert [offer.code for offer in Offer.objects.order_by("code")] == ["M1", "M2"]


def test_the_same_file_again_changes_nothing(by):
    first = bring_in(a_csv(GOOD), by)
    trail = TrailEntry.objects.count()
    again = bring_in(a_csv(GOOD), by, at=EPOCH + timedelta(days=1))
    assert (again.pk, again.finished_at, TrailEntry.objects.count()) == (first.pk, first.finished_at, trail)


def test_the_same_rows_in_another_file_change_nothing(by):
    bring_in(a_csv(GOOD), by)
    trail = TrailEntry.objects.count()
    run = bring_in(an_xlsx([HEADING, *GOOD]), by)
    assert tally(run) == ("done", 3, 0, 0, 2, 0)
    assert TrailEntry.objects.count() == trail


def test_a_changed_row_changes_its_offer_only(by):
    bring_in(a_csv(GOOD), by)
    changed = [*GOOD[:2], ["M2", "杯子", "马克杯", "1:9;100:8", "", "", "3", "2"]]
    run = bring_in(a_csv(changed), by)
    assert tally(run) == ("done", 3, 0, 1, 1, 0)
    assert stored()[1].ladder == steps("1:9;100:8")


def test_a_refused_file_is_judged_afresh_when_sent_again(by):
    rows = [["M1", "moon", "杯", "9", "", "", "1", "1"]]
    assert bring_in(a_csv(rows), by).state == "refused"
    from huopan.domains.catalog.models import Category

    Category.objects.add_root({"code": "moon", "name_zh": "月", "name_en": "Moon"})
    assert bring_in(a_csv(rows), by).state == "done"


def test_counting_below_what_orders_reserved_is_a_bad_cell(by):
    bring_in(a_csv(GOOD), by)
    sku = Sku.objects.get(code="M1-W").pk
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 4)], by=by, at=EPOCH)
    less = [["M1", "mugs", "陶瓷杯", "12.5", "M1-W", "白", "3", "1"]]
    assert told(bring_in(a_csv(less), by)) == [(2, "G", "count_below_reserved")]


def test_stock_reserved_while_writing_refuses_that_offer_only(by, monkeypatch):
    bring_in(a_csv(GOOD), by)
    sku = Sku.objects.get(code="M1-W").pk
    monkeypatch.setattr("huopan.domains.catalog.actions.judging._reserved", lambda supplier_id: {})
    catalog.reserve_stock(takes=[catalog.Take("SO1", sku, 4)], by=by, at=EPOCH)
    less = [["M1", "mugs", "陶瓷杯", "12.5", "M1-W", "白", "3", "1"], ["M9", "mugs", "新杯", "1", "", "", "1", "1"]]
    run = bring_in(a_csv(less), by)
    assert (tally(run), told(run)) == (("done", 2, 1, 0, 0, 1), [(2, "A", "count_below_reserved")])


class Killed(BaseException):
    pass


@pytest.mark.parametrize("place", ["import.inside_chunk", "import.between_chunks"])
def test_a_killed_run_goes_on_and_ends_as_if_never_killed(by, monkeypatch, place):
    rows = [[f"M{n}", "mugs", f"杯{n}", "9", "", "", str(n), "1"] for n in range(1, 12)]
    monkeypatch.setattr(importing, "OFFERS_AT_ONCE", 3)
    passed = iter(range(100))

    def die_at_the_third(name):
        if name == place and next(passed) == 2:
            raise Killed

    monkeypatch.setattr(importing, "crash_point", die_at_the_third)
    with pytest.raises(Killed):
        bring_in(a_csv(rows), by)
    half = Offer.objects.count()
    run = bring_in(a_csv(rows), by)
    assert half in (6, 9)
    assert tally(run) == ("done", 11, 11, 0, 0, 0)
    assert TrailEntry.objects.filter(name="catalog.OfferDrafted").count() == 11
    assert StockMovement.objects.count() == 11
    assert checking.broken(at=EPOCH, area="S") == []


def test_a_run_that_somebody_else_moved_is_left_to_them(by, monkeypatch):
    def meanwhile(name):
        if name == "import.inside_chunk":
            ImportRun.objects.update(written_upto=99)

    monkeypatch.setattr(importing, "crash_point", meanwhile)
    with pytest.raises(catalog.ImportTakenError):
        bring_in(a_csv(GOOD), by)
    assert not Offer.objects.exists()


def test_the_worker_does_waiting_runs_and_takes_over_dead_ones(by):
    run = catalog.start_import(file=a_csv(GOOD), name="a.csv", mode="only-good", publish=True, by=by, at=EPOCH)
    assert catalog.run_waiting_imports(at=EPOCH) == 1
    assert set(Offer.objects.values_list("state", flat=True)) == {"published"}
    ImportRun.objects.update(state="writing")
    assert catalog.run_waiting_imports(at=EPOCH) == 0
    assert catalog.run_waiting_imports(at=EPOCH + timedelta(minutes=3)) == 1
    run.refresh_from_db()
    assert run.state == "done"


def test_a_run_that_lasts_shows_that_it_lives(by, monkeypatch):
    """A second worker, four minutes after the start and one after the last sign of life, leaves it alone."""
    looked_at = []

    def second_worker(name):
        if name == "import.between_chunks":
            looked_at.append(catalog.run_waiting_imports(at=EPOCH + timedelta(minutes=4)))

    monkeypatch.setattr(clock, "going_on_from", lambda at: lambda: at + timedelta(minutes=3))
    monkeypatch.setattr(importing, "crash_point", second_worker)
    bring_in(a_csv(GOOD), by)
    assert looked_at == [0]


def test_prices_per_sku_are_told_by_their_rows(by):
    rows = [
        ["M1", "mugs", "杯", "12", "W", "白", "1", "1"],
        ["M1", "", "", "1:13;50:12.5", "B", "黑", "1", ""],
    ]
    bring_in(a_csv(rows), by)
    [draft] = stored()
    assert draft.price_kind == "ladder_per_sku"
    assert [sku.ladder for sku in draft.skus] == [steps("1:12"), steps("1:13;50:12.5")]


def test_rows_of_one_item_may_not_contradict_each_other(by):
    rows = [["M1", "mugs", "杯", "12", "W", "白", "1", "1"], ["M1", "", "盘", "12", "B", "黑", "1", ""]]
    [fault] = queries.import_faults(bring_in(a_csv(rows), by))
    assert (fault.row, fault.title, fault.code) == (3, "标题", "contradiction")
    assert "杯" in fault.sentence


def test_several_rows_need_something_to_tell_them_apart(by):
    rows = [["M1", "mugs", "杯", "12", "", "", "1", "1"], ["M1", "", "", "", "", "", "1", ""]]
    assert {code for _, _, code in told(bring_in(a_csv(rows), by))} == {"sku_code_needed", "same_spec"}


def test_attributes_and_specs_are_read_from_their_columns(by):
    heading = [
        "Item code",
        "Category",
        "Title",
        "Price",
        "属性:材质",
        "Attribute: capacity",
        "属性:食品接触安全",
        "Spec: Size",
    ]
    run = bring_in(a_csv([["M1", "Mugs and cups", "杯", "12", "陶瓷", "３５０", "是", "大"]], heading), by)
    assert run.state == "done", queries.import_faults(run)
    [draft] = stored()
    assert draft.attributes == {"material": "ceramic", "capacity": 350, "food-safe": True}
    assert draft.skus[0].spec == {"Size": "大"}


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [("属性:材质", "纸", "not_a_choice"), ("属性:功率", "5", "attribute_column"), ("属性:容量", "大", "not_a_number")],
)
def test_bad_attributes_are_told_in_their_column(by, heading, cell, code):
    run = bring_in(a_csv([["M1", "mugs", "杯", "12", cell]], [*HEADING[:4], heading]), by)
    assert told(run) == [(2, "E", code)]


@pytest.mark.parametrize(
    ("text", "ladder"),
    [
        ("１：１２．５；１００：１１", "1:12.5;100:11"),
        ("1-99:12.5\n100+:11", "1:12.5;100:11"),
        ("≥1:¥12.50元;≥100件:11", "1:12.5;100:11"),
        ("¥1,200.5", "1:1200.5"),
    ],
)
def test_ladders_are_read_however_people_write_them(by, text, ladder):
    assert bring_in(a_csv([["M1", "mugs", "杯", text, "", "", "1", "1"]]), by).state == "done"
    assert stored()[0].ladder == steps(ladder)


def test_titles_above_and_a_second_heading_row_are_understood(by):
    rows = [
        ["义乌某某工厂 2026 春季报价单"],
        [],
        ["货号", "类目", "标题", "规格", "", "价格"],
        ["", "", "", "颜色", "尺寸", ""],
        ["M1", "mugs", "杯", "白", "大", "12.5"],
    ]
    run = bring_in(an_xlsx(rows), by)
    assert run.state == "done", (queries.import_faults(run), queries.import_refusals(run))
    assert stored()[0].skus[0].spec == {"颜色": "白", "尺寸": "大"}


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [(["a", "b", "c"], "货号"), (["货号", "标题", "类目"], "价格"), (["标题", "价格", "颜色"], "类目")],
)
def test_a_sheet_without_its_columns_is_refused_as_a_whole(by, heading, sentence):
    run = bring_in(a_csv([["1", "2", "3"]], heading), by)
    assert run.state == "refused"
    assert any(sentence in each for each in queries.import_refusals(run))


def test_gbk_is_read(by):
    assert bring_in(a_csv(GOOD, encoding="gbk"), by).state == "done"
    assert stored()[0].title_zh == "陶瓷杯"


def test_progress_is_told_to_the_end(by, monkeypatch):
    monkeypatch.setattr(importing, "OFFERS_AT_ONCE", 1)
    heard = []
    bring_in(a_csv(GOOD), by, progress=lambda stage, done, total: heard.append((stage, done, total)))
    assert heard == [("judge", 2, 2), ("write", 1, 2), ("write", 2, 2)]


def test_a_strangers_run_is_not_there(by):
    run = bring_in(a_csv(GOOD), by)
    with pytest.raises(UnknownError):
        catalog.run_import(run_id=run.pk, by=a_seller_actor(a_seller()), at=EPOCH)
    assert not ImportRun.objects.visible_to(VISITOR).exists()


def test_importing_needs_both_scopes(by):
    with pytest.raises(ForbiddenError):
        bring_in(a_csv(GOOD), a_seller_actor(a_seller(), "offers.write"))


def test_dropship_and_yes_or_no_are_read(by):
    heading = [*HEADING[:4], "代发价", "参与混批", "备货天数", "重量(克)"]
    bring_in(a_csv([["M1", "mugs", "杯", "12", "15.8", "否", "7", "350"]], heading), by)
    [draft] = stored()
    assert (draft.dropship_price, draft.is_mixable, draft.lead_time_days, draft.weight_grams) == (
        UnitPrice(158_000),
        False,
        7,
        350,
    )


@pytest.mark.parametrize(
    ("heads", "price", "days", "read"),
    [
        (("样品价", "打样天数"), "12.5元", "3天", (UnitPrice(125_000), 3)),
        (("样品费(元)", "样品交期"), "免费", "0", (UnitPrice(0), 0)),
        (("Sample cost", "Sample lead time"), "Free", "7 days", (UnitPrice(0), 7)),
        (("样品价", "打样天数"), "", "", (None, None)),
    ],
)
def test_samples_are_read_by_whatever_name(by, heads, price, days, read):
    bring_in(a_csv([["M1", "mugs", "杯", "12", price, days]], [*HEADING[:4], *heads]), by)
    [draft] = stored()
    assert (draft.sample_price, draft.sample_days) == read


def test_half_a_sample_is_told_in_its_cell(by):
    run = bring_in(a_csv([["M1", "mugs", "杯", "12", "0", ""]], [*HEADING[:4], "样品价", "打样天数"]), by)
    [fault] = queries.import_faults(run)
    assert (fault.row, fault.title, Offer.objects.count()) == (2, "打样天数", 0)


def test_a_long_file_costs_few_statements_a_row(by, django_assert_max_num_queries):
    rows = [[f"M{n}", "mugs", f"杯{n}", "9", "", "", "5", "1"] for n in range(1000)]
    with django_assert_max_num_queries(140):
        assert tally(bring_in(a_csv(rows), by)) == ("done", 1000, 1000, 0, 0, 0)
