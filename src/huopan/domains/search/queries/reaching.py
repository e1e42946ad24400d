"""How far a search reaches: what has most of the words, or, where that is little, what has any of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huopan.domains.search import ports
from huopan.domains.search.ports import Asked, Hits

ENOUGH = 100


@dataclass(frozen=True, slots=True)
class Reached:
    """`least`: how many of the words the hits have at least; `strict_total`: how many offers have most of them, where
    the hits have fewer of them, else None."""

    hits: Hits
    least: int
    strict_total: int | None = None


def reached(asked: Asked) -> Reached:
    """One search, two where fewer than ENOUGH offers have most of the words. Raises IndexUnavailableError.

    Ranking alone finds the best, also among what has only some of the words (on judged passages a strict search
    loses 0.01 of the reciprocal rank); being strict only keeps long lists short.
    """
    strict = ports.index().find(asked)
    if strict.total >= ENOUGH or asked.least <= 1 or asked.sort != "relevance":
        return Reached(strict, asked.least)
    loose = ports.index().find(replace(asked, least=1))
    return Reached(loose, 1, strict.total) if loose.total > strict.total else Reached(strict, asked.least)
