"""The order of results: duplicates folded, the first hundred judged once more by what depends on the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from huopan.domains.search.ports import Hit
from huopan.engines.asking.correcting import corrected
from huopan.engines.asking.curves import Correction
from huopan.engines.ranking import SIGNALS, Arithmetic, arithmetic, factor, middle_price, price_fitness

WINDOW = 100
THOUSAND = 1000
PRICE, LEANING = (next(signal for signal in SIGNALS if signal.name == name) for name in ("price", "leaning"))
NOWHERE: Mapping[int, float] = {}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A result, how its price stands among the others (None where another order was asked for), and the offers folded
    under it: the same goods, see rules.folding. `leaning`: how far the words lean to its kind, 0 to 1. `learnt`: an
    order learnt from clicks, with the `best` relevance."""

    hit: Hit
    fitness: float | None = None
    also: tuple[int, ...] = ()
    learnt: Correction | None = None
    best: float = 0.0
    leaning: float = 0.0

    @property
    def why(self) -> Arithmetic | None:
        """The arithmetic of its place."""
        if self.fitness is None:
            return None
        values = {name: value / THOUSAND for name, value in self.hit.signals.items()}
        why = arithmetic(self.hit.relevance, values | {"price": self.fitness, "leaning": self.leaning})
        return corrected(why, self.best, self.learnt) if self.learnt else why

    @property
    def score(self) -> float:
        if self.learnt and (why := self.why):
            return why.score
        return self.hit.score * factor(PRICE, self.fitness or 0.0) * factor(LEANING, self.leaning)


def ranked(
    hits: Iterable[Hit],
    *,
    by_relevance: bool,
    correction: Correction | None = None,
    leaning: Mapping[int, float] = NOWHERE,
) -> list[Ranked]:
    """Judged once more by what depends on the question, best first, when `by_relevance`; then folded: the best stands
    for all. Equal scores stay in the index's order. `leaning`: by offer, see `leading`."""
    judged = [Ranked(hit) for hit in hits]
    if by_relevance:
        middle = middle_price(each.hit.price_hao for each in judged)
        best = max((each.hit.relevance for each in judged), default=0.0)
        judged = [_judged(each.hit, middle, best, correction, leaning) for each in judged]
        judged.sort(key=lambda each: -each.score)
    return _folded(judged)


def _judged(
    hit: Hit, middle: float | None, best: float, correction: Correction | None, leaning: Mapping[int, float]
) -> Ranked:
    fitness = price_fitness(hit.price_hao, middle)
    return Ranked(hit, fitness, learnt=correction, best=best, leaning=leaning.get(hit.offer_id, 0.0))


def _folded(judged: list[Ranked]) -> list[Ranked]:
    leaders: dict[int, Ranked] = {}
    under: dict[int, list[int]] = {}
    for each in judged:
        key = each.hit.fold or -each.hit.offer_id
        if key in leaders:
            under.setdefault(key, []).append(each.hit.offer_id)
        else:
            leaders[key] = each
    return [replace(each, also=tuple(under[key])) if key in under else each for key, each in leaders.items()]
