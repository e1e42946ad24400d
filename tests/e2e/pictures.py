"""Pictures of every step of the tour, as a reader of the documentation sees them.

    python -m tests.e2e.pictures [http://127.0.0.1:8000]     of a demo that runs there; without an address it starts one

Each step at 390 and 1440 pixels in Chinese and some in English, into docs/pictures/tour: palette-sized WebP of what a
screen shows, with a page that shows them all.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures" / "tour"
WIDTHS = {390: (390, 844), 1440: (1440, 900)}
SHOWN_AT = {390: 390, 1440: 1000}  # stored as wide as a README shows them
ENGLISH = {"home", "search", "matrix", "cart", "transit", "today", "board", "dispute"}
QUALITY = 62
PATIENCE = 600


def main() -> None:
    from playwright.sync_api import sync_playwright

    with _market(sys.argv[1:]) as address, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        FOLDER.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            for language in ("zh", "en"):
                _walk(chromium, address, width, language)
        chromium.close()
    _write_index()
    print(f"{sum(path.stat().st_size for path in FOLDER.glob('*.webp')) / 1e6:.1f} MB in {FOLDER.relative_to(ROOT)}")


def _walk(chromium: Any, address: str, width: int, language: str) -> None:
    """Through the tour's own page, so that each step is seen by its person."""
    steps = _steps()
    context = chromium.new_context(
        viewport=dict(zip(("width", "height"), WIDTHS[width], strict=True)),
        locale="zh-CN" if language == "zh" else "en-US",
        reduced_motion="reduce",
    )
    browser = context.new_page()
    _take(browser, f"{address}/tour/", f"tour-{language}-{width}")
    for step in steps:
        if language == "en" and step not in ENGLISH:
            continue
        browser.goto(f"{address}/tour/")
        browser.locator(f'form[action="/tour/{step}/"] button').click()
        browser.wait_for_load_state("networkidle")
        _keep(browser.screenshot(), f"{step}-{language}-{width}", width)
    context.close()


def _take(browser: Any, address: str, name: str) -> None:
    browser.goto(address)
    browser.wait_for_load_state("networkidle")
    _keep(browser.screenshot(), name, browser.viewport_size["width"])


def _keep(png: bytes, name: str, width: int) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    wide = SHOWN_AT[width]
    if picture.width > wide:
        picture = picture.resize((wide, round(picture.height * wide / picture.width)), Image.Resampling.LANCZOS)
    picture.save(FOLDER / f"{name}.webp", "WEBP", quality=QUALITY, method=6)


def _write_index() -> None:
    """docs/pictures/tour/README.md: the tour to leaf through."""
    lines = ["# The tour in pictures", "", "Written by `make screenshots`.", ""]
    for step in ("tour", *_steps()):
        shown = [f"![{step}]({step}-{language}-{width}.webp)" for language in ("zh", "en") for width in (1440, 390)]
        there = [each for each in shown if (FOLDER / each.split("(")[1].rstrip(")")).exists()]
        lines += [f"## {_title(step)}", "", *there, ""]
    (FOLDER / "README.md").write_text("\n".join(lines))


def _steps() -> list[str]:
    from huopan.ops.starting import start

    start()
    from huopan.web.tour.steps import STEPS

    return [step.key for step in STEPS]


def _title(key: str) -> str:
    from django.utils.translation import override

    from huopan.web.tour.steps import step_of

    step = step_of(key)
    with override("en"):
        return str(step.title) if step else "The tour"


@contextmanager
def _market(given: list[str]) -> Iterator[str]:
    """A demo that runs, or one of our own in a folder that goes away."""
    if given:
        yield given[0].rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HUOPAN_DATA_DIR": folder}
        command = [sys.executable, "-c", "from huopan.ops.cli import app; app()", "demo", "--port", "8199"]
        running = subprocess.Popen(command, env=environment)
        try:
            _wait_for("http://127.0.0.1:8199/healthz")
            yield "http://127.0.0.1:8199"
        finally:
            running.terminate()
            running.wait(timeout=30)


def _wait_for(address: str) -> None:
    import time

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, HTTPError, OSError):
            time.sleep(1)
    raise SystemExit(f"{address} never answered")


if __name__ == "__main__":
    main()
