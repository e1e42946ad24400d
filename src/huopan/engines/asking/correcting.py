"""A learnt order's factors in the arithmetic that explains a rank."""

from __future__ import annotations

from dataclasses import replace

from huopan.engines.asking.curves import Correction
from huopan.engines.ranking import Arithmetic


def corrected(why: Arithmetic, best: float, correction: Correction) -> Arithmetic:
    """`why` with each line's factor, and the relevance, multiplied by what was learnt; the score stays their product.

    `best`: the greatest relevance in the list.
    """
    factors = correction.of(why.relevance, best, {line.name: line.value for line in why.lines})
    lines = tuple(replace(line, factor=line.factor * factors.get(line.name, 1.0)) for line in why.lines)
    relevance = why.relevance * factors.get("relevance", 1.0)
    score = relevance
    for line in lines:
        score *= line.factor
    return replace(why, relevance=relevance, lines=lines, score=score)
