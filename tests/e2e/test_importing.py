"""Thousands of rows in a browser, both languages, phone and wide screen: sent, columns confirmed, watched, the bad ones
taken back, mended and sent again."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.e2e.conftest import Platform
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
A_BAD_ONE_IN = 100
PATIENT_MS = 240_000
TITLES = ["备注", "单价(元)", "产品名称", "Art.", "颜色", "库存（件）", "重量kg", "所属类目"]
STOCK, WEIGHT = 5, 6


@dataclass(frozen=True)
class Sheet:
    """So many rows, two an offer; every hundredth has a bad cell."""

    rows: int
    prefix: str

    @property
    def bad(self) -> int:
        return self.rows // A_BAD_ONE_IN

    def written(self, path: Path) -> Path:
        """What is the offer's own stands on its first row; bad: a stock or a weight in words."""
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["某某工厂 2026 报价单"])
            sheet.write_row(2, 0, TITLES)
            for n in range(self.rows):
                sheet.write_row(3 + n, 0, self.row(n))
        return path

    def row(self, n: int) -> list[Any]:
        own = n % 2 == 0
        row = ["", 12.5 if own else "", f"陶瓷杯 {n // 2}" if own else "", self.code(n // 2), "白黑"[n % 2], 500]
        row += [0.35 if own else "", "mugs" if own else ""]
        if n % A_BAD_ONE_IN == 0:
            row[STOCK if n % (2 * A_BAD_ONE_IN) else WEIGHT] = "很多"
        return row

    def code(self, offer: int) -> str:
        return f"{self.prefix}-{offer}"

    def mended(self, raw: bytes, path: Path) -> Path:
        """Exactly the bad cells bear a comment; the rows of their offers, and no others, are there."""
        rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
        assert [row[:8] for row in rows if row[3] == "Art."] == [TITLES]
        assert {row[3] for row in rows[3:]} == {self.code(n) for n in range(0, self.rows // 2, A_BAD_ONE_IN // 2)}
        book = openpyxl.load_workbook(io.BytesIO(raw))
        marked = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
        assert len(marked) == len({cell.row for cell in marked}) == self.bad
        assert {cell.value for cell in marked} == {"很多"}
        for cell in marked:
            assert "很多" in cell.comment.text
            cell.value = 500 if cell.column == STOCK + 1 else 0.35
        book.save(path)
        return path


@pytest.fixture(scope="module")
def platform(shared_platform: Platform) -> Platform:
    shared_platform.hands("categories")
    return shared_platform


@pytest.mark.parametrize(
    ("language", "width", "rows"), [("en", 1440, 10_000), ("zh", 390, 1_000), ("zh", 1440, 1_000), ("en", 390, 1_000)]
)
def test_rows_by_the_thousand_with_a_bad_one_in_a_hundred(
    platform: Platform, browser: Any, tmp_path: Path, language: str, width: int, *, rows: int
) -> None:
    seller = Reader(browser, platform, language, width)
    seller.sign_in("seller1@example.com")
    sheet = Sheet(rows, f"ART-{language}-{width}")
    sent(seller, sheet.written(tmp_path / "offers.xlsx"))
    columns_confirmed(seller)
    brought_in(seller, is_watched=rows >= 10_000)
    sent(seller, sheet.mended(bad_rows(seller, sheet), tmp_path / "mended.xlsx"))
    seller.page.locator("form#choosing .chip.good").nth(len(TITLES) - 2).wait_for()
    brought_in(seller)
    assert seller.page.locator(".count b").all_inner_texts()[:4] == [str(sheet.bad), "0", "0", "0"]
    assert kept_by(seller, sheet) == rows
    assert seller.faults == []


def sent(seller: Reader, file: Path) -> None:
    page = seller.page
    seller.fits("/workbench/imports/")
    page.set_input_files("input[type=file]", file)
    page.locator("main form[enctype] .primary").click()
    page.locator("#choosing").wait_for(timeout=PATIENT_MS)


def columns_confirmed(seller: Reader) -> None:
    """The guess is right but for the item code, whose title says nothing; the preview follows the choice."""
    page = seller.page
    assert page.input_value("[name=field-1]") == "price"
    assert page.input_value("[name=field-3]") == "code"
    page.select_option("[name=field-0]", "unit")
    page.locator("#preview").get_by_text("陶瓷杯 3").wait_for()
    page.select_option("[name=field-0]", "")
    assert page.locator("#preview tbody tr").count() == 10
    seller.fits()


def brought_in(seller: Reader, *, is_watched: bool = False) -> None:
    """Until the worker is through; meanwhile, unless the sheet is short, the page shows how far it is."""
    page = seller.page
    page.locator("#choosing .bar-foot .primary").click()
    if is_watched:
        page.locator("#run progress").wait_for(timeout=PATIENT_MS)
    page.locator("#run .counts").wait_for(timeout=PATIENT_MS)
    seller.fits()


def bad_rows(seller: Reader, sheet: Sheet) -> bytes:
    """By their kinds on the page, and all of them as a sheet."""
    page = seller.page
    kinds = page.locator("nav.tabs a[href^='?kind=']")
    assert kinds.locator(".num").all_inner_texts() == [str(sheet.bad // 2)] * 2
    kinds.first.click()
    page.wait_for_url("**kind=*")
    assert page.locator("td.what").count() == sheet.bad // 2
    seller.fits()
    return downloaded(seller, "#run a[href$='?rows=bad']").read_bytes()


def kept_by(seller: Reader, sheet: Sheet) -> int:
    """How many rows of the sheet's offers the seller takes away again."""
    seller.page.goto(f"{seller.home}/workbench/imports/")
    taken = downloaded(seller, "main aside a.button")
    rows = CalamineWorkbook.from_path(taken).get_sheet_by_index(0).to_python()
    return sum(str(row[0]).startswith(f"{sheet.prefix}-") for row in rows)


def downloaded(seller: Reader, link: str) -> Path:
    with seller.page.expect_download(timeout=PATIENT_MS) as download:
        seller.page.locator(link).click()
    return Path(download.value.path())
