"""Readers who are not signed in, in a real browser: what they searched for is forgotten when they say so, and a form of
a page that outlived its session leads to sign in and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Platform
from tests.e2e.hands import PASSWORD
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HISTORY = "#suggestions [role=option]"


@pytest.fixture
def platform(shared_platform: Platform) -> Iterator[Platform]:
    return shared_platform


@pytest.mark.parametrize("page", ["/", "/search/?q=camellia", "/factories/"])
def test_a_visitors_history_is_forgotten_at_a_click(browser: Any, platform: Platform, page: str) -> None:
    """From every page with the search box, those without a form of their own too."""
    visitor = Reader(browser, platform, "en")
    for words in ("camellia", "mug"):
        visitor.page.goto(f"{platform.address}/search/?q={words}")
    visitor.page.goto(f"{platform.address}{page}")
    box = visitor.page.locator(".searchbox input[role=combobox]")
    box.fill("")
    visitor.page.locator(HISTORY, has_text="mug").first.wait_for()
    with visitor.page.expect_response("**/search/history/clear/") as cleared:
        visitor.page.locator("[data-clears]").click()
    assert cleared.value.status == 204
    visitor.page.locator("[data-clears]").wait_for(state="detached")
    visitor.page.goto(platform.address)
    with visitor.page.expect_response("**/search/suggestions/**") as suggested:
        visitor.page.locator(".searchbox input[role=combobox]").fill("")
    assert "data-clears" not in suggested.value.text()
    assert visitor.faults == []


@pytest.mark.parametrize("deed", ["heart", "quantity", "talk"])
def test_a_page_that_outlived_its_session_leads_to_sign_in_and_back(
    browser: Any, platform: Platform, deed: str
) -> None:
    buyer = Reader(browser, platform, "en")
    buyer.sign_in("buyer@example.com")
    buyer.page.goto(f"{platform.address}/search/?q=camellia")
    buyer.page.locator("#results .result .opens").first.click()
    buyer.page.wait_for_url("**/offers/**")
    if deed == "quantity":
        buyer.page.locator("input[name^=sku-]").first.fill("10")
        buyer.press("add")
        buyer.page.locator(".toast, .toasts, [role=status]").first.wait_for()
        buyer.page.goto(f"{platform.address}/cart/")
    if deed == "talk":
        buyer.page.locator(".offer-supplier .offer-ways a").first.click()
        buyer.page.locator("#talk textarea").fill("In stock?")
    here = buyer.page.url
    buyer.page.context.clear_cookies(name="sessionid")
    _does(buyer.page, deed)
    buyer.page.wait_for_url("**/accounts/login/**")
    buyer.page.fill("input[name=login]", "buyer@example.com")
    buyer.page.fill("input[name=password]", PASSWORD)
    buyer.page.click("main button[type=submit]")
    buyer.page.wait_for_url(here)
    assert buyer.faults == []


def _does(page: Any, deed: str) -> None:
    if deed == "heart":
        page.locator("button.heart").first.click()
    elif deed == "talk":
        page.locator("#talk button[type=submit]").click()
    else:
        page.locator("#cart [data-step='1'], #cart [data-step='10']").first.click()


def test_what_nobody_answered_is_said(browser: Any, platform: Platform) -> None:
    """A deed of the reader's: the network is gone, then the server fails, then all is well again."""
    visitor = Reader(browser, platform, "en")
    visitor.page.goto(f"{platform.address}/search/?q=camellia")
    compare = visitor.page.locator("#results .result button[name=offer]").first
    for failing in (lambda route: route.abort(), lambda route: route.fulfill(status=502, body="bad gateway")):
        visitor.page.route("**/compare/toggle/", failing)
        compare.click()
        said = visitor.page.locator("#toasts .toast.bad", has_text="did not answer")
        said.wait_for()
        said.locator("[data-dismisses]").click()
        said.wait_for(state="detached")
        visitor.page.unroute("**/compare/toggle/")
    compare.click()
    visitor.page.locator("#tray .tray").wait_for()


@pytest.mark.parametrize("status", [403, 503])
def test_a_refusal_of_ours_is_told_in_place(browser: Any, platform: Platform, status: int) -> None:
    """A missing right, a busy platform."""
    visitor = Reader(browser, platform, "en")
    visitor.page.goto(f"{platform.address}/search/?q=camellia")
    refused = {"status": status, "headers": {"X-Request-ID": "1"}, "body": '<div id="tray">Too many people</div>'}
    visitor.page.route("**/compare/toggle/", lambda route: route.fulfill(**refused))
    visitor.page.locator("#results .result button[name=offer]").first.click()
    visitor.page.locator("#tray", has_text="Too many people").wait_for()
    assert visitor.page.locator("#toasts .toast").count() == 0
