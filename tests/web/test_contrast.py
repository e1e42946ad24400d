"""Colours that stand on one another can be told apart, in the light and in the dark: WCAG 2.2, level AA."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from huopan.web.components.design.tokens import colours, contrast
from tests.house.source import PACKAGE

TEXT, GRAPHIC = 4.5, 3.0
INK = ("ink", "ink-2", "ink-3", "brand", "link", "good", "warn", "bad", "calm", "held")
GROUNDS = ("paper", "ground", "sunk")
TONES = ("good", "warn", "bad", "calm", "held", "brand")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
PAIR = re.compile(r"(?:^|[;\s])(color|background|border-color):\s*var\(--([\w-]+)\)")
HEX = {each.name: {"light": each.light, "dark": each.dark} for each in colours()}


def pairs_in_sheets() -> Iterator[tuple[str, str, str]]:
    """Every rule that sets both an ink and a ground: where it stands, the ink, the ground."""
    for sheet in sorted(PACKAGE.glob("web/**/*.css")):
        for selector, body in RULE.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)):
            said = dict(PAIR.findall(body))
            if said.get("color") in HEX and said.get("background") in HEX:
                yield f"{sheet.name} {' '.join(selector.split())}", said["color"], said["background"]


def faults(pairs: list[tuple[str, str, str]], least: float) -> list[str]:
    return [
        f"{where}: {front} on {back}, {scheme}: {found:.2f}"
        for where, front, back in pairs
        for scheme in ("light", "dark")
        if (found := contrast(HEX[front][scheme], HEX[back][scheme])) < least
    ]


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_inks_can_be_read_on_every_ground() -> None:
    assert faults([("tokens", ink, ground) for ink in INK for ground in GROUNDS], TEXT) == []


def test_each_tone_can_be_read_on_its_own_wash() -> None:
    washes = [f"{tone}-wash" for tone in TONES]
    assert faults([("tokens", tone, wash) for tone, wash in zip(TONES, washes, strict=True)], TEXT) == []
    assert faults([("tokens", ink, wash) for ink in ("ink", "ink-2") for wash in washes], TEXT) == []


def test_lines_that_tell_something_can_be_seen() -> None:
    """Edges of fields, the ring of focus, the fill of what is chosen, and the marks of charts."""
    lines = ("edge", "focus", "brand-fill", "good", "warn", "bad", "calm")
    assert faults([("tokens", line, ground) for line in lines for ground in ("paper", "ground")], GRAPHIC) == []


def test_every_rule_sets_an_ink_that_can_be_read_on_its_ground() -> None:
    pairs = list(pairs_in_sheets())
    assert len(pairs) > 20
    assert faults(pairs, TEXT) == []


def test_sheets_say_no_colour_of_their_own() -> None:
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    found = [
        f"{sheet.name}: {line.strip()}"
        for sheet in sorted(PACKAGE.glob("web/**/*.css"))
        if sheet.name != "tokens.css"
        for line in sheet.read_text().splitlines()
        if raw.search(line) and "{" not in line
    ]
    assert found == []


def test_sheets_use_only_tokens_there_are() -> None:
    declared = set(re.findall(r"--([\w-]+):", "\n".join(s.read_text() for s in PACKAGE.glob("web/**/*.css"))))
    used = {
        (sheet.name, name)
        for sheet in PACKAGE.glob("web/**/*.css")
        for name in re.findall(r"var\(--([\w-]+)", sheet.read_text())
    }
    assert {pair for pair in used if pair[1] not in declared} == set()
