"""What goes wrong after delivery, in a real browser: a claim with pictures, the answer and the money back; both
languages, phone and wide screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import Platform, every_way_of_seeing
from tests.e2e.test_offering import a_picture
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORDS = {
    "en": {"wrong": "Something is wrong", "ask": "Ask", "refunded": "refunded", "back": "went back to the buyer"},
    "zh": {"wrong": "货有问题", "ask": "提交申请", "refunded": "已退款", "back": "已退给买家"},
}


@pytest.fixture(scope="module")
def platform(shared_platform: Platform) -> Platform:
    return shared_platform


@every_way_of_seeing
def test_delivered_goods_are_claimed_with_pictures_and_refunded(
    browser: Any, platform: Platform, language: str, width: int
) -> None:
    platform.hands("deliver")
    buyer, seller = (Reader(browser, platform, language, width) for _ in range(2))
    for reader, email in ((buyer, "buyer@example.com"), (seller, "seller1@example.com")):
        reader.words = WORDS[language]
        reader.sign_in(email)
    refunded(buyer, claimed(buyer), seller)
    assert buyer.faults + seller.faults == []


def claimed(buyer: Reader) -> str:
    """From the list of orders to the claim; its address within a desk."""
    page = buyer.page
    buyer.fits("/orders/")
    page.locator("main a[href^='/orders/SO']").first.click()
    page.locator("#next").wait_for()
    buyer.fits()
    buyer.press("wrong")
    page.select_option("[name=kind]", "refund")
    page.select_option("[name=cause]", "damaged")
    page.locator("[name^=line-]").first.fill("3")
    page.set_input_files("[name=picture]", [a_picture("teal"), a_picture("orange")])
    assert page.locator(".drop output").inner_text() == "teal.png, orange.png"
    buyer.fits()
    buyer.press("ask")
    page.wait_for_url("**/after-sales/**")
    loaded(buyer, 2)
    buyer.fits()
    return str(page.url.removeprefix(buyer.home))


def loaded(reader: Reader, count: int) -> None:
    """So many pictures of evidence are there, and each was read by the browser."""
    shown = reader.page.locator(".evidence-piece img")
    shown.nth(count - 1).wait_for()
    assert shown.count() == count
    for each in shown.all():
        each.scroll_into_view_if_needed()
        each.evaluate("picture => picture.decode()")


def refunded(buyer: Reader, claim: str, seller: Reader) -> None:
    """The seller looks at the pictures and agrees; both sides see the money go back."""
    seller.page.goto(f"{seller.home}/workbench{claim}")
    loaded(seller, 2)
    seller.fits()
    seller.page.locator("form[action$='/agree/'] .primary").click()
    seller.sees(seller.words["refunded"])
    buyer.page.reload()
    buyer.sees(buyer.words["back"])
    assert buyer.words["refunded"] in buyer.page.locator("main .chip").first.inner_text()
    buyer.fits()
