"""Rows of an answer as hits, and numbers of multi-valued columns back as names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from huopan.domains.search.ports import Asked, FactoryAsked, FactoryFacet, FactoryHit, FactoryHits, Hit, Hits
from huopan.engines.ranking import STORED
from huopan.integrations.search.schema import THOUSAND
from huopan.integrations.search.sphinx.asking import WEIGHT_SCALE, Statement
from huopan.integrations.search.sphinx.nodes import Answer, Nodes

NO_NAME = 0
NAMES = [signal.name for signal in STORED]


class Names:
    """What the numbers in multi-valued columns mean, asked of a node once each."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._known = {NO_NAME: ""}

    def of(self, numbers: Collection[int]) -> dict[int, str]:
        missing = [number for number in numbers if number not in self._known]
        if missing:
            ids = ",".join(map(str, missing))
            page = f"LIMIT {len(missing)} OPTION max_matches={len(missing)}"
            rows = self._nodes.rows_of_any(Statement(f"SELECT id, word FROM words WHERE id IN ({ids}) {page}"))  # noqa: S608
            self._known |= {int(key): _text(word) for key, word in rows}
        return {number: self._known[number] for number in numbers if number in self._known}


def hits(answer: Answer, asked: Asked) -> Hits:
    is_scored = bool(asked.terms) and asked.sort == "relevance"
    return Hits([_hit(row, is_scored=is_scored) for row in answer.rows], answer.total, answer.missing)


def factory_hits(answer: Answer, asked: FactoryAsked, counts: Mapping[FactoryFacet, Mapping[str, int]]) -> FactoryHits:
    is_scored = bool(asked.terms) and asked.sort == "relevance"
    found = []
    for factory_id, *rest in answer.rows:
        score, relevance = _scores(rest[len(NAMES) : len(NAMES) + 3], is_scored=is_scored)
        found.append(FactoryHit(int(factory_id), score, relevance, _signals(rest)))
    return FactoryHits(found, answer.total, answer.missing, counts)


def _hit(row: tuple[object, ...], *, is_scored: bool) -> Hit:
    """Columns: id, fold, the signals, price, moq, what it is ordered by, and the score's three last."""
    offer_id, fold, *rest = row
    after = rest[len(NAMES) :]
    score, relevance = _scores(after[-3:], is_scored=is_scored)
    return Hit(_number(offer_id), score, relevance, _number(after[0]), _number(fold), _signals(rest))


def _scores(columns: list[object], *, is_scored: bool) -> tuple[float, float]:
    if not is_scored:
        return 0.0, 0.0
    words, score, norm = (float(str(value)) for value in columns[:3])
    return score / WEIGHT_SCALE, words * norm / WEIGHT_SCALE


def _signals(columns: list[object]) -> dict[str, int]:
    return {name: _number(value) - THOUSAND for name, value in zip(NAMES, columns, strict=False)}


def _number(value: object) -> int:
    return int(float(str(value))) if "." in str(value) else int(str(value))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
