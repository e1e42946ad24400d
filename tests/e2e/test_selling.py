"""A supplier's afternoon in a real browser, both languages, phone and wide screen: accept by the dozen, print, ship by
scanner, correct a waybill."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import Platform, every_way_of_seeing
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = [
    "/workbench/",
    "/workbench/orders/",
    "/workbench/shipping/",
    "/workbench/shipping/scan/",
    "/workbench/shipping/sheet/",
    "/workbench/customers/",
    "/workbench/messages/",
    "/workbench/messages/phrases/",
    "/workbench/money/",
    "/workbench/money/held/",
    "/workbench/money/statement/",
]
WORDS = {
    "en": {"accepted": "2 orders accepted.", "shipped": "is shipped", "corrected": "Corrected"},
    "zh": {"accepted": "已接 2 单。", "shipped": "已发货", "corrected": "已更正"},
}


@pytest.fixture(scope="module")
def platform(shared_platform: Platform) -> Platform:
    return shared_platform


@every_way_of_seeing
def test_orders_are_accepted_printed_and_shipped_by_scanner(
    browser: Any, platform: Platform, language: str, width: int
) -> None:
    platform.hands("sell", "2")
    seller = Reader(browser, platform, language, width)
    seller.sign_in("seller1@example.com")
    numbers = accept_all(seller, WORDS[language])
    digits = f"{width:04d}{list(WORDS).index(language)}"
    for place, number in enumerate(numbers):
        ship_by_scanner(seller, number, f"SF{digits}{place}1234567", WORDS[language])
    correct(seller, f"YT{digits}12345678", WORDS[language])
    order = f"/workbench/orders/{numbers[0]}/"
    seller.fits(*PAGES, order, order.replace("orders", "messages"))
    assert seller.faults == []


def accept_all(seller: Reader, words: dict[str, str]) -> list[str]:
    """Ticked by the head of the column, accepted, and the papers fetched as the page's form would."""
    page = seller.page
    page.goto(f"{seller.home}/workbench/orders/?state=awaiting_acceptance&sort=due")
    numbers = [box.get_attribute("value") for box in page.locator("[data-tick]").all()]
    page.locator("[data-tick]").first.click()
    page.locator("[data-tick]").last.click(modifiers=["Shift"])
    assert page.locator("[data-bulk-count]").inner_text() == str(len(numbers))
    page.locator("[data-bulk-bar] button.primary").click()
    seller.sees(words["accepted"])
    printing = page.locator(".bulk-result form")
    fields = {name: printing.locator(f"[name={name}]").all() for name in ("csrfmiddlewaretoken", "number", "part")}
    sent = [(name, box.get_attribute("value")) for name, boxes in fields.items() for box in boxes]
    body = "&".join(f"{name}={value}" for name, value in sent)
    headers = {"content-type": "application/x-www-form-urlencoded", "referer": page.url}
    printed = page.request.post(f"{seller.home}/workbench/orders/print.pdf", data=body, headers=headers)
    assert printed.body().startswith(b"%PDF")
    return numbers


def ship_by_scanner(seller: Reader, number: str, waybill: str, words: dict[str, str]) -> None:
    """As a scanner does it: keys and Enter, into whatever has the focus."""
    page = seller.page
    if "/shipping/scan/" not in page.url:
        page.goto(f"{seller.home}/workbench/shipping/scan/")
    page.locator("#code:focus").wait_for()
    scan(page, number)
    page.locator("#scan[data-tone=ready]").wait_for()
    scan(page, waybill)
    page.locator("#scan[data-tone=good]").wait_for()
    assert words["shipped"] in page.locator(".scan-words").inner_text()


def correct(seller: Reader, waybill: str, words: dict[str, str]) -> None:
    """By keyboard alone."""
    page = seller.page
    page.keyboard.press("Control+z")
    page.locator("form[action$='/scan/correct/']").wait_for()
    scan(page, waybill)
    page.locator("#scan[data-tone=good]").wait_for()
    assert words["corrected"] in page.locator(".scan-words").inner_text()


def scan(page: Any, code: str) -> None:
    page.locator("#code:focus").wait_for()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
