"""The SKU matrix as the text a sheet copies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from huopan.domains.catalog.rules import SkuDraft
from huopan.web.workbench.forms.grid import grid_text, read_grid, stock_seen, without_untouched
from tests.factories.catalog import a_draft, steps

HEAD = "code\tprice\tstock\tweight\tbarcode\ton"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_what_is_written_is_read_back():
    draft = a_draft(
        price_kind="ladder_per_sku",
        skus=(
            SkuDraft("W-S", {"颜色": "白", "尺寸": "S"}, "690", 300, ladder=steps("1:12.5;100:11"), on_hand=10),
            SkuDraft("B-M", {"颜色": "黑", "尺寸": "M"}, is_active=False, ladder=steps("1:13")),
        ),
    )
    assert tuple(read_grid(grid_text(draft)).skus) == draft.skus


def test_a_sheet_without_variants_has_only_the_fixed_columns():
    grid = read_grid(f"{HEAD}\nA\t6.80\t1,200\t\t\t1")
    assert grid.skus == [SkuDraft("A", {}, ladder=steps("1:6.8"), on_hand=1200)]


def test_blank_rows_are_passed_over_and_lines_still_say_where():
    grid = read_grid(f"颜色\t{HEAD}\n红\tR\t\t1\t\t\t1\n\t\t\t\t\t\t1\n\n白\tW\t\t2\t\t\t0\n")
    assert [(sku.code, sku.is_active) for sku in grid.skus] == [("R", True), ("W", False)]
    assert grid.lines == [1, 4]
    assert str(grid.fault_at("skus.1.code", "No.")) == "Row 4, SKU code: No."


def test_every_cell_that_cannot_be_read_is_told_by_row_and_column():
    grid = read_grid(f"{HEAD}\nA\tcheap\tmany\t-5\t\tmaybe\nB\t1:2;x\t1\t2\t\t是")
    assert {(fault.row, fault.column) for fault in grid.faults} == {
        (1, "stock"),
        (1, "weight"),
        (1, "on"),
        (1, "price"),
        (2, "price"),
    }


def test_short_rows_of_a_paste_are_filled_up():
    assert read_grid(f"颜色\t{HEAD}\n红\tR").skus == [SkuDraft("R", {"颜色": "红"})]


def test_stock_that_nobody_touched_is_not_counted_anew():
    draft = a_draft(skus=(SkuDraft("A", on_hand=10), SkuDraft("B", on_hand=5)))
    typed = [replace(draft.skus[0]), replace(draft.skus[1], on_hand=7)]
    assert [sku.on_hand for sku in without_untouched(typed, stock_seen(draft))] == [None, 7]


@pytest.mark.parametrize("seen", ["", "no json", "[1]"])
def test_stock_seen_that_is_broken_counts_everything(seen: str):
    [sku] = without_untouched([SkuDraft("A", on_hand=3)], seen)
    assert sku.on_hand == 3
