"""Orders leave as a sheet and come back as shipments."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import transaction
from django.utils.translation import override

from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.rules.sheets import ColumnMissingError
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import ForbiddenError, RefusalsError
from tests.factories.orders import NOON, a_sku, a_supplier, an_order, owner_of
from tests.factories.parties import an_actor

pytestmark = pytest.mark.django_db
ORDER, SKU, QUANTITY, CARRIER, WAYBILL = range(5)


@pytest.fixture
def supplier():
    return a_supplier()


def ready(supplier, pieces=2):
    return an_order("awaiting_shipment", pieces={a_sku(supplier): pieces})


def exported(by, side="supplier", **wanted):
    return list(
        openpyxl.load_workbook(io.BytesIO(orders.export_orders(side=side, by=by, at=NOON, **wanted))).active.values
    )


def sent_back(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def with_waybills(rows, *waybills):
    head, *rest = (list(row) for row in rows)
    for row, waybill in zip(rest, waybills, strict=False):
        if waybill:
            row[CARRIER], row[WAYBILL] = "sf", waybill
    return [head, *rest]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_exported_sheet_with_waybills_ships_its_orders(supplier, language):
    first, second, third = (ready(supplier) for _ in range(3))
    by = owner_of(supplier.pk)
    with override(language):
        rows = with_waybills(exported(by), "SF3", "", "SF1")
    with override("en"):
        done = orders.ship_by_sheet(file=sent_back(rows), by=by, at=NOON)
    assert set(done.shipped) == {first.number, third.number}
    assert dict(SupplierOrder.objects.values_list("number", "state")) == {
        first.number: "awaiting_collection",
        second.number: "awaiting_shipment",
        third.number: "awaiting_collection",
    }


def test_a_smaller_quantity_ships_a_part(supplier):
    order, by = ready(supplier, 5), owner_of(supplier.pk)
    rows = with_waybills(exported(by), "SF1")
    rows[1][QUANTITY] = 2
    orders.ship_by_sheet(file=sent_back(rows), by=by, at=NOON)
    assert OrderLine.objects.get(order=order).shipped_quantity == 2


def test_bad_rows_ship_nothing_or_only_the_good_ones_as_asked(supplier):
    good, bad, by = ready(supplier), ready(supplier), owner_of(supplier.pk)
    rows = with_waybills(exported(by), "SF1", "SF2")
    for row in rows[1:]:
        row[QUANTITY] = "zwei" if row[ORDER] == bad.number else row[QUANTITY]
    with pytest.raises(RefusalsError) as refused, transaction.atomic():
        orders.ship_by_sheet(file=sent_back(rows), by=by, at=NOON)
    assert [refusal.code for refusal in refused.value.refusals] == ["not_a_whole_number"]
    assert not SupplierOrder.objects.exclude(state="awaiting_shipment").exists()
    done = orders.ship_by_sheet(file=sent_back(rows), is_partial=True, by=by, at=NOON)
    assert (done.shipped, list(done.refused)) == ((good.number,), [bad.number])


def test_the_same_sheet_twice_ships_once(supplier):
    order, by = ready(supplier), owner_of(supplier.pk)
    rows = with_waybills(exported(by), "SF1")
    orders.ship_by_sheet(file=sent_back(rows), by=by, at=NOON)
    done = orders.ship_by_sheet(file=sent_back(rows), is_partial=True, by=by, at=NOON)
    assert [refusal.code for refusal in done.refused[order.number]] == ["order_not_ready"]
    assert OrderLine.objects.get(order=order).shipped_quantity == 2


def test_a_foreign_order_in_the_sheet_is_unknown(supplier):
    foreign, by = ready(a_supplier()), owner_of(supplier.pk)
    ready(supplier)
    rows = with_waybills(exported(by), "SF1")
    rows[1][ORDER] = foreign.number
    done = orders.ship_by_sheet(file=sent_back(rows), is_partial=True, by=by, at=NOON)
    assert [refusal.code for refusal in done.refused[foreign.number]] == ["unknown"]


def test_half_a_waybill_and_a_missing_column_are_told(supplier):
    order, by = ready(supplier), owner_of(supplier.pk)
    rows = with_waybills(exported(by), "SF1")
    rows[1][CARRIER] = ""
    done = orders.ship_by_sheet(file=sent_back(rows), is_partial=True, by=by, at=NOON)
    assert [refusal.code for refusal in done.refused[order.number]] == ["half_waybill"]
    with pytest.raises(ColumnMissingError):
        orders.ship_by_sheet(file=sent_back([row[1:] for row in rows]), by=by, at=NOON)


def test_the_supplier_finds_addresses_where_it_may_and_each_look_is_noted(supplier):
    paid, unpaid = ready(supplier), an_order(pieces={a_sku(supplier): 1})
    by = owner_of(supplier.pk)
    with override("en"):
        head, *rows = exported(by)
    contact = {row[ORDER]: row[head.index("Contact")] for row in rows}
    assert contact == {paid.number: "张三丰", unpaid.number: "张**"}
    looks = TrailEntry.objects.filter(name="orders.ConsigneeRevealed").values_list("aggregate_id", "person_id")
    assert list(looks) == [(paid.pk, by.person_id)]


def test_the_buyer_exports_its_own_orders_in_full(supplier):
    order = an_order(pieces={a_sku(supplier): 1}, notes={supplier.pk: "=1+1"})
    with override("en"):
        head, row = exported(owner_of(order.buyer_id), "buyer")
    assert (row[head.index("Contact")], row[head.index("Note")]) == ("张三丰", "'=1+1")


def test_only_who_sells_ships_by_sheet(supplier):
    finance = an_actor(supplier, "finance")
    with pytest.raises(ForbiddenError):
        orders.ship_by_sheet(file=io.BytesIO(b""), by=finance, at=NOON)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_export_takes_few_statements_at_any_length(supplier, django_assert_max_num_queries, rows):
    for _ in range(rows):
        ready(supplier)
    by = owner_of(supplier.pk)
    with django_assert_max_num_queries(5):
        assert len(exported(by)) == rows + 1
