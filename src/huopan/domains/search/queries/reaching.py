"""How far a search reaches: what has most of the words, or, where that is little, what has any of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huopan.domains.search import ports
from huopan.domains.search.ports import Asked, Hits

ENOUGH = 100


@dataclass(frozen=True, slots=True)
class Reached:
    """`strict_total`: how many have most of the words; `is_loose`: the hits have any of them, best first."""

    hits: Hits
    strict_total: int
    is_loose: bool = False


def reached(asked: Asked) -> Reached:
    """One search, two where fewer than ENOUGH offers have most of the words. Raises IndexUnavailableError.

    Ranking alone finds the best, also among what has only some of the words (on judged passages a strict search
    loses 0.01 of the reciprocal rank); being strict only keeps long lists short, and the same for each of their pages.
    """
    strict = ports.index().find(asked)
    if strict.total >= ENOUGH or asked.least <= 1 or asked.sort != "relevance":
        return Reached(strict, strict.total)
    return Reached(ports.index().find(replace(asked, least=1)), strict.total, is_loose=True)
