"""Ten thousand rows in a browser: sent, columns confirmed, watched, the bad ones taken back, mended and sent again."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.e2e.conftest import Platform
from tests.e2e.test_purchase import Reader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
]
ROWS, A_BAD_ONE_IN = 10_000, 100
PATIENT_MS = 240_000
TITLES = ["备注", "单价(元)", "产品名称", "Art.", "颜色", "库存（件）", "重量kg", "所属类目"]
STOCK, WEIGHT = 5, 6


def sheet_of_rows(path: Path) -> None:
    """Offers of two colours each, what is the offer's own on its first row; bad: a stock or a weight in words."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["某某工厂 2026 报价单"])
        sheet.write_row(2, 0, TITLES)
        for n in range(ROWS):
            own = n % 2 == 0
            row = ["", 12.5 if own else "", f"陶瓷杯 {n // 2}" if own else "", f"ART-{n // 2}", "白黑"[n % 2], 500]
            row += [0.35 if own else "", "mugs" if own else ""]
            if n % A_BAD_ONE_IN == 0:
                at = STOCK if n % (2 * A_BAD_ONE_IN) else WEIGHT
                row[at] = "很多"
            sheet.write_row(3 + n, 0, row)


def sent(seller: Reader, file: Path) -> None:
    page = seller.page
    page.goto(f"{seller.home}/workbench/imports/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Send the sheet").click()
    page.get_by_role("heading", name="What each column holds").wait_for(timeout=PATIENT_MS)


def brought_in(seller: Reader, *, is_watched: bool = False) -> None:
    """Until the worker is through; meanwhile, unless the sheet is short, the page shows how far it is."""
    page = seller.page
    page.get_by_role("button", name="The columns are right").click()
    if is_watched:
        page.locator("#run progress").wait_for(timeout=PATIENT_MS)
    page.locator("#run .counts").wait_for(timeout=PATIENT_MS)


def columns_confirmed(seller: Reader) -> None:
    """The guess is right but for the item code, whose title says nothing; the preview follows the choice."""
    page = seller.page
    assert page.input_value("[name=field-1]") == "price"
    assert page.input_value("[name=field-3]") == "code"
    page.select_option("[name=field-0]", "unit")
    page.locator("#preview").get_by_text("陶瓷杯 3").wait_for()
    page.select_option("[name=field-0]", "")
    assert page.locator("#preview tbody tr").count() == 10


def bad_rows(seller: Reader) -> bytes:
    page = seller.page
    seller.sees("100 bad cells")
    page.get_by_role("link", name="Weights that cannot be read").click()
    page.wait_for_url("**kind=*")
    assert page.locator("td.what").count() == 50
    with page.expect_download(timeout=PATIENT_MS) as download:
        page.get_by_role("link", name="The bad rows as a sheet").click()
    return Path(download.value.path()).read_bytes()


def mended(raw: bytes, path: Path) -> None:
    """Exactly the hundred bad cells bear a comment; the rows of their offers, and no others, are there."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert [row[:8] for row in rows if row[3] == "Art."] == [TITLES]
    assert {row[3] for row in rows[3:]} == {f"ART-{n}" for n in range(0, ROWS // 2, A_BAD_ONE_IN // 2)}
    book = openpyxl.load_workbook(io.BytesIO(raw))
    marked = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
    assert len(marked) == len({cell.row for cell in marked}) == ROWS // A_BAD_ONE_IN
    assert {cell.value for cell in marked} == {"很多"}
    for cell in marked:
        assert "很多" in cell.comment.text
        cell.value = 500 if cell.column == STOCK + 1 else 0.35
    book.save(path)


def test_ten_thousand_rows_with_a_hundred_bad_ones(platform: Platform, browser: Any, tmp_path: Path) -> None:
    platform.hands("categories")
    seller = Reader(browser, platform, "en")
    seller.sign_in("seller1@example.com")
    sheet_of_rows(tmp_path / "offers.xlsx")
    sent(seller, tmp_path / "offers.xlsx")
    columns_confirmed(seller)
    brought_in(seller, is_watched=True)
    mended(bad_rows(seller), tmp_path / "mended.xlsx")
    sent(seller, tmp_path / "mended.xlsx")
    seller.sees("as you chose them then")
    brought_in(seller)
    assert seller.page.locator(".count b").all_inner_texts()[:4] == ["100", "0", "0", "0"]
    with seller.page.expect_download(timeout=PATIENT_MS) as download:
        seller.page.goto(f"{seller.home}/workbench/imports/")
        seller.page.get_by_role("link", name="Your offers as a sheet").click()
    rows = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
    assert sum(str(row[0]).startswith("ART-") for row in rows) == ROWS
    assert seller.faults == []
