"""The tokens as the stylesheet has them, so that the page and the contrast test cannot say otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SHEET = Path(__file__).parents[1] / "static" / "huopan" / "tokens.css"
PIXELS_PER_REM = 16
LINEAR_BELOW = 0.04045  # of sRGB
_DECLARED = re.compile(r"--([\w-]+):\s*([^;]+);")
_BOTH = re.compile(r"light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)$")
_PLAIN = re.compile(r"#[0-9a-f]{6}$")


@dataclass(frozen=True, slots=True)
class Colour:
    """Hexadecimal in either scheme."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Length:
    name: str
    shown: str
    pixels: int


def declared(sheet: Path = SHEET) -> dict[str, str]:
    """Each token's first value: what follows in media queries is for readers who asked for more contrast."""
    found: dict[str, str] = {}
    for name, value in _DECLARED.findall(sheet.read_text(encoding="utf-8")):
        found.setdefault(name, " ".join(value.split()))
    return found


def colours() -> list[Colour]:
    found = []
    for name, value in declared().items():
        if both := _BOTH.match(value):
            found.append(Colour(name, both[1], both[2]))
        elif _PLAIN.match(value):
            found.append(Colour(name, value, value))
    return found


def lengths(prefix: str) -> list[Length]:
    return [
        Length(name, value, pixels(value))
        for name, value in declared().items()
        if name.startswith(prefix) and re.match(r"[\d.]+(rem|px)$", value)
    ]


def pixels(value: str) -> int:
    """1.5rem → 24, 6px → 6."""
    return round(float(value[:-3]) * PIXELS_PER_REM) if value.endswith("rem") else round(float(value[:-2]))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, from 0 to 1, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
