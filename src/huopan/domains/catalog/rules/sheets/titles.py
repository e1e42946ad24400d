"""What one column title means: the field it names, whatever people add to it."""

from __future__ import annotations

import re
import unicodedata

from huopan.domains.catalog.rules.sheets.columns import AXES, BY_KEY, COLUMNS, IN_KILOGRAMS

AXIS, ATTRIBUTE, TIER, SPREAD = "axis:", "attribute:", "tier:", "spread:"
SIZE_AXIS = "尺码"
_AXIS = re.compile(r"(?:规格|spec(?:ification)?)[:：/\-](.+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?:属性|attribute)[:：/\-](.+)", re.IGNORECASE)
_UNITS = re.compile(r"[\s/]*(?:元|人民币|rmb|cny|yuan|千克|公斤|kg|kgs|克|grams?|g|件|个|pcs|天|days?)$")
_KILOGRAMS = re.compile(r"千克|公斤|\bkgs?\b|kg\)?$")
_PRICE = r"(?:单价|价格|批发价|供货价|价|unit price|price)"
_FROM = r"(?:(?:≥|>=)\s*(\d{1,7})|(\d{1,7})\s*(?:[-~至]\s*\d{1,7}|\+|及以上|以上|起|(?=件|个|pcs)))"
_PIECES = r"\s*(?:件|个|pcs|pieces)?\s*(?:及以上|以上|起)?"
_TIER = re.compile(rf"{_FROM}{_PIECES}\s*的?{_PRICE}?|{_PRICE}\s*[(\[:/]?\s*{_FROM}{_PIECES}\s*[)\]]?")
_SIZE = re.compile(r"(x{0,4}s|m|x{0,4}l|[2-6]xl|均码|[2-5]\d)(?:码|号|\s*库存)?")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def told(text: str) -> str:
    """A column's name without what people vary: width, case, blanks, stars, remarks in brackets."""
    plain = re.sub(r"\(.*?\)|\[.*?\]|[*\s_,.。:：]+$|^[*\s]+", "", _plain(text))
    return re.sub(r"[\s_,]+", " ", plain).strip()


_KEY_OF = {told(name): column.key for column in COLUMNS for name in (column.zh, column.en, column.key, *column.others)}
_KEY_OF |= {"sku weight grams": "sku_weight", "weight grams": "weight_grams", "lead time days": "lead_time_days"}


def field_of_title(title: str) -> str:
    """`moq`, `axis:颜色`, `attribute:材质`, `tier:100` (the price from 100 pieces); empty when the title says nothing
    we know."""
    stripped = title.strip()
    if tier := _TIER.fullmatch(_plain(stripped)):
        return f"{TIER}{int(next(filter(None, tier.groups())))}"
    if match := _AXIS.fullmatch(stripped):
        return AXIS + match[1].strip()
    if match := _ATTRIBUTE.fullmatch(stripped):
        return ATTRIBUTE + match[1].strip()
    name = told(title)
    if name in AXES:
        return AXIS + stripped
    key = _KEY_OF.get(name) or _KEY_OF.get(_UNITS.sub("", name), "")
    return IN_KILOGRAMS.get(key, key) if _KILOGRAMS.search(_plain(title)) else key


def size_of_title(title: str) -> str:
    """`XL` of `XL码`; empty when the title is no size. Only sizes side by side mean a matrix of stock."""
    match = _SIZE.fullmatch(_plain(title))
    return match[1].upper() if match else ""


def is_field(name: str) -> bool:
    """Whether `name` may stand in a mapping of columns."""
    if name.startswith(TIER):
        return name.removeprefix(TIER).isdecimal() and 0 < int(name.removeprefix(TIER)) < 10**7
    if name.startswith(SPREAD):
        return all(name.removeprefix(SPREAD).partition("="))
    return name in BY_KEY or (name.startswith((AXIS, ATTRIBUTE)) and bool(name.partition(":")[2].strip()))
