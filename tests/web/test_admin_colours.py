"""The admin's tables wear the colours of the pages."""

from __future__ import annotations

import re

from huopan.config.console import BRAND, GREYS
from tests.house.source import PACKAGE

TOKENS = PACKAGE / "web/components/static/huopan/tokens.css"
SAME = {"brand-wash": BRAND["50"], "brand-fill": BRAND["600"], "brand-fill-hover": BRAND["700"]}
LIGHT = {"ground": "50", "sunk": "100", "line": "200", "line-strong": "300", "ink-3": "500", "ink-2": "600"}
DARK = {"ink-3": "400", "line": "700", "sunk": "800", "paper": "900", "ground": "950"}


def test_brand_and_greys_are_the_tokens() -> None:
    found = re.findall(r"--([a-z0-9-]+): (light-dark\([^)]*\));", TOKENS.read_text(encoding="utf-8"))
    tones = {name: re.findall(r"#[0-9a-f]{6}", value) for name, value in reversed(found)}  # the first: usual contrast
    assert {name: tones[name][0] for name in SAME} == SAME
    assert {name: tones[name][0] for name in LIGHT} == {name: GREYS[step] for name, step in LIGHT.items()}
    assert {name: tones[name][1] for name in DARK} == {name: GREYS[step] for name, step in DARK.items()}
