"""Searches that belong together: asked one after the other, or ending at the same goods."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from huopan.engines.asking.suggesting import squeezed

Together = dict[str, dict[str, float]]
SAME_GOODS, ONE_AFTER_OTHER = 1.0, 0.5
LEAST, MOST, MOST_TOGETHER = 2.0, 8, 30


def related(sessions: Iterable[list[str]], opened: Mapping[int, list[str]]) -> dict[str, list[str]]:
    """For each query asked, up to eight others, the closest first. Empty log, empty answer.

    `sessions`: what one party asked within half an hour, in order. `opened`: for each offer, the queries after which
    it was opened. Both only count where at least two meetings show it, so that nobody's single search is shown to
    others; closeness is divided by the root of how common both are, else everything would be related to the commonest.
    """
    together: Together = defaultdict(lambda: defaultdict(float))
    asked: Counter[str] = Counter()
    said: dict[str, str] = {}
    for session in sessions:
        _meet(together, session, ONE_AFTER_OTHER, asked, said)
    for queries in opened.values():
        _meet(together, queries, SAME_GOODS, asked, said)
    return {
        said[key]: [said[other] for other in _closest(key, others, asked)] for key, others in together.items() if others
    }


def _meet(together: Together, queries: list[str], worth: float, asked: Counter[str], said: dict[str, str]) -> None:
    keys = []
    for query in queries:
        if key := squeezed(query):
            said.setdefault(key, query)
            keys.append(key)
    distinct = list(dict.fromkeys(keys))[:MOST_TOGETHER]
    asked.update(distinct)
    for one, two in combinations(distinct, 2):
        together[one][two] += worth
        together[two][one] += worth


def _closest(key: str, others: Mapping[str, float], asked: Counter[str]) -> list[str]:
    close = {
        other: amount / math.sqrt(asked[key] * asked[other]) for other, amount in others.items() if amount >= LEAST / 2
    }
    seen = [other for other in close if asked[other] >= LEAST and asked[key] >= LEAST]
    return sorted(seen, key=lambda other: (-close[other], other))[:MOST]
