"""China's provinces as tiles of equal size, roughly where they lie: a schematic, no map, and the same for all.

Laid out by us; neighbours on the grid are neighbours in the country wherever a grid allows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from huopan.domains.search.queries import Spread
from huopan.domains.search.rules import FactoryFilters
from huopan.infra.languages import is_english
from huopan.web.market.finding.addresses import factory_address_of
from huopan.web.market.finding.names import Names

TILE, GAP, MOST_DOTS = 44, 4, 5
SHADES = 4
# Code, sign, letters, English name, column, row.
_GRID = """
23 黑 HL Heilongjiang 7 0
65 新 XJ Xinjiang 0 1|15 蒙 NM Inner_Mongolia 4 1|21 辽 LN Liaoning 6 1|22 吉 JL Jilin 7 1
63 青 QH Qinghai 1 2|62 甘 GS Gansu 2 2|64 宁 NX Ningxia 3 2|14 晋 SX Shanxi 4 2|13 冀 HE Hebei 5 2
11 京 BJ Beijing 6 2
54 藏 XZ Tibet 0 3|61 陕 SN Shaanxi 3 3|41 豫 HA Henan 4 3|37 鲁 SD Shandong 5 3|12 津 TJ Tianjin 6 3
51 川 SC Sichuan 1 4|50 渝 CQ Chongqing 2 4|42 鄂 HB Hubei 3 4|34 皖 AH Anhui 4 4|32 苏 JS Jiangsu 5 4
31 沪 SH Shanghai 6 4
53 云 YN Yunnan 1 5|52 贵 GZ Guizhou 2 5|43 湘 HN Hunan 3 5|36 赣 JX Jiangxi 4 5|33 浙 ZJ Zhejiang 5 5
45 桂 GX Guangxi 2 6|44 粤 GD Guangdong 3 6|35 闽 FJ Fujian 4 6|71 台 TW Taiwan 5 6
46 琼 HI Hainan 2 7|82 澳 MO Macao 3 7|81 港 HK Hong_Kong 4 7
"""
_ZH = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾",
    "81": "香港", "82": "澳门",
}  # fmt: skip
COLUMNS, ROWS = 8, 8
_TILES = tuple(tuple(tile.split()) for line in _GRID.split("\n") for tile in line.split("|") if tile)


@dataclass(frozen=True, slots=True)
class Size:
    """In the drawing's own units."""

    width: int
    height: int
    tile: int


SIZE = Size(COLUMNS * (TILE + GAP) - GAP, ROWS * (TILE + GAP) - GAP, TILE)


@dataclass(frozen=True, slots=True)
class Tile:
    """`shade` 0 (nobody) to 4 (most); `belts`: their names, drawn as dots; `address`: empty where there is nobody."""

    code: str
    sign: str
    name: str
    x: int
    y: int
    count: int
    shade: int
    belts: tuple[str, ...]
    is_chosen: bool
    address: str

    @property
    def dots(self) -> list[int]:
        """Where the belts' dots stand, at most five."""
        many = min(len(self.belts), MOST_DOTS)
        return [self.middle + 7 * place - 7 * (many - 1) // 2 for place in range(many)]

    @property
    def middle(self) -> int:
        return self.x + TILE // 2

    @property
    def sign_y(self) -> int:
        return self.y + (17 if self.count else 26)

    @property
    def figure_y(self) -> int:
        return self.y + 32

    @property
    def dot_y(self) -> int:
        return self.y + TILE - 6


def tiles(words: str, filters: FactoryFilters, spread: Spread, names: Names, *, sort: str) -> list[Tile]:
    """Clicking a tile asks for its province, clicking the chosen one for everywhere."""
    belts: dict[str, list[str]] = {}
    for code, division in names.places.belt_places.items():
        belts.setdefault(division[:2], []).append(names.belt(code))
    most = max(spread.provinces.values(), default=0)
    return [_tile(row, words, filters, spread.provinces, belts, most=most, sort=sort) for row in _TILES]


def _tile(
    row: tuple[str, ...],
    words: str,
    filters: FactoryFilters,
    counts: Mapping[str, int],
    belts: Mapping[str, list[str]],
    *,
    most: int,
    sort: str,
) -> Tile:
    code, sign, letters, name, column, line = row
    count, is_chosen = counts.get(code, 0), filters.division_code[:2] == code
    address = _address(words, filters, "" if is_chosen else f"{code}0000", sort) if count or is_chosen else ""
    return Tile(
        code=code,
        sign=letters if is_english() else sign,
        name=name.replace("_", " ") if is_english() else _ZH[code],
        x=int(column) * (TILE + GAP),
        y=int(line) * (TILE + GAP),
        count=count,
        shade=-(-SHADES * count // most) if most else 0,
        belts=tuple(belts.get(code, ())),
        is_chosen=is_chosen,
        address=address,
    )


def _address(words: str, filters: FactoryFilters, division_code: str, sort: str) -> str:
    return factory_address_of(words, replace(filters, division_code=division_code, belt_code=""), sort=sort)
