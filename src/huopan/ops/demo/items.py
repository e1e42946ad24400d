"""One offer before it is written: which of its maker's goods it is, in which style and colours."""

from __future__ import annotations

from dataclasses import dataclass

from huopan.ops.demo.merchandise import GOODS, Good
from huopan.ops.demo.pictures import PALETTE
from huopan.ops.demo.words import Maker

COMMON = (4, 9, 14)  # places of goods that several suppliers offer with the same words and picture
COLOUR_SETS = 6  # of each kind


@dataclass(frozen=True, slots=True)
class Item:
    """One offer before it is written: who sells it, which of its goods, and how it looks."""

    maker: Maker
    place: int
    kind: str
    style: int
    colour_set: int
    colours: tuple[str, ...]

    @property
    def good(self) -> Good:
        return GOODS[self.kind]

    @property
    def code(self) -> str:
        return f"{self.maker.key[:2].upper()}{self.place + 101}"

    @property
    def is_common(self) -> bool:
        return self.place in COMMON


def item(maker: Maker, place: int) -> Item:
    """Kinds take turns, styles within each kind; colours come in sets that return, so that pictures can be shared."""
    kind, turn = maker.kinds[place % len(maker.kinds)], place // len(maker.kinds)
    number = turn % COLOUR_SETS
    names = list(PALETTE)
    first = sum(map(ord, kind)) + number * 3
    colours = tuple(names[(first + step * 2) % len(names)] for step in range(3 + number % 3))
    return Item(maker, place, kind, 0 if place in COMMON else turn % 6, number, colours)


def specs_of(item: Item) -> list[dict[str, str]]:
    good = item.good
    match item.place % 5:
        case 0 | 3:
            return [{"颜色": colour, good.axis: value} for colour in item.colours for value in good.values]
        case 2:
            return [{good.axis: value} for value in good.values]
        case _:
            return [{"颜色": colour} for colour in item.colours]
