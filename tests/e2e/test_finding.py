"""A novice in a real browser: pinyin, a suggestion, filters, why, comparing, and a purchase. Desktop and phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import Platform
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
RESULT = "#results .result"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_novice_finds_compares_and_buys(browser: Any, platform: Platform, size: dict[str, int]) -> None:
    platform.hands("shelve")
    novice = Reader(browser, platform, "zh")
    novice.page.set_viewport_size(size)
    novice.sign_in("buyer@example.com")
    types_pinyin(novice)
    filters(novice, on_phone=size is PHONE)
    opens_why(novice)
    compares(novice)
    buys(novice)
    assert novice.faults == []


def types_pinyin(novice: Reader) -> None:
    """`baowen` suggests 保温壶; the arrows reach it, Enter searches for it."""
    box = novice.page.locator(".searchbox input")
    box.fill("")
    box.press_sequentially("baowen", delay=30)
    option = novice.page.locator("#suggestions [role=option]", has_text="保温壶").first
    option.wait_for()
    for _ in range(10):
        box.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Enter")
    novice.page.wait_for_url("**/search/?q=**")
    assert novice.page.locator(RESULT).count() == 4


def filters(novice: Reader, *, on_phone: bool) -> None:
    """Small lot and 88% picked up in 48 hours, each at once and kept in the address; then from a link, the same."""
    page = novice.page
    if on_phone:
        page.locator(".tools .narrow-only").click()
    page.locator("label[for=f-small_lot-on]").click()
    page.wait_for_url("**small_lot=on**")
    page.locator(".chip-link", has_text="小单").wait_for(state="attached")
    assert page.locator(RESULT).count() == 3
    page.locator("label[for=f-pickup-88]").click()
    page.wait_for_url("**pickup=88**")
    page.locator(".chip-link", has_text="88%").wait_for(state="attached")
    assert page.locator(RESULT).count() == 2
    if on_phone:
        page.locator(".drawer-foot button").click()
    page.reload()
    assert page.locator(RESULT).count() == 2


def opens_why(novice: Reader) -> None:
    first = novice.page.locator(RESULT).first
    first.locator(".why > summary").click()
    panel = first.locator(".why-panel")
    panel.wait_for()
    assert "近九十天" in panel.inner_text()
    assert panel.locator("tbody tr").count() == 7
    novice.page.keyboard.press("Escape")
    panel.wait_for(state="hidden")


def compares(novice: Reader) -> None:
    """One by pressing, one by the keyboard; both stand on the page that can be printed."""
    page = novice.page
    page.locator(f"{RESULT} .compares").first.click()
    page.locator("#tray .tray li").first.wait_for()
    page.locator("h1").click()
    for key in ("j", "j", "c"):
        page.keyboard.press(key)
    page.locator("#tray .tray li").nth(1).wait_for()
    assert page.locator(f"{RESULT} .compares[aria-pressed=true]").count() == 2
    page.locator("#tray a.button").click()
    page.wait_for_url("**/compare/")
    assert page.locator(".compare-table thead th").count() == 3
    assert page.locator(".compare-table .best").count() > 0
    page.locator(".compare-table a.button").first.click()


def buys(novice: Reader) -> None:
    page = novice.page
    page.wait_for_url("**/offers/**")
    page.locator(".stepper input").first.fill("8")
    page.locator(".ladder li.mine").wait_for()
    novice.press("add")
    page.locator(".toast.good").wait_for()
    page.goto(f"{novice.home}/cart/")
    for step in ("check out", "place", "pay"):
        novice.press(step)
    page.get_by_role("button", name=novice.words["sandbox"], exact=True).click()
    page.wait_for_url(f"{novice.home}/purchases/**")
    assert page.locator("article .number").count() == 1


def test_without_scripts_every_way_still_leads_on(browser: Any, platform: Platform) -> None:
    """A form, links and one button that applies."""
    platform.hands("shelve")
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(f"{platform.address}/search/?q=bottle")
    assert page.locator(RESULT).count() == 4
    page.locator("label[for=f-small_lot-on]").click()
    page.locator("#filters noscript button, #filters button:has-text('Apply')").first.click()
    assert page.locator(RESULT).count() == 3
    page.locator(f"{RESULT} .compares").first.click()
    page.locator(".tray a").click()
    assert page.locator(".compare-table thead th").count() == 2
    context.close()


def test_the_keyboard_reaches_everything_of_a_result(browser: Any, platform: Platform) -> None:
    platform.hands("shelve")
    novice = Reader(browser, platform, "en")
    page = novice.page
    page.goto(f"{novice.home}/search/?q=bottle")
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.locator(f"{RESULT}:focus .why-panel, {RESULT} .why[open] .why-panel").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Tab")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/offers/**")
    assert novice.faults == []
