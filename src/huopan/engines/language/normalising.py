"""One spelling for many: width, case, accents, and units of measure beside a number."""

from __future__ import annotations

import re
import unicodedata

UNITS = {
    "毫升": "ml", "升": "l", "公升": "l",
    "毫克": "mg", "克": "g", "公斤": "kg", "千克": "kg", "吨": "t",
    "毫米": "mm", "厘米": "cm", "公分": "cm", "米": "m",
    "瓦": "w", "千瓦": "kw", "伏": "v", "毫安": "mah", "英寸": "inch", "寸": "inch",
}  # fmt: skip
LATIN_UNITS = (
    "ml",
    "mah",
    "mg",
    "mm",
    "kg",
    "kw",
    "km",
    "cm",
    "inch",
    "oz",
    "lb",
    "ft",
    "pcs",
    "g",
    "l",
    "m",
    "t",
    "v",
    "w",
)

_CHINESE_UNIT = re.compile(r"(?<=\d)\s*(" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")")
_LATIN_UNIT = re.compile(r"(?<=\d)\s+(?=(?:" + "|".join(LATIN_UNITS) + r")(?![a-z]))")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def normalised(text: str) -> str:
    """`text` in half width and lower case, without accents, each number joined to its unit: ５００ 毫升 → 500ml."""
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8")).lower()
    plain = _THOUSANDS.sub("", _without_accents(plain))
    plain = _CHINESE_UNIT.sub(lambda unit: UNITS[unit.group(1)] + " ", plain)
    return _LATIN_UNIT.sub("", plain)


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(part for part in parts if not "\u0300" <= part <= "\u036f"))
