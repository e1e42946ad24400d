"""A sheet of waybills is judged cell by cell, ships what is good, and goes back with comments on what is bad."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from huopan.domains.logistics.models import Parcel
from huopan.domains.orders import actions as orders
from huopan.domains.orders import tasks
from huopan.domains.orders.models import SupplierOrder
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.domains.orders.test_sheets import CARRIER, ORDER, QUANTITY, SKU, WAYBILL, exported, sent_back, with_waybills
from tests.factories.orders import NOON, a_sku, a_supplier, an_order, owner_of, ship
from tests.factories.parties import an_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier():
    return a_supplier()


@pytest.fixture
def by(supplier):
    return owner_of(supplier.pk)


def test_a_sheet_is_forgotten_with_its_file_after_a_while(supplier, by, django_capture_on_commit_callbacks):
    ready(supplier)
    sheet = kept(with_waybills(exported(by), "SF1"), by)
    assert orders.forget_shipping_sheets(before=NOON) == 0
    assert sheet.file.storage.exists(sheet.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.forget_old_shipping_sheets(at=NOON + timedelta(days=30, seconds=1)) == 1
    assert not sheet.file.storage.exists(sheet.file.name)
    with pytest.raises(UnknownError):
        orders.judge_shipping_sheet(sheet_id=sheet.pk, by=by)


def ready(supplier, pieces=2):
    return an_order("awaiting_shipment", pieces={a_sku(supplier): pieces})


def kept(rows, by):
    return orders.keep_shipping_sheet(file=sent_back(rows), name="to-ship.xlsx", by=by, at=NOON)


def faults_of(sheet, by):
    judged = orders.judge_shipping_sheet(sheet_id=sheet.pk, by=by)
    return [(row.cells["order"], fault.column, fault.refusal.code) for row in judged.rows for fault in row.faults]


def test_each_bad_cell_is_named_before_anything_leaves(supplier, by):
    numbers = [ready(supplier).number for _ in range(6)]
    ship(ready(a_supplier()), waybill="SF9")
    rows = with_waybills(exported(by), "SF1", "SF2", "SF3", "SF9", "SF5", "SF6")
    mended = {row[ORDER]: row for row in rows[1:]}
    mended[numbers[1]][QUANTITY] = 99
    mended[numbers[2]][SKU] = "x"
    mended[numbers[3]][CARRIER], mended[numbers[3]][WAYBILL] = "sf", "SF9"
    mended[numbers[4]][ORDER] = "SO0000"
    mended[numbers[5]][WAYBILL] = ""
    for number, waybill in ((0, "SF1"), (1, "SF2"), (2, "SF3"), (4, "SF5")):
        mended[numbers[number]][WAYBILL] = waybill
    sheet = kept(rows, by)
    assert sorted(faults_of(sheet, by)) == sorted(
        [
            (numbers[1], "quantity", "ships_more_than_ordered"),
            (numbers[2], "sku", "not_a_whole_number"),
            (numbers[3], "waybill", "waybill_taken"),
            ("SO0000", "order", "unknown"),
            (numbers[5], "waybill", "half_waybill"),
        ]
    )
    assert orders.judge_shipping_sheet(sheet_id=sheet.pk, by=by).good == (numbers[0],)
    assert not SupplierOrder.objects.filter(supplier=supplier).exclude(state="awaiting_shipment").exists()


def test_the_good_ones_ship_once(supplier, by):
    good, bad = ready(supplier), ready(supplier)
    rows = with_waybills(exported(by), "SF1", "SF2")
    next(row for row in rows[1:] if row[ORDER] == bad.number)[QUANTITY] = 3
    sheet = kept(rows, by)
    done = orders.ship_by_kept_sheet(sheet_id=sheet.pk, by=by, at=NOON)
    assert (done.shipped, list(done.refused)) == ((good.number,), [bad.number])
    assert orders.ship_by_kept_sheet(sheet_id=sheet.pk, by=by, at=NOON).shipped == ()
    sheet.refresh_from_db()
    assert (sheet.shipped, sheet.shipped_at) == (1, NOON)


def test_the_returned_file_comments_the_bad_cells_and_keeps_the_rest(supplier, by):
    good, bad = ready(supplier), ready(supplier)
    rows = with_waybills(exported(by), "SF1", "SF2")
    next(row for row in rows[1:] if row[ORDER] == bad.number)[QUANTITY] = 3
    returned = orders.return_shipping_sheet(sheet_id=kept(rows, by).pk, by=by)
    page = openpyxl.load_workbook(io.BytesIO(returned)).active
    comments = {cell.coordinate: cell.comment.text for row in page for cell in row if cell.comment}
    [(place, words)] = comments.items()
    assert page[place].value == "3"
    assert page.cell(page[place].row, ORDER + 1).value == bad.number
    assert "2" in words
    assert {page.cell(row, ORDER + 1).value for row in (2, 3)} == {good.number, bad.number}
    mended = kept([[cell.value for cell in row] for row in page], by)
    assert [code for _number, _column, code in faults_of(mended, by)] == ["ships_more_than_ordered"]


@pytest.mark.parametrize(("written", "carrier"), [("顺丰速运", "SF"), ("圆通", "YTO"), ("", "SF"), ("sf", "sf")])
def test_couriers_are_known_by_name_or_by_their_numbers(supplier, by, written, carrier):
    ready(supplier)
    rows = with_waybills(exported(by), "SF1234567890123")
    rows[1][CARRIER] = written
    orders.ship_by_kept_sheet(sheet_id=kept(rows, by).pk, by=by, at=NOON)
    assert Parcel.objects.get().carrier == carrier


def test_a_sheet_without_waybills_is_refused_and_strangers_find_nothing(supplier, by):
    ready(supplier)
    rows = exported(by)
    with pytest.raises(orders.NoWaybillsError):
        kept(rows, by)
    sheet = kept(with_waybills(rows, "SF1"), by)
    stranger = owner_of(a_supplier().pk)
    for act in (orders.judge_shipping_sheet, orders.return_shipping_sheet):
        with pytest.raises(UnknownError):
            act(sheet_id=sheet.pk, by=stranger)
    with pytest.raises(UnknownError):
        orders.ship_by_kept_sheet(sheet_id=sheet.pk, by=stranger, at=NOON)
    with pytest.raises(ForbiddenError):
        kept(rows, an_actor(supplier, "finance"))
