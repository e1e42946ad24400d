"""The index inside the process (tantivy): files in the data folder that every server process of a machine reads.

One process writes at a time, under a file lock; readers notice a commit, or a switch to another index, by looking at
two small files before each search.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tantivy import DocAddress, Index, IndexWriter, Query, Searcher

from huopan.domains.search.ports import Asked, Entry, Hits, IndexUnavailableError, Reader
from huopan.engines.language.vocabulary import NOTHING, Vocabulary
from huopan.integrations.search import schema
from huopan.integrations.search.words import Words

HEAP_BYTES = 32_000_000


@dataclass(slots=True)
class _Open:
    name: str
    index: Index
    stamp: tuple[int, int]
    searcher: Searcher


class EmbeddedIndex:
    """`folder` holds `current` (the live index's name), one folder per index, and the locks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: _Open | None = None
        self._words = Words()
        self._opening = threading.Lock()

    def is_ready(self) -> bool:
        try:
            self._searcher()
        except IndexUnavailableError:
            return False
        return True

    def find(self, asked: Asked) -> Hits:
        index, searcher = self._searcher()
        order = schema.ORDERS.get(asked.sort)
        try:
            query = schema.query(asked, index.schema)
            result = (
                searcher.search(query, asked.limit, offset=asked.offset, order_by_field=order[0], order=order[1])
                if order
                else searcher.search(query, asked.limit, offset=asked.offset)
            )
        except (ValueError, OSError) as error:
            raise IndexUnavailableError from error
        total: int = result.count  # type: ignore[attr-defined]  # the stub forgets it
        return Hits(_offer_ids(searcher, [address for _, address in result.hits]), total)

    def vocabulary(self) -> Vocabulary:
        try:
            _, searcher = self._searcher()
        except IndexUnavailableError:
            return NOTHING
        return self._words.of(self._current() or "", searcher)

    def update(self, offer_ids: Collection[int], read: Reader) -> None:
        with self._locked("writing.lock"):
            name = self._current()
            if name is None:
                return
            self._note_touched(offer_ids)
            _write(_opened(self.folder / name), gone=offer_ids, entries=read(offer_ids))

    def rebuild(self, portions: Iterable[list[Entry]], read: Reader, progress: Callable[[int], None]) -> int:
        with self._locked("rebuilding.lock"):
            name = f"{schema.VERSION}-{secrets.token_hex(4)}"
            with self._locked("writing.lock"):
                self._touched.write_text("")
            built = self._built(name, portions, progress)
            with self._locked("writing.lock"):
                touched = {int(line) for line in self._touched.read_text().split()}
                _write(built, gone=touched, entries=read(touched) if touched else [])
                self._switch_to(name)
            built.reload()
            return built.searcher().num_docs

    def digests(self) -> dict[int, str]:
        _, searcher = self._searcher()
        if not searcher.num_docs:
            return {}
        addresses = [address for _, address in searcher.search(Query.all_query(), searcher.num_docs).hits]
        said = [str(searcher.doc(address).get_first("digest")) for address in addresses]
        return dict(zip(_offer_ids(searcher, addresses), said, strict=True))

    @property
    def _touched(self) -> Path:
        """The offers that changed while a new index is being built; it catches up with them before the switch."""
        return self.folder / "touched"

    def _note_touched(self, offer_ids: Collection[int]) -> None:
        if self._touched.exists():
            with self._touched.open("a") as noted:
                noted.writelines(f"{offer_id}\n" for offer_id in offer_ids)

    def _built(self, name: str, portions: Iterable[list[Entry]], progress: Callable[[int], None]) -> Index:
        path = self.folder / name
        path.mkdir(parents=True)
        fields = schema.schema()
        index = Index(fields, path=str(path), reuse=False)
        schema.register_tokenizers(index)
        with _writing(index) as writer:
            for portion in portions:
                for entry in portion:
                    writer.add_document(schema.document(entry, fields))
                progress(len(portion))
        return index

    def _switch_to(self, name: str) -> None:
        """The index before stays on disk until the next switch: a server may be about to open it."""
        before = self._current()
        pointer = self.folder / "current.new"
        pointer.write_text(name)
        pointer.replace(self.folder / "current")
        self._touched.unlink()
        for old in self.folder.iterdir():
            if old.is_dir() and old.name not in {name, before}:
                shutil.rmtree(old, ignore_errors=True)

    def _current(self) -> str | None:
        """The live index's name; None when there is none or it is of another version."""
        try:
            name = (self.folder / "current").read_text()
        except FileNotFoundError:
            return None
        return name if name.startswith(f"{schema.VERSION}-") else None

    def _searcher(self) -> tuple[Index, Searcher]:
        name = self._current()
        if name is None:
            raise IndexUnavailableError
        with self._opening:
            try:
                return self._up_to_date(name)
            except (ValueError, OSError) as error:
                self._open = None
                raise IndexUnavailableError from error

    def _up_to_date(self, name: str) -> tuple[Index, Searcher]:
        stamp = _stamp(self.folder / name)
        known = self._open
        if known is None or known.name != name:
            index = _opened(self.folder / name)
            known = self._open = _Open(name, index, stamp, index.searcher())
        elif known.stamp != stamp:
            known.index.reload()
            known.searcher, known.stamp = known.index.searcher(), stamp
        return known.index, known.searcher

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Held by one thread of one process at a time; the system lets go of it when its holder dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / name).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


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


def _write(index: Index, *, gone: Collection[int], entries: list[Entry]) -> None:
    with _writing(index) as writer:
        for offer_id in gone:
            writer.delete_documents_by_term("offer_id", offer_id)
        for entry in entries:
            writer.add_document(schema.document(entry, index.schema))


@contextmanager
def _writing(index: Index) -> Iterator[IndexWriter]:
    """All or nothing: a failed commit would make the next one drop documents silently, so it is rolled back."""
    writer = index.writer(HEAP_BYTES, num_threads=1)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _offer_ids(searcher: Searcher, addresses: list[DocAddress]) -> list[int]:
    return [int(value) for value in searcher.fast_field_values("offer_id", addresses) if value is not None]
