"""What people type: beginnings of phrases that a market asks for, and strings that nobody means well with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks import _offers
from huopan.engines.asking.suggesting import squeezed
from huopan.engines.language.sounds import initials, syllables

PHRASES = 20_000
SPOKEN = "不锈钢保温杯 baowenbei"
ALPHABETS = (
    "的一不锈钢保温杯连衣裙馬克",
    "aeioubgnzhs",
    "0123456789.,ml寸-",
    "*?%_~^\"'\\()[]{}|+:/&!@#",
    "👨\u200d👩\u200d👧🏽🇨🇳",
    "שלוםمرحبا\u202e\u200f",
    "e\u0301\u0300\u0327\u036f",
    "\ufdfa㎀½Ⅷ",
    "\x00\x1f \u3000",
)


def phrases(seed: int = _offers.SEED) -> list[list[Any]]:
    """Twenty thousand of two or three words, half Chinese, as the lesson of that name keeps them."""
    words, chance = _offers.Words(), random.Random(f"{seed} phrases")
    found: dict[str, list[Any]] = {}
    while len(found) < PHRASES:
        count = chance.choice((2, 2, 3))
        chinese = chance.random() < 0.5
        text = ("" if chinese else " ").join(words.some(words.chinese if chinese else words.english, chance, count))
        spoken = list(syllables(squeezed(text))) if chinese else []
        found.setdefault(text, [text, "search", 10.0 + chance.paretovariate(1.0), "", spoken])
    return sorted(found.values(), key=lambda row: -row[2])


def typed(count: int, seed: int = _offers.SEED) -> Iterator[str]:
    """Beginnings of those: of the text, of its pinyin, its initials, or of its second word's pinyin."""
    chance = random.Random(f"{seed} typed")
    for text, *_, spoken in chance.choices(phrases(seed), k=count):
        ways = [text, *(["".join(spoken), initials(tuple(spoken)), "".join(spoken[2:])] if spoken else [])]
        way = chance.choice(ways)
        yield way[: chance.randint(1, len(way))]


def hostile(count: int, seed: int = _offers.SEED) -> Iterator[str]:
    """Long and short: each alphabet alone and mixed, the commonest words in crowds, misspelt, run together."""
    words, chance = _offers.Words(), random.Random(f"{seed} hostile")
    for number in range(count):
        kind = number % 6
        length = chance.choice((3, 20, 200, 2_000))
        if kind == 0:
            yield "".join(chance.choices(chance.choice(ALPHABETS), k=length))
        elif kind == 1:
            yield "".join(chance.choices("".join(ALPHABETS), k=length))
        elif kind == 2:
            yield "".join(words.some(words.chinese[:300], chance, length // 2 + 1))
        elif kind == 3:
            yield " ".join(words.some(words.english[:300], chance, length // 6 + 1))
        elif kind == 4:
            yield " ".join(_bent(word, chance) for word in words.some(words.english, chance, length // 6 + 1))
        else:
            yield chance.choice('*"-+ ').join(chance.choices(words.english + words.chinese, k=length // 4 + 1))


def _bent(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice("aeioubdgkm") + word[place + chance.randrange(2) :]
