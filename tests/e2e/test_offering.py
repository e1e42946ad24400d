"""A new offer in a real browser, in both languages: pasted from Excel, pictured, priced, looked at, published."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.e2e.conftest import Platform, every_way_of_seeing
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COLOURS, SIZES = ("红", "白", "蓝"), ("S", "M", "L", "XL")
TITLES = {"zh": "手绘马克杯", "en": "Hand-painted mug"}
PAGES = [
    "/workbench/offers/",
    "/workbench/offers/new/",
    "/workbench/offers/stock/",
    "/workbench/terms/",
    "/workbench/terms/freight/new/",
    "/workbench/terms/private-prices/",
]
PASTE = """(cell, text) => {
  const copied = new DataTransfer();
  copied.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true }));
}"""


def a_picture(colour: str) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (900, 700), colour).save(out, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": out.getvalue()}


def excel() -> str:
    """Colour, size, code, no price, stock, weight: 3 × 4 rows as Excel puts them on the clipboard."""
    pairs = [(colour, size) for colour in COLOURS for size in SIZES]
    return "\r\n".join(f"{c}\t{s}\tMUG-{n}\t\t{n * 10}\t350" for n, (c, s) in enumerate(pairs, start=1)) + "\r\n"


def matrix_pasted(seller: Reader, code: str) -> None:
    page = seller.page
    page.goto(f"{seller.home}/workbench/offers/new/")
    page.fill("#id_title_zh", TITLES["zh"])
    page.fill("#id_title_en", TITLES["en"])
    page.fill("#id_code", code)
    page.select_option("#id_category", index=1)
    for line, (name, value) in enumerate([("颜色", "红"), ("尺寸", "S")], start=1):
        page.fill(f"[data-axes] > div:nth-child({line}) input:nth-child(1)", name)
        page.fill(f"[data-axes] > div:nth-child({line}) input:nth-child(2)", value)
        page.keyboard.press("Enter")
    page.locator("table.sheet tbody input").first.evaluate(PASTE, excel())
    assert page.locator("table.sheet tbody tr").count() == len(COLOURS) * len(SIZES)
    assert page.input_value("[data-axes] > div:nth-child(2) input:nth-child(2)") == "S, M, L, XL"


def priced_against_cost(seller: Reader) -> None:
    page = seller.page
    page.select_option("#id_price_kind", "ladder")
    page.fill("#id_unit_cost", "5.6")
    page.fill("#id_moq", "10")
    steps = page.locator("[data-ladder] tbody tr")
    for number, (quantity, price) in enumerate([("10", "6.80"), ("100", "6.12"), ("1000", "5.50")]):
        if number:
            page.click("[data-add-step]")
        steps.nth(number).locator("[data-from]").fill(quantity)
        steps.nth(number).locator("[data-price]").fill(price)
    assert steps.nth(0).locator("[data-margin]").inner_text() == "17.6%"
    assert steps.nth(2).locator(".poor").count() == 2
    steps.nth(2).locator("[data-price]").fill("5.90")
    assert page.locator("[data-ladder] .poor").count() == 0


def kept_while_typing(seller: Reader) -> None:
    page = seller.page
    page.wait_for_url("**/offers/new/?unfinished=*")
    page.reload()
    assert page.locator("table.sheet tbody tr").count() == len(COLOURS) * len(SIZES)
    assert page.input_value("#id_ladder") == "10: 6.80; 100: 6.12; 1000: 5.90"
    with page.expect_navigation():
        page.click(".editor-bar .primary")
    page.locator("#add-picture").wait_for(state="attached")


def pictured(seller: Reader) -> None:
    page = seller.page
    page.set_input_files("input[name=picture]", [a_picture("teal"), a_picture("orange")])
    pictures = page.locator("[data-pictures] li")
    pictures.nth(1).wait_for()
    last = pictures.nth(1).get_attribute("data-image")
    pictures.nth(1).focus()
    with page.expect_response("**/pictures/arrange/") as arranged:
        page.keyboard.press("ArrowLeft")
    assert arranged.value.status == 204
    page.reload()
    assert pictures.nth(0).get_attribute("data-image") == last


def published(seller: Reader, title: str) -> str:
    page = seller.page
    editor = page.url.split("#")[0]
    with page.expect_navigation():
        page.click("button[value=preview]")
    page.get_by_role("heading", name=title).wait_for()
    market = page.url
    page.goto(editor)
    with page.expect_navigation():
        page.click("button[value=publish]")
    page.locator(".chip.good").first.wait_for()
    return market


@pytest.fixture(scope="module")
def platform(shared_platform: Platform) -> Platform:
    return shared_platform


@every_way_of_seeing
def test_a_new_offer_from_excel_to_the_market(platform: Platform, browser: Any, language: str, width: int) -> None:
    title = TITLES[language]
    seller = Reader(browser, platform, language, width)
    seller.sign_in("seller1@example.com")
    matrix_pasted(seller, f"MUG-{language}-{width}")
    priced_against_cost(seller)
    kept_while_typing(seller)
    pictured(seller)
    seller.fits(*PAGES, seller.page.url.removeprefix(seller.home).split("#")[0])
    market = published(seller, title)
    buyer = Reader(browser, platform, language, width)
    buyer.sign_in("buyer@example.com")
    buyer.page.goto(market)
    buyer.page.get_by_role("heading", name=title).wait_for()
    assert buyer.page.get_by_text("5.60").count() == 0
    buyer.fits()
    assert seller.faults + buyer.faults == []
