"""Made to order in a real browser: set up, judged, taken on, released, printed, reported, followed by the buyer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE, Platform
from tests.e2e.test_purchase import Reader, put_in_cart

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRODUCTION = "/workbench/production"


def set_up(factory: Reader) -> None:
    """Take a ready routing over and say that the mug is made by it."""
    factory.page.goto(f"{factory.home}{PRODUCTION}/set-up/")
    factory.page.get_by_role("button", name="UV print").click()
    factory.page.get_by_role("link", name="UV print", exact=True).wait_for()
    factory.page.select_option("select[name=recipe-offer]", index=1)
    factory.page.select_option("select[name=recipe-routing]", index=1)
    factory.page.get_by_role("button", name="Make this to order").click()
    factory.page.locator(".toast.good").wait_for()


def order_one(buyer: Reader) -> str:
    put_in_cart(buyer, 0)
    put_in_cart(buyer, 1)
    buyer.page.goto(f"{buyer.home}/cart/")
    buyer.press("check out")
    buyer.press("place")
    buyer.press("pay")
    buyer.page.get_by_role("button", name=buyer.words["sandbox"], exact=True).click()
    buyer.page.wait_for_url(f"{buyer.home}/purchases/**")
    links = buyer.page.locator("article .number")
    return ",".join(links.nth(each).inner_text() for each in range(2))


def judged(factory: Reader) -> None:
    """The worker raises the demand; its page shows the arithmetic."""
    for _ in range(PATIENCE):
        factory.page.goto(f"{factory.home}{PRODUCTION}/demands/")
        if factory.page.locator("tbody a").count():
            break
        factory.page.wait_for_timeout(1000)
    factory.page.locator("tbody a").first.click()
    factory.sees("Will it earn?")
    factory.sees("It leaves")


def taken_on(factory: Reader, numbers: str) -> str:
    """Accept the order; what is made for it stands on the board."""
    for number in numbers.split(","):
        if factory.page.goto(f"{factory.home}/workbench/orders/{number}/").status == 404:
            continue
        factory.press("accept")
        factory.sees("Being made for you")
        factory.page.goto(f"{factory.home}{PRODUCTION}/?days=14")
        factory.page.locator(".gantt .step").first.wait_for()
        return number
    raise AssertionError(numbers)


def reported(factory: Reader) -> None:
    """Release the work order, print it, start its first operation and report all pieces good."""
    factory.page.goto(f"{factory.home}/workbench/work-orders/")
    factory.page.locator("input[name=demand]").first.check()
    factory.page.get_by_role("button", name="Release the ticked ones").click()
    link = factory.page.locator("td a.number").first
    link.wait_for()
    number = link.inner_text()
    printed = factory.page.request.get(f"{factory.home}/workbench/work-orders/print.pdf?number={number}")
    assert printed.body()[:4] == b"%PDF"
    factory.page.set_viewport_size({"width": 390, "height": 844})
    factory.page.goto(f"{factory.home}/floor/{number}/1/")
    factory.page.get_by_role("button", name="Start").click()
    factory.page.get_by_role("button", name="left are good").click()
    factory.page.get_by_role("link", name="Next:").wait_for()


def test_what_is_made_to_order_is_judged_taken_on_made_and_followed(browser: Any, platform: Platform) -> None:
    buyer, factory = (Reader(browser, platform, "en") for _ in range(2))
    buyer.sign_in("buyer@example.com")
    factory.sign_in("seller1@example.com")
    set_up(factory)
    numbers = order_one(buyer)
    judged(factory)
    number = taken_on(factory, numbers)
    reported(factory)
    buyer.page.goto(f"{buyer.home}/orders/{number}/")
    buyer.sees("Being made for you")
    shown = [int(each.get_attribute("value")) for each in buyer.page.locator("progress").all()]
    assert len(shown) == 2
    assert 0 < max(shown) < 100
    assert buyer.faults + factory.faults == []
