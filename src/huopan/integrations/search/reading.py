"""Reading the embedded index: a searcher that is as new as the last commit, or the last switch."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, Searcher

from huopan.domains.search.ports import IndexUnavailableError, Kind
from huopan.integrations.search import schema
from huopan.integrations.search.folders import Folders


@dataclass(slots=True)
class _Open:
    name: str
    index: Index
    stamp: tuple[int, int]
    searcher: Searcher


class Readers:
    """One open index a kind. Readers notice a commit or a switch by looking at two small files before each search."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._open: dict[Kind, _Open] = {}
        self._opening = threading.Lock()

    def searcher(self, kind: Kind) -> tuple[Index, Searcher]:
        """Raises IndexUnavailableError."""
        name = self._folders.current()
        with self._opening:
            try:
                return self._up_to_date(name, kind)
            except (ValueError, OSError) as error:
                self._open.pop(kind, None)
                raise IndexUnavailableError from error

    def _up_to_date(self, name: str, kind: Kind) -> tuple[Index, Searcher]:
        path = self._folders.path(name, kind)
        stamp = _stamp(path)
        known = self._open.get(kind)
        if known is None or known.name != name:
            index = _opened(path)
            known = self._open[kind] = _Open(name, index, stamp, index.searcher())
        elif known.stamp != stamp:
            known.index.reload()
            known.searcher, known.stamp = known.index.searcher(), stamp
        return known.index, known.searcher


def _opened(path: Path) -> Index:
    index = Index.open(str(path))
    schema.register_tokenizers(index)
    index.config_reader(reload_policy="manual")
    index.reload()
    return index


def _stamp(path: Path) -> tuple[int, int]:
    """Each commit replaces meta.json: a new file, at a new time."""
    meta = (path / "meta.json").stat()
    return meta.st_ino, meta.st_mtime_ns
