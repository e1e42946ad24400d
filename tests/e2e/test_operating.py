"""An operator's morning in a real browser, both languages, phone and wide screen: a factory is let in and sells, its
offer is held back and let go, a dispute is decided by what both sides show, money is paid out and kept back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE, Platform, every_way_of_seeing
from tests.e2e.test_purchase import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEAPOT = {"zh": "青花茶壶", "en": "Blue and white teapot"}
RULED = {"zh": "您的采购纠纷已裁决", "en": "Dispute about your purchase decided"}
REASON = "图片与他人商品相同"
PAGES = [
    "/console/",
    "/console/organisations/?state=all",
    "/console/offers/?state=all",
    "/console/disputes/",
    "/console/disputes/?state=arbitrated",
    "/console/payments/",
    "/console/payments/quarantine/",
    "/console/ledger/",
    "/console/payouts/?state=all",
    "/console/health/",
    "/console/health/jobs/",
    "/console/health/webhooks/",
    "/console/health/letters/",
    "/console/trail/",
]


@pytest.fixture(scope="module")
def platform(shared_platform: Platform) -> Platform:
    shared_platform.hands("employ")
    return shared_platform


def seen_by(browser: Any, platform: Platform, language: str, width: int, email: str) -> Reader:
    reader = Reader(browser, platform, language, width)
    reader.sign_in(email)
    return reader


def pressed(reader: Reader, selector: str) -> None:
    with reader.page.expect_navigation():
        reader.page.locator(selector).first.click()


@every_way_of_seeing
def test_a_factory_is_let_in_and_its_offer_held_back(
    platform: Platform, browser: Any, language: str, width: int
) -> None:
    nth = f"{language}-{width}"
    platform.hands("apply", nth)
    chief = seen_by(browser, platform, language, width, "chief@example.com")
    let_in(chief, nth)
    factory = seen_by(browser, platform, language, width, f"newcomer{nth}@example.com")
    market = published(factory)
    buyer = seen_by(browser, platform, language, width, "buyer@example.com")
    buyer.page.goto(market)
    buyer.page.get_by_role("heading", name=TEAPOT[language]).wait_for()
    held_back(chief, market)
    assert buyer.page.request.get(market).status == 404
    factory.page.goto(f"{factory.home}/workbench/offers/?state=suspended")
    factory.sees(REASON)
    factory.fits()
    pressed(chief, "form[action$='/unsuspend/'] button")
    buyer.page.reload()
    buyer.page.get_by_role("heading", name=TEAPOT[language]).wait_for()
    chief.fits(*PAGES)
    assert chief.faults + factory.faults + buyer.faults == []


def let_in(clerk: Reader, nth: str) -> None:
    """From the desk, where it waits."""
    clerk.fits("/console/")
    pressed(clerk, f"main td a:has-text('{nth}')")
    clerk.fits()
    pressed(clerk, "form[action$='/approve/'] button")
    clerk.page.locator("h1 + .chip.good").wait_for()
    clerk.page.locator(".toast.good").wait_for()


def published(factory: Reader) -> str:
    """Returns where the market shows it."""
    factory.page.goto(f"{factory.home}/workbench/offers/?state=draft")
    publish = factory.page.locator("button[formaction$='/publish/']").first
    offer_id = (publish.get_attribute("formaction") or "").split("/")[-3]
    pressed(factory, "button[formaction$='/publish/']")
    return f"{factory.home}/offers/{offer_id}/"


def held_back(clerk: Reader, market: str) -> None:
    """Found by its name, as the newest of that name; the seller is told why."""
    clerk.page.goto(f"{clerk.home}/console/offers/")
    clerk.page.fill("main input[name=q]", TEAPOT["zh"])
    pressed(clerk, "main form[role=search] button")
    clerk.fits()
    pressed(clerk, f"td a[href='/console{market.removeprefix(clerk.home)}']")
    clerk.fits()
    clerk.page.fill("#because", REASON)
    pressed(clerk, "form[action$='/suspend/'] button")
    clerk.page.locator(".toast.good").wait_for()
    clerk.page.locator("form[action$='/unsuspend/']").wait_for()


@every_way_of_seeing
def test_a_dispute_is_decided_by_what_both_sides_show(
    platform: Platform, browser: Any, language: str, width: int
) -> None:
    platform.hands("quarrel")
    chief = seen_by(browser, platform, language, width, "chief@example.com")
    number = decided(chief)
    found_in_the_audit(chief, number)
    buyer = seen_by(browser, platform, language, width, "buyer@example.com")
    told_at_the_bell(buyer, number, RULED[language])
    assert chief.faults + buyer.faults == []


def decided(arbiter: Reader) -> str:
    """Everything goes back to the buyer; returns the dispute's number."""
    page = arbiter.page
    arbiter.fits("/console/disputes/")
    number = page.locator("td a.number").first.inner_text()
    pressed(arbiter, "td a.number")
    looked_at(arbiter)
    page.select_option("#id_outcome", "full")
    page.fill("#id_ruling", "照片与运单相符，退全款。")
    pressed(arbiter, "main form:has(#id_ruling) button[type=submit]")
    page.locator(".toast.good").wait_for()
    assert page.locator("#id_ruling").count() == 0
    arbiter.fits()
    return str(number)


def looked_at(arbiter: Reader) -> None:
    """The buyer's words and picture beside the supplier's, each read by the browser."""
    for side in arbiter.page.locator(".evidence-sides > div").all():
        shown = side.locator("img")
        assert shown.count() == 1
        shown.scroll_into_view_if_needed()
        shown.evaluate("picture => picture.decode()")
    for words in ("到货即碎", "包装完好"):
        arbiter.sees(words)
    arbiter.fits()


def found_in_the_audit(arbiter: Reader, number: str) -> None:
    pressed(arbiter, f"a[href$='/console/trail/?number={number}']")
    arbiter.page.get_by_text("orders.AfterSaleArbitrated").first.wait_for()
    arbiter.fits()


def told_at_the_bell(buyer: Reader, number: str, label: str) -> None:
    """The worker tells a moment later; the bell's own minute is not waited for."""
    page = buyer.page
    told = page.locator(".notices li.unread a.told", has_text=number).filter(has_text=label)
    for _ in range(PATIENCE):
        page.goto(f"{buyer.home}/notices/?unread=1")
        if told.count():
            break
        page.wait_for_timeout(500)
    assert int(page.locator("#bell b").inner_text()) >= 1
    with page.expect_navigation():
        told.first.click()
    assert page.url.endswith(f"/after-sales/{number}/")
    buyer.fits()


@every_way_of_seeing
def test_payouts_are_approved_and_refused_by_a_second_person(
    platform: Platform, browser: Any, language: str, width: int
) -> None:
    platform.hands("earn")
    seller = seen_by(browser, platform, language, width, "seller1@example.com")
    amounts = [f"{yuan}.{width // 100:02d}" for yuan in ((21, 22) if language == "zh" else (23, 24))]
    for amount in amounts:
        asked_for(seller, amount)
    chief = seen_by(browser, platform, language, width, "chief@example.com")
    sent = waiting(chief, amounts[0])
    pressed(chief, f"{sent} button[formaction$='/approve/']")
    chief.page.locator(".toast.good").wait_for()
    kept = waiting(chief, amounts[1])
    chief.page.fill(f"{kept} [name=because]", REASON)
    pressed(chief, f"{kept} form.decide button:not([formaction])")
    chief.page.locator(".toast.good").wait_for()
    paid_and_refused(seller, *amounts)
    chief.fits("/console/payouts/", "/console/payouts/?state=all")
    assert chief.faults + seller.faults == []


def asked_for(seller: Reader, amount: str) -> None:
    page = seller.page
    seller.fits("/workbench/money/")
    if not page.locator("#id_amount").count():
        page.goto(f"{seller.home}/workbench/money/bank/")
        for name, value in (("holder", "王小厂"), ("bank", "工商银行"), ("number", "6222020000112233")):
            page.fill(f"#id_{name}", value)
        pressed(seller, "main form:has(#id_holder) button[type=submit]")
        page.goto(f"{seller.home}/workbench/money/")
    page.fill("#id_amount", amount)
    pressed(seller, "main form:has(#id_amount) button[type=submit]")
    page.locator(".toast.good").wait_for()


def waiting(chief: Reader, amount: str) -> str:
    """The row of what is asked for."""
    chief.fits("/console/payouts/")
    row = f"tr:has(td.money:has-text('{amount}'))"
    assert chief.page.locator(row).count() == 1
    return row


def paid_and_refused(seller: Reader, paid: str, refused: str) -> None:
    """The worker sends the money; the other stands refused, with the reason."""
    page = seller.page
    for _ in range(PATIENCE):
        page.goto(f"{seller.home}/workbench/money/")
        if page.locator("tr", has_text=paid).locator(".chip.good").count():
            break
        page.wait_for_timeout(500)
    assert page.locator("tr", has_text=paid).locator(".chip.good").count() == 1
    assert REASON in page.locator("tr", has_text=refused).inner_text()
    seller.fits()
