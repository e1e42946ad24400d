"""Numbers with units: one spelling and one scale, so that 0.5 升, 500 ML and 500毫升 are the same thing."""

from __future__ import annotations

import re
from decimal import Decimal

CHINESE = {
    "毫升": "ml", "公升": "l", "升": "l",
    "毫克": "mg", "千克": "kg", "公斤": "kg", "市斤": "jin", "斤": "jin", "克": "g", "吨": "t",
    "毫米": "mm", "厘米": "cm", "公分": "cm", "米": "m",
    "千瓦": "kw", "瓦": "w", "毫安": "mah", "伏": "v", "英寸": "inch", "寸": "inch",
}  # fmt: skip
SCALE = {
    "l": ("ml", 1000), "kg": ("g", 1000), "jin": ("g", 500), "cm": ("mm", 10), "m": ("mm", 1000), "kw": ("w", 1000),
    "inches": ("inch", 1), "in": ("inch", 1), "litre": ("ml", 1000), "liter": ("ml", 1000), "litres": ("ml", 1000),
    "liters": ("ml", 1000), "gram": ("g", 1), "grams": ("g", 1), "watt": ("w", 1), "watts": ("w", 1),
    "volt": ("v", 1), "volts": ("v", 1), "metre": ("mm", 1000), "meter": ("mm", 1000),
}  # fmt: skip
PLAIN = ("ml", "mg", "g", "mm", "mah", "w", "v", "inch", "oz", "lb", "ft", "pcs", "t", "km", "gb", "tb", "hz", "k")
LONGEST_NUMBER = 9
SMALL = 100  # 316L is a steel and 304g a weight: large numbers of litres and metres are left as they are written
UNITS = sorted({*SCALE, *PLAIN}, key=len, reverse=True)

_NUMBER = rf"\d{{1,{LONGEST_NUMBER}}}(?:\.\d{{1,4}})?"
_CHINESE = re.compile(r"(?<=\d)\s?(" + "|".join(sorted(CHINESE, key=len, reverse=True)) + ")")
_TIMES = re.compile(r"(?<=\d)(?:[a-z]{1,4})?\s?[x×*]\s?(?=\d)")
_SIZES = re.compile(rf"({_NUMBER}(?:x{_NUMBER}){{1,3}})\s({'|'.join(UNITS)})(?![a-z0-9])")
_MEASURE = re.compile(rf"(?<![a-z0-9.])({_NUMBER})\s?({'|'.join(UNITS)})(?![a-z0-9])")


def measured(text: str) -> str:
    """Lower-case `text` with each measure in its base unit without a gap, and 10 × 20 cm as 10x20cm."""
    if not any(map(str.isdecimal, text)):
        return text
    text = _CHINESE.sub(lambda unit: CHINESE[unit.group(1)] + " ", text)
    return _MEASURE.sub(_in_base_unit, _SIZES.sub(r"\1\2", _TIMES.sub(_joined, text)))


def _joined(times: re.Match[str]) -> str:
    unit = times.group().rstrip(" ×*").rstrip("x").strip()
    return "x" if not unit or unit in UNITS else times.group()


def _in_base_unit(measure: re.Match[str]) -> str:
    number, unit = measure.groups()
    base, factor = SCALE.get(unit, (unit, 1))
    if unit in {"l", "m"} and Decimal(number) >= SMALL:
        return f"{number}{unit}"
    return f"{(Decimal(number) * factor).normalize():f}{base}"
