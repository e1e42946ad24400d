"""How well an order of titles agrees with judgments: reciprocal rank, discounted gain, recall."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from benchmarks._judged import Judged

AT, RECALLED = 10, 100
Run = Callable[[str], Sequence[int]]


def measured(set_: Judged, run: Run) -> dict[str, float]:
    """Means over the queries of MRR@10 and Recall@100 (any grade above 0 counts) and NDCG@10 (gain 2^grade − 1)."""
    found = [(run(query), grades) for query, grades in set_.grades.items()]
    return {
        f"mrr{AT}": _mean(reciprocal_rank(order, grades) for order, grades in found),
        f"ndcg{AT}": _mean(discounted_gain(order, grades) for order, grades in found),
        f"recall{RECALLED}": _mean(recall(order, grades) for order, grades in found),
    }


def reciprocal_rank(order: Sequence[int], grades: Mapping[int, float]) -> float:
    return next((1 / (place + 1) for place, title in enumerate(order[:AT]) if grades.get(title, 0) > 0), 0.0)


def discounted_gain(order: Sequence[int], grades: Mapping[int, float]) -> float:
    ideal = _gain(sorted(grades.values(), reverse=True)[:AT])
    return _gain([grades.get(title, 0.0) for title in order[:AT]]) / ideal


def recall(order: Sequence[int], grades: Mapping[int, float]) -> float:
    wanted = {title for title, grade in grades.items() if grade > 0}
    return len(wanted.intersection(order[:RECALLED])) / len(wanted)


def _gain(grades: Sequence[float]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _mean(values: object) -> float:
    numbers = list(values)  # type: ignore[call-overload]
    return round(sum(numbers) / len(numbers), 4) if numbers else 0.0
