"""The main job in a real browser, in both languages: two suppliers' goods bought in one go, shipped and received."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE, Platform, every_way_of_seeing
from tests.e2e.hands import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "en": {
        "search": "camellia", "add": "Add to cart", "check out": "Check out", "place": "Place the order",
        "pay": "Pay now", "sandbox": "Pay", "accept": "Accept", "ship": "Ship", "have": "I have the goods",
        "completed": "completed", "shipped": "awaiting collection", "delivered": "delivered", "scarf": "scarf",
    },
    "zh": {
        "search": "红山茶", "add": "加入进货单", "check out": "去结算", "place": "提交订单",
        "pay": "立即付款", "sandbox": "确认付款", "accept": "接单", "ship": "发货", "have": "确认收货",
        "completed": "已完成", "shipped": "待揽收", "delivered": "已签收", "scarf": "围巾",
    },
}  # fmt: skip


class Reader:
    """Somebody in front of a browser window of their own."""

    def __init__(self, browser: Any, platform: Platform, language: str, width: int = 1280) -> None:
        self.words = WORDS[language]
        locale = {"en": "en-US", "zh": "zh-CN"}[language]
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 844})
        tag = {"en": "en", "zh": "zh-hans"}[language]
        context.add_cookies([{"name": "django_language", "value": tag, "url": platform.address}])
        context.set_default_timeout(PATIENCE * 1000)
        self.home, self.width = platform.address, width
        self.page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console", lambda said: self.faults.append(f"{said.text} {said.location}") if said.type == "error" else None
        )

    def sign_in(self, email: str) -> None:
        self.page.goto(f"{self.home}/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.home}/")

    def press(self, word: str) -> None:
        name = self.words[word]
        self.page.locator("main").get_by_text(name, exact=True).and_(self.page.locator("a, button")).first.click()

    def waits_for(self, word: str) -> None:
        """Looks at the page again until it offers this."""
        until = time.monotonic() + PATIENCE
        while not self.page.locator("main").get_by_text(self.words[word], exact=True).count():
            assert time.monotonic() < until, f"{word} was never offered"
            self.page.wait_for_timeout(500)
            self.page.reload()

    def fits(self, *addresses: str) -> None:
        """None of these pages scrolls sideways; without any, the one that is open."""
        for address in addresses:
            self.page.goto(f"{self.home}{address}")
            self.has_room()
        if not addresses:
            self.has_room()

    def has_room(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, self.page.url

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()


def put_in_cart(buyer: Reader, nth: int) -> None:
    buyer.page.goto(buyer.home)
    buyer.page.fill("input[name=q]", buyer.words["search"])
    buyer.page.press("input[name=q]", "Enter")
    buyer.page.locator(".result h3 a").nth(nth).click()
    quantities = buyer.page.locator(".stepper input")
    quantities.nth(0).fill("8")
    quantities.nth(1).fill("4")
    buyer.page.locator(".ladder li.mine").wait_for()
    buyer.press("add")
    buyer.page.locator(".toast.good").wait_for()


def buy(buyer: Reader) -> list[str]:
    """Everything in one go; the numbers of the two orders."""
    put_in_cart(buyer, 0)
    put_in_cart(buyer, 1)
    buyer.page.goto(f"{buyer.home}/cart/")
    assert buyer.page.locator(".cart-group").count() == 2
    return pay_for_the_cart(buyer)


def pay_for_the_cart(buyer: Reader) -> list[str]:
    buyer.press("check out")
    buyer.press("place")
    buyer.press("pay")
    buyer.page.get_by_role("button", name=buyer.words["sandbox"], exact=True).click()
    buyer.page.wait_for_url(f"{buyer.home}/purchases/**")
    links = buyer.page.locator("article .number")
    return [links.nth(each).inner_text() for each in range(2)]


def accept_and_ship(seller: Reader, number: str) -> bool:
    """Whether the order was this seller's."""
    answer = seller.page.goto(f"{seller.home}/workbench/orders/{number}/")
    if answer.status == 404:
        return False
    seller.waits_for("accept")  # the provider's word may come a moment after the buyer is back
    seller.press("accept")
    seller.page.fill("input[name=waybill_number]", f"SF{number[-8:]}")
    seller.press("ship")
    seller.sees(seller.words["shipped"])
    return True


@pytest.fixture(scope="module")
def platform(shared_platform: Platform) -> Platform:
    return shared_platform


@every_way_of_seeing
def test_goods_of_two_suppliers_are_bought_paid_shipped_and_received(
    browser: Any, platform: Platform, language: str, width: int
) -> None:
    buyer, *sellers = (Reader(browser, platform, language, width) for _ in range(3))
    buyer.sign_in("buyer@example.com")
    for number, seller in enumerate(sellers, start=1):
        seller.sign_in(f"seller{number}@example.com")
    numbers = buy(buyer)
    for number in numbers:
        assert [accept_and_ship(seller, number) for seller in sellers].count(True) == 1
        platform.hands("courier", f"SF{number[-8:]}")
    for number in numbers:
        receive(buyer, number)
    assert buyer.faults == []
    assert [fault for seller in sellers for fault in seller.faults if "404" not in fault] == []


def receive(buyer: Reader, number: str) -> None:
    """The courier's word reaches the order through the worker; then the buyer confirms."""
    for _ in range(PATIENCE):
        buyer.page.goto(f"{buyer.home}/orders/{number}/")
        if buyer.words["delivered"] in buyer.page.locator("main .chip").first.inner_text():
            break
        buyer.page.wait_for_timeout(1000)
    buyer.press("have")
    buyer.sees(buyer.words["completed"])


@pytest.fixture(scope="module")
def _grids(platform: Platform) -> None:
    platform.hands("grids")


@pytest.mark.usefixtures("_grids")
@every_way_of_seeing
def test_a_grid_is_filled_from_the_keyboard_and_the_clipboard_and_the_cart_mends_itself(
    browser: Any, platform: Platform, language: str, width: int
) -> None:
    buyer = Reader(browser, platform, language, width)
    buyer.sign_in("buyer@example.com")
    for nth in range(2):
        fill_a_grid(buyer, nth)
    mend_the_cart(buyer)
    assert len(set(pay_for_the_cart(buyer))) == 2
    assert buyer.faults == []


def fill_a_grid(buyer: Reader, nth: int) -> None:
    """4 3 5 above _ 2 6: typed along and down, the last column pasted."""
    buyer.page.goto(f"{buyer.home}/search/?q={buyer.words['scarf']}")
    buyer.page.locator(".result h3 a").nth(nth).click()
    cells, keyboard = buyer.page.locator("input.cell"), buyer.page.keyboard
    cells.nth(0).focus()
    for typed, key in [("4", "ArrowRight"), ("3", "Enter"), ("2", "ArrowUp"), ("", "ArrowRight")]:
        keyboard.type(typed)
        keyboard.press(key)
    paste(cells.nth(2), "5\n6\n")
    assert [cells.nth(place).input_value() for place in range(6)] == ["4", "3", "5", "", "2", "6"]
    assert buyer.page.locator("[data-total]").inner_text() == "20"
    buyer.page.locator("#offer-price .warn-word").wait_for()
    buyer.press("add")
    buyer.page.locator(".toast.good").wait_for()


def paste(cell: Any, text: str) -> None:
    """What the browser tells of Ctrl+V; the cell must be where the arrow keys have led."""
    told = "new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})"
    assert cell.evaluate("cell => cell === document.activeElement")
    cell.evaluate(
        f"(cell, text) => {{ const data = new DataTransfer(); data.setData('text/plain', text);"
        f" cell.dispatchEvent({told}) }}",
        text,
    )


def mend_the_cart(buyer: Reader) -> None:
    """Each supplier lacks four pieces to its MOQ; the button beside the sentence adds them."""
    buyer.page.goto(f"{buyer.home}/cart/")
    for left in (1, 0):
        buyer.page.locator(".cart-group .note.warn button").first.click()
        lacking = buyer.page.locator(".cart-group", has=buyer.page.locator(".note.warn"))
        lacking.nth(left).wait_for(state="detached")
        assert lacking.count() == left
