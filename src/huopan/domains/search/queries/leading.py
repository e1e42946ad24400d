"""Which of the results are of the kind that people take who ask so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from huopan.domains.search import ports
from huopan.domains.search.ports import Asked
from huopan.engines.asking.leaning import Leaning, Leanings


def led_to(asked: Asked, words: str, known: Leanings) -> Mapping[int, float]:
    """For offers under a label that the words lean to, the greatest share of such a label. Without lessons nothing.

    `asked` with the window's limit: the same question within each label, up to three more searches, finds all of the
    window that have it. Raises IndexUnavailableError.
    """
    found: dict[int, float] = {}
    for leaning in known.of(words):
        for within in _within(asked, leaning):
            for hit in ports.index().find(within).hits:
                found[hit.offer_id] = max(found.get(hit.offer_id, 0.0), leaning.share)
    return found


def _within(asked: Asked, leaning: Leaning) -> Iterator[Asked]:
    """The question asked of one label alone; nothing where it is asked of that already."""
    code, is_attribute, value = leaning.label.partition("=")
    if is_attribute:
        if code not in dict(asked.attributes):
            yield replace(asked, attributes=(*asked.attributes, (code, (value,))))
    elif not asked.category_code:
        yield replace(asked, category_code=code)
