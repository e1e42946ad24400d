"""Working calendars in a real browser: typed, walked through by keyboard, seen on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import Platform
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CALENDARS = "/workbench/production/calendars"
TODAY_IN_TAB_ORDER = "[data-year] [tabindex='0']"


def typed(factory: Reader) -> None:
    """Monday with a third, night shift; then every workday like it."""
    page = factory.page
    page.goto(f"{factory.home}{CALENDARS}/new/")
    page.fill("input[name=name]", "三班")
    page.locator("[data-add-shift]").first.click()
    page.fill("[name=d0-2-opens]", "22:00")
    page.fill("[name=d0-2-closes]", "06:00")
    page.fill("[name=d0-2-rate]", "150")
    page.get_by_role("button", name="Copy Monday to Tuesday–Friday").click()
    assert page.input_value("[name=d4-2-opens]") == "22:00"
    strips = page.locator(".strip")
    assert strips.nth(0).locator("rect").count() == 3
    assert strips.nth(5).locator("rect.dear").count() == 1
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("[data-year]").wait_for()
    factory.sees("91 hours a week")


def walked(factory: Reader) -> None:
    """The arrow keys go to a day, Enter opens it; closed, it is coloured."""
    page = factory.page
    page.goto(f"{page.url.split('?')[0]}?year=2026")
    page.locator("[data-day='2026-12-05']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="2026-12-11 Friday").wait_for()
    page.get_by_label("not worked").check()
    page.get_by_label("Reason").fill("盘点")
    page.locator("#day").get_by_role("button", name="Save").click()
    page.locator("[data-day='2026-12-11'].closed").wait_for()
    assert page.locator(TODAY_IN_TAB_ORDER).count() == 1


def seen_on_a_phone(factory: Reader) -> None:
    page = factory.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.locator("[data-year]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Enter these days").click()
    page.locator("[data-day='2026-10-01'].closed").wait_for(state="attached")


def test_a_factory_says_when_it_works(platform: Platform, browser: Any) -> None:
    factory = Reader(browser, platform, "en")
    factory.sign_in("seller1@example.com")
    typed(factory)
    walked(factory)
    seen_on_a_phone(factory)
    assert factory.faults == []
