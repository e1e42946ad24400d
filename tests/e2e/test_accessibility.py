"""No page of the tour keeps anybody out: axe-core finds nothing serious, on a phone and on a wide screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

WIDTHS = {"zh-hans": (390, 844), "en": (1440, 900)}  # each language at the width where its words have less room
GRAVE = {"serious", "critical"}

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make setup")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("language", WIDTHS)
def test_axe_finds_nothing_serious_on_the_tour(tour: Any, chromium: Any, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    faults = []
    for page in (each for each in tour.pages if each.language == language):
        context = chromium.new_context(
            viewport=dict(zip(("width", "height"), WIDTHS[language], strict=True)),
            locale=language,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": key, "value": value, "url": tour.url} for key, value in page.cookies.items()])
        shown = context.new_page()
        shown.goto(page.address)
        # axe's own script is put in by the driver, past the page's content policy
        found = axe.run(shown, options={"resultTypes": ["violations"]}).response["violations"]
        faults += [_told(page.name, fault) for fault in found if fault["impact"] in GRAVE]
        context.close()
    assert faults == [], "\n".join(faults)


def _told(page: str, fault: dict[str, Any]) -> str:
    places = "; ".join(f"{node['target'][0]} {node['html'][:160]}" for node in fault["nodes"][:3])
    return f"{page}: {fault['id']} ×{len(fault['nodes'])}: {fault['help']}: {places}"
