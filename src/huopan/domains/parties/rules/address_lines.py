"""A whole Chinese address in one line, as people copy it from chats, read into the fields of a form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huopan.domains.parties.rules.divisions import COUNTY, short_name

_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_PHONE = re.compile(rf"(?<!\d)(?:{_MOBILE}|0\d{{2,3}}[- ]?\d{{7,8}})(?!\d)")
_LABEL = re.compile(
    r"(?:收货人|收件人|联系人|姓名|手机号码?|联系电话|电话|所在地区|详细地址|收货地址|收件地址|地址|邮编)\s*[:：]?\s*"
)
_BREAKS = re.compile(r"[\s,，;；、|/]+")
_POSTCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_STREET = re.compile(r"[路街道巷弄号村镇乡幢栋楼室园区县市省]|\d")
LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name_zh: str
    level: int


@dataclass(frozen=True, slots=True)
class AddressLine:
    """What was recognised; empty where nothing was. `division_code`: the deepest place that is certain."""

    contact_name: str
    phone: str
    division_code: str
    detail: str


def address_line(text: str, places: Sequence[Place]) -> AddressLine:
    """Read name, phone, division and street in whatever order they stand. A place that could be several is left out."""
    plain = unicodedata.normalize("NFKC", text)
    phone = _PHONE.search(plain)
    rest = plain.replace(phone.group(), " ", 1) if phone else plain
    parts = [part for part in _BREAKS.split(_LABEL.sub(" ", _POSTCODE.sub(" ", rest))) if part]
    name = _name_among(parts, places)
    code, detail = _division("".join(part for part in parts if part != name), places)
    return AddressLine(name, re.sub(r"^\+?86[- ]?(?=1)|[- ]", "", phone.group()) if phone else "", code, detail)


def _name_among(parts: Iterable[str], places: Sequence[Place]) -> str:
    """The first part that is short and is neither a place nor a street."""
    short = [part for part in parts if len(part) <= LONGEST_NAME and not _STREET.search(part)]
    return next((part for part in short if not _next_place(part, "", places)), "")


def _division(text: str, places: Sequence[Place]) -> tuple[str, str]:
    """Walk down from the province, or from where the text begins; what is left is the street."""
    code = ""
    while found := _next_place(text, code, places):
        place, length = found
        code, text = place.code, text[length:]
    return code, text


def _next_place(text: str, above: str, places: Sequence[Place]) -> tuple[Place, int] | None:
    """The place below `above` that the text begins with, by its longest name, and that name's length."""
    inside = above.rstrip("0") if above.endswith("00") else above
    inside = inside + "0" * (len(inside) % 2)
    below = (place for place in places if place.code.startswith(inside) and place.code != above)
    found = [(place, length) for place in below if (length := _begins(text, place))]
    if not found or (above and not above.endswith("00")):
        return None
    best = max(length for _, length in found)
    longest = [each for each in found if each[1] == best]
    highest = min(place.level for place, _ in longest)
    certain = [each for each in longest if each[0].level == highest]
    return certain[0] if len(certain) == 1 else None


def _begins(text: str, place: Place) -> int:
    """How much of the text is the place's name. Counties need their whole name: 西湖 alone may be a street's."""
    if text.startswith(place.name_zh):
        return len(place.name_zh)
    stem = short_name(place.name_zh)
    may_be_short = place.level < COUNTY or place.name_zh.endswith("市")
    return len(stem) if may_be_short and text.startswith(stem) else 0
