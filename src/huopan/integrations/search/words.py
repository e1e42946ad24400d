"""The terms of an embedded index's titles, read once and again when the index has grown."""

from __future__ import annotations

import threading

from tantivy import Searcher

from huopan.engines.language.vocabulary import NOTHING, Vocabulary

GROWN = 0.1


class Words:
    """A word that came in since the last reading counts as unknown: what is like it is searched for too."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._name, self._size, self._read = "", -1, NOTHING

    def of(self, name: str, searcher: Searcher) -> Vocabulary:
        """Of the index called `name`; about 1 s per million different terms when it is read."""
        if self._is_stale(name, searcher.num_docs):
            with self._reading:
                if self._is_stale(name, searcher.num_docs):
                    self._read = Vocabulary(searcher.terms_with_prefix("title", ""))
                    self._name, self._size = name, searcher.num_docs
        return self._read

    def _is_stale(self, name: str, size: int) -> bool:
        return name != self._name or abs(size - self._size) > GROWN * max(self._size, 1)
