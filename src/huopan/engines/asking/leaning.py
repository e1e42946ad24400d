"""To which categories and attributes a query leans, learnt from what people opened and bought after asking it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huopan.engines.language.segmenting import pieces

BOUGHT = 5.0  # a purchase says as much as five clicks
PRIOR = 8.0  # clicks' worth of doubt: below it a query leans nowhere
LEAST_SHARE, MOST = 0.25, 3
FRESHNESS_DAYS = 45.0


@dataclass(frozen=True, slots=True)
class Taken:
    """After `words` an offer with `labels` (category codes, "attribute=value") was opened, or bought. `propensity`:
    how likely its place was to be looked at at all, in (0, 1]."""

    words: str
    labels: tuple[str, ...]
    is_bought: bool = False
    propensity: float = 1.0
    age_days: float = 0.0


@dataclass(frozen=True, slots=True)
class Leaning:
    """`share` of what was taken after such words that had this label, in (0, 1), doubt taken off."""

    label: str
    share: float


class Leanings:
    """What words lean to. `counts`: for each word, how much was taken under each label, and under "" in all."""

    def __init__(self, counts: Mapping[str, Mapping[str, float]] | None = None) -> None:
        self.counts = {word: dict(labels) for word, labels in (counts or {}).items()}

    def of(self, words: str) -> list[Leaning]:
        """Up to three labels, surest first. Nothing learnt, no leaning.

        A whole query that was asked before speaks first, its words (each alone) fill in for what it has not said:
        shares are those of the log, with PRIOR clicks that speak for nothing added.
        """
        if not self.counts:
            return []
        known = [(self.counts[word], weight) for word, weight in _keys(words) if word in self.counts]
        whole = sum(weight * counts[""] for counts, weight in known)
        taken: dict[str, float] = defaultdict(float)
        for counts, weight in known:
            for label, amount in counts.items():
                taken[label] += weight * amount
        shares = [Leaning(label, amount / (whole + PRIOR)) for label, amount in taken.items() if label]
        sure = [leaning for leaning in shares if leaning.share >= LEAST_SHARE]
        return sorted(sure, key=lambda leaning: (-leaning.share, leaning.label))[:MOST]


def learnt(log: Iterable[Taken]) -> Leanings:
    """Each taking counts more the less likely it was to be seen and the fresher it is; capped at ten."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for taken in log:
        worth = (
            (BOUGHT if taken.is_bought else 1.0) / max(taken.propensity, 0.1) * 0.5 ** (taken.age_days / FRESHNESS_DAYS)
        )
        for word, _ in _keys(taken.words):
            counts[word][""] += worth
            for label in dict.fromkeys(taken.labels):
                counts[word][label] += worth
    return Leanings(counts)


def _keys(words: str) -> list[tuple[str, float]]:
    """The query as a whole (by its terms in any order) and each of its words, with what they count."""
    terms = sorted(
        {piece.terms[0] if piece.kind != "han" else piece.text for piece in pieces(words) if piece.kind != "bridge"}
    )
    return [(" ".join(terms), 1.0), *((term, 0.5) for term in terms if len(terms) > 1)]
