"""The official division codes (GB/T 2260) as python-stdnum keeps them, read into rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pypinyin import lazy_pinyin

PROVINCE, CITY, COUNTY = 1, 2, 3
AGGREGATE = "市辖区"

_LINE = re.compile(r'^(?P<indent> *)(?P<code>\d+) \w+="(?P<names>.*)"$')
_SPAN = re.compile(r"^\[\d*-(?P<ended>\d*)\]")
_PEOPLES = (
    "各族|蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|"
    "景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|普米族|塔吉克|怒族|鄂温克族|鄂伦春|保安族|裕固族|独龙族"
)
_SUFFIX = re.compile(rf"(?:特别行政区|(?:{_PEOPLES})*自治[区州县旗]|地区|林区|[省市区县旗盟])$")
_OWN_ENGLISH = {
    "陕西": "Shaanxi",
    "内蒙古": "Inner Mongolia",
    "西藏": "Xizang",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "哈尔滨": "Harbin",
    "呼和浩特": "Hohhot",
    "乌鲁木齐": "Urumqi",
    "拉萨": "Lhasa",
    "市辖区": "Municipal districts",
    "县": "Municipal counties",
    "省直辖县级行政单位": "Counties under the province",
    "自治区直辖县级行政单位": "Cities under the region",
}
_ENDED_UNMARKED = {"429001"}  # 随州市 has been 421300 since 2000; the table forgot to close the old code.
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class DivisionRow:
    code: str
    name_zh: str
    name_en: str
    parent_code: str | None
    level: int


def divisions_in(table: str) -> list[DivisionRow]:
    """Every division in force, parents before children. `table`: the text of stdnum/cn/loc.dat."""
    names = {code: name for code, name in _in_force(table) if _is_a_place(code, name)}
    return [
        DivisionRow(code, name, english_name(name), parent_of(code), level_of(code))
        for code, name in sorted(names.items())
    ]


def _is_a_place(code: str, name: str) -> bool:
    return code not in _ENDED_UNMARKED and not (level_of(code) == COUNTY and name == AGGREGATE)


def level_of(code: str) -> int:
    if code.endswith("0000"):
        return PROVINCE
    return CITY if code.endswith("00") else COUNTY


def parent_of(code: str) -> str | None:
    return {PROVINCE: None, CITY: f"{code[:2]}0000", COUNTY: f"{code[:4]}00"}[level_of(code)]


def english_name(name_zh: str) -> str:
    """义乌市 → Yiwu."""
    stem = short_name(name_zh) if name_zh not in _OWN_ENGLISH else name_zh
    return _OWN_ENGLISH.get(stem) or "".join(lazy_pinyin(stem)).capitalize()


def short_name(name_zh: str) -> str:
    """义乌市 → 义乌; a name that would be left with one character keeps its suffix."""
    stem = _SUFFIX.sub("", name_zh)
    return stem if len(stem) >= _SHORTEST_NAME else name_zh


def _in_force(table: str) -> Iterator[tuple[str, str]]:
    province = ""
    for line in table.splitlines():
        if not (match := _LINE.match(line)):
            continue
        if not match["indent"]:
            province = match["code"]
        elif name := _name_in_force(match["names"]):
            yield province + match["code"], name


def _name_in_force(names: str) -> str:
    """`[-1986]燕山区` has ended, `[1999-]昌平区` has not; of several the last still in force is the name."""
    standing = ""
    for name in names.split(","):
        span = _SPAN.match(name)
        if not span or not span["ended"]:
            standing = _SPAN.sub("", name)
    return standing
