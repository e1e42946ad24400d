"""An operator's morning in a real browser, both languages, phone and wide screen: a factory is let in and sells, a
dispute is decided, found again in the audit, and told at the buyer's bell."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import Platform
from tests.e2e.test_purchase import Reader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skip(reason="written while the machine was busy and not yet seen passing"),
]
FACTORY = {"zh": "景德镇新窑", "en": "Jingdezhen New Kiln"}
RULED = {"zh": "您的采购纠纷已裁决", "en": "Dispute about your purchase decided"}
TEAPOT = {"zh": "青花茶壶", "en": "Blue and white teapot"}


def seen_by(browser: Any, platform: Platform, language: str, width: int, email: str) -> Reader:
    reader = Reader(browser, platform, language)
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.sign_in(email)
    return reader


def pressed(reader: Reader, selector: str) -> None:
    with reader.page.expect_navigation():
        reader.page.locator(selector).first.click()


def let_in(clerk: Reader, name: str) -> None:
    clerk.page.goto(f"{clerk.home}/console/organisations/")
    clerk.page.get_by_role("link", name=name).click()
    pressed(clerk, "form[action$='/approve/'] button")
    clerk.page.locator(".chip.good").first.wait_for()


def published(factory: Reader) -> str:
    """Returns where the market shows it."""
    factory.page.goto(f"{factory.home}/workbench/offers/?state=draft")
    publish = factory.page.locator("button[formaction$='/publish/']").first
    offer_id = (publish.get_attribute("formaction") or "").split("/")[-3]
    pressed(factory, "button[formaction$='/publish/']")
    return f"{factory.home}/offers/{offer_id}/"


def decided(arbiter: Reader) -> str:
    """Everything goes back to the buyer; returns the dispute's number."""
    page = arbiter.page
    page.goto(f"{arbiter.home}/console/disputes/")
    number = page.locator("td a.number").first.inner_text()
    pressed(arbiter, "td a.number")
    page.select_option("#id_outcome", "full")
    page.fill("#id_ruling", "照片与运单相符，退全款。")
    pressed(arbiter, "main form:has(#id_ruling) button[type=submit]")
    return number


def found_in_the_audit(arbiter: Reader, number: str) -> None:
    arbiter.page.goto(f"{arbiter.home}/console/disputes/{number}/")
    pressed(arbiter, f"a[href$='/console/trail/?number={number}']")
    arbiter.page.get_by_text("orders.AfterSaleArbitrated").first.wait_for()


def told_at_the_bell(buyer: Reader, number: str, label: str) -> None:
    """The worker tells a moment later; the bell's own minute is not waited for."""
    page = buyer.page
    told = page.locator(".notices li.unread a.told", has_text=number).filter(has_text=label)
    for _ in range(60):
        page.goto(f"{buyer.home}/notices/?unread=1")
        if told.count():
            break
        page.wait_for_timeout(500)
    assert int(page.locator("#bell b").inner_text()) >= 1
    with page.expect_navigation():
        told.first.click()
    assert page.url.endswith(f"/after-sales/{number}/")


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 1440), ("zh", 1440), ("en", 390)])
def test_a_factory_let_in_and_a_dispute_decided(platform: Platform, browser: Any, language: str, width: int) -> None:
    platform.hands("apply")
    platform.hands("quarrel")
    chief = seen_by(browser, platform, language, width, "chief@example.com")
    let_in(chief, FACTORY[language])
    factory = seen_by(browser, platform, language, width, "newcomer@example.com")
    market = published(factory)
    buyer = seen_by(browser, platform, language, width, "buyer@example.com")
    buyer.page.goto(market)
    buyer.page.get_by_role("heading", name=TEAPOT[language]).wait_for()
    number = decided(chief)
    found_in_the_audit(chief, number)
    told_at_the_bell(buyer, number, RULED[language])
    for reader in (chief, factory, buyer):
        assert reader.faults == []
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
