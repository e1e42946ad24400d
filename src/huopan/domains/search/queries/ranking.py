"""The order of results: duplicates folded, the first hundred judged once more by what depends on the question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huopan.domains.search.ports import Hit
from huopan.engines.asking.correcting import corrected
from huopan.engines.asking.curves import Correction
from huopan.engines.ranking import Arithmetic, arithmetic, middle_price, price_fitness

WINDOW = 100
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Ranked:
    """A result with the arithmetic of its place (None where another order was asked for), and the offers folded under
    it: the same goods, see rules.folding."""

    hit: Hit
    why: Arithmetic | None = None
    also: tuple[int, ...] = ()


def ranked(hits: Iterable[Hit], *, by_relevance: bool, correction: Correction | None = None) -> list[Ranked]:
    """Judged by the table of signals, best first, when `by_relevance`; then folded: the best stands for all.

    `correction`: a learnt order, whose factors are multiplied into those of the table."""
    judged = [Ranked(hit) for hit in hits]
    if by_relevance:
        judged = _judged([each.hit for each in judged], correction)
    return _folded(judged)


def _judged(hits: list[Hit], correction: Correction | None) -> list[Ranked]:
    """Equal scores stay in the index's order."""
    middle = middle_price(hit.price_hao for hit in hits)
    best = max((hit.relevance for hit in hits), default=0.0)
    judged = [Ranked(hit, _corrected(_why(hit, middle), best, correction)) for hit in hits]
    return sorted(judged, key=lambda each: -each.why.score if each.why else 0.0)


def _corrected(why: Arithmetic, best: float, correction: Correction | None) -> Arithmetic:
    return corrected(why, best, correction) if correction else why


def _why(hit: Hit, middle: float | None) -> Arithmetic:
    values = {name: value / THOUSAND for name, value in hit.signals.items()}
    return arithmetic(hit.relevance, values | {"price": price_fitness(hit.price_hao, middle)})


def _folded(judged: list[Ranked]) -> list[Ranked]:
    leaders: dict[int, Ranked] = {}
    under: dict[int, list[int]] = {}
    for each in judged:
        key = each.hit.fold or -each.hit.offer_id
        if key in leaders:
            under[key].append(each.hit.offer_id)
        else:
            leaders[key], under[key] = each, []
    return [Ranked(each.hit, each.why, tuple(under[key])) for key, each in leaders.items()]
