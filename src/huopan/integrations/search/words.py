"""The terms of an embedded index's titles, read once and again when the index has grown."""

from __future__ import annotations

import string
import threading
from collections.abc import Iterator
from functools import partial

from tantivy import Searcher

from huopan.engines.language.vocabulary import NOTHING, Vocabulary

GROWN = 0.1
# What may be meant by mistake: words and pairs that one offer in so many has. Rarer ones are counted when asked for.
ONE_IN = 50_000
BEGINNINGS = (*string.ascii_lowercase, *map(chr, range(0x4E00, 0xA000)))


class Words:
    """A word that came in since the last reading is counted all the same; only corrections to it come later."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._name, self._size, self._read = "", -1, NOTHING

    def of(self, name: str, searcher: Searcher) -> Vocabulary:
        """Of the index called `name`; about 1 s per million different terms when it is read."""
        if self._is_stale(name, searcher.num_docs):
            with self._reading:
                if self._is_stale(name, searcher.num_docs):
                    self._read = Vocabulary(_common(searcher))
                    self._name, self._size = name, searcher.num_docs
        title, about = (partial(searcher.doc_freq, name) for name in ("title", "about"))
        return self._read.counted_by(title, elsewhere=about)

    def _is_stale(self, name: str, size: int) -> bool:
        return name != self._name or abs(size - self._size) > GROWN * max(self._size, 1)


def _common(searcher: Searcher) -> Iterator[tuple[str, int]]:
    """Beginning by beginning, so that never all of them are in memory."""
    fewest = max(searcher.num_docs // ONE_IN, 1)
    for begins in BEGINNINGS:
        yield from (each for each in searcher.terms_with_prefix("title", begins) if each[1] >= fewest)
