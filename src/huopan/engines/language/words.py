"""Chinese text into dictionary words, with the market's own words known beside the dictionary's."""

from __future__ import annotations

import re
from collections.abc import Iterable

import rjieba

from huopan.engines.language.trade import SAME_THING

SHORTEST, LONGEST, MOST = 2, 8, 20_000
COMMON = 1_000  # as common as a well-known word: enough to be kept whole
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_known: set[str] = set()


def words(text: str) -> list[str]:
    """`text` in words, nothing left out; loading the dictionary takes some 55 MB and a third of a second once."""
    return list(rjieba.cut(text))


def know_words(own: Iterable[str]) -> int:
    """Keep these (category, brand and attribute names …) whole from now on, in this process; returns how many are new.

    Only how much a query's terms weigh depends on words, never what the index holds: processes that know other words
    still find the same. Chinese of two to eight signs, 20,000 at most.
    """
    new = [word for word in dict.fromkeys(own) if _may_be_known(word)][: MOST - len(_known)]
    for word in new:
        rjieba.add_word(word, COMMON, "n")
    _known.update(new)
    return len(new)


def _may_be_known(word: str) -> bool:
    is_word = SHORTEST <= len(word) <= LONGEST and _HAN.fullmatch(word) is not None
    return is_word and word not in _known and not rjieba.has_word(word)


know_words(name for group in SAME_THING for name in group)
