"""Writing the embedded index: one process keeps a machine's index, with writers that stay open.

Writers stay because merging belongs to them: one that is closed after each commit would wait for merges, seconds long
in a large index, or throw them away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO, Any

from tantivy import Index, IndexWriter

from huopan.domains.search.ports import Entries, IndexUnavailableError, Kind, Read
from huopan.infra.crashing import crash_point
from huopan.integrations.search import schema
from huopan.integrations.search.folders import KINDS, Folders

HEAP_BYTES = {"offers": 48_000_000, "factories": 16_000_000}
KEEPER = "keeping.lock"
MOST_REMEMBERED = 100_000


class Keeper:
    """The writers of the live index, from the first update until `leave` or the end of the process."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._lock: IO[str] | None = None
        self._name = ""
        self._writers: dict[Kind, tuple[Index, IndexWriter]] = {}
        self._written: dict[tuple[Kind, int], str] = {}

    def write(self, changed: dict[Kind, Collection[int]], read: Read, followed: int | None) -> None:
        """Raises IndexUnavailableError, IndexBusyError."""
        self._take_up(self._folders.current())
        for kind, ids in changed.items():
            if ids:
                self._write(kind, set(ids), read(kind, ids))
                crash_point("search_after_commit")
        if followed is not None:
            self._folders.note_followed(self._name, followed)

    def leave(self) -> None:
        for _, writer in self._writers.values():
            writer.wait_merging_threads()
        self._writers = {}
        if self._lock:
            self._lock.close()
            self._lock = None

    def _take_up(self, name: str) -> None:
        if self._lock is None:
            self._lock = self._folders.lock_now(KEEPER)
        if self._name != name:
            self._writers, self._written = {}, {}
            self._name = name

    def _write(self, kind: Kind, ids: set[int], entries: Entries) -> None:
        """Much news changes nothing that is searched: what was written last as it is now is left alone."""
        said = {entry.key: entry.digest() for entry in entries}
        same = {key for key, digest in said.items() if self._written.get((kind, key)) == digest}
        if same != ids:
            self._commit(kind, ids - same, [entry for entry in entries if entry.key not in same])
            self._remember(kind, ids, said)

    def _remember(self, kind: Kind, ids: set[int], said: dict[int, str]) -> None:
        if len(self._written) > MOST_REMEMBERED:
            self._written = {}
        for key in ids:
            self._written[kind, key] = said.get(key, "")

    def _commit(self, kind: Kind, ids: set[int], entries: list[Any]) -> None:
        index, writer = self._writer(kind)
        try:
            for key in ids:
                writer.delete_documents_by_term(schema.key_field(kind), key)
            for entry in entries:
                writer.add_document(schema.document(entry, index.schema))
            crash_point("search_before_commit")
            writer.commit()
        except BaseException:
            # A failed commit would make the next one drop documents silently.
            del self._writers[kind]
            self._written = {}
            writer.rollback()
            raise

    def _writer(self, kind: Kind) -> tuple[Index, IndexWriter]:
        if kind not in self._writers:
            try:
                index = Index.open(str(self._folders.path(self._name, kind)))
            except (ValueError, OSError) as error:
                raise IndexUnavailableError from error
            schema.register_tokenizers(index)
            writer = index.writer(HEAP_BYTES[kind], num_threads=1)
            # What a killed keeper wrote and never committed: its names come again, and would be refused.
            writer.garbage_collect_files()
            self._writers[kind] = index, writer
        return self._writers[kind]


class Builder:
    """The writers of a new index, built beside the live one."""

    def __init__(self, folders: Folders, name: str) -> None:
        self._writers = {kind: _new(folders, name, kind) for kind in KINDS}

    def add(self, kind: Kind, entries: Entries) -> None:
        index, writer = self._writers[kind]
        for entry in entries:
            writer.add_document(schema.document(entry, index.schema))

    def finish(self) -> int:
        """Returns how many entries there are."""
        count = 0
        for index, writer in self._writers.values():
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
            count += index.searcher().num_docs
        return count

    def give_up(self) -> None:
        for _, writer in self._writers.values():
            writer.rollback()


@contextmanager
def building(folders: Folders, name: str) -> Iterator[Builder]:
    builder = Builder(folders, name)
    try:
        yield builder
    except BaseException:
        builder.give_up()
        raise


def _new(folders: Folders, name: str, kind: Kind) -> tuple[Index, IndexWriter]:
    index = Index(schema.schema(kind), path=str(folders.path(name, kind)), reuse=False)
    schema.register_tokenizers(index)
    return index, index.writer(HEAP_BYTES[kind], num_threads=1)
