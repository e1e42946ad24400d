"""What search needs of an index engine. config hands one in; without one, pages ask the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Literal, Protocol

from huopan.domains.search.ports.factories import FactoryAsked, FactoryEntry, FactoryHits
from huopan.domains.search.ports.offers import Asked, Entry, Facets, Hits
from huopan.engines.language.vocabulary import NOTHING, Vocabulary

Kind = Literal["offers", "factories"]
Entries = list[Entry] | list[FactoryEntry]
Read = Callable[[Kind, Collection[int]], Entries]
Portions = Iterable[tuple[Kind, Entries]]


class IndexUnavailableError(RuntimeError):
    """The index is missing, unreadable or of another version: ask the database, and build it anew."""


class IndexBusyError(RuntimeError):
    """Another process writes this index, and goes on doing so."""


class SearchIndex(Protocol):
    def is_ready(self) -> bool:
        """Whether a whole index of this version can be read."""

    def find(self, asked: Asked) -> Hits:
        """Raises IndexUnavailableError."""

    def facets(self, asked: Asked, *, found: int | None = None) -> Facets:
        """`found`: how many offers `find` found, if that is known; it may save a pass. Raises IndexUnavailableError."""

    def find_factories(self, asked: FactoryAsked) -> FactoryHits:
        """With the facets. Raises IndexUnavailableError."""

    def vocabulary(self) -> Vocabulary:
        """The terms in offers' titles, somewhat behind the index; NOTHING where an engine cannot tell."""

    def update(self, changed: dict[Kind, Collection[int]], read: Read, *, followed: int | None = None) -> None:
        """Make the index say of what has `changed` what `read` says. What `read` leaves out is removed.

        `followed`: the trail up to here is in the index from now on. Nothing happens while there is no index. Safe to
        repeat. Raises IndexBusyError while another process keeps this index.
        """

    def rebuild(self, portions: Portions, *, followed: int, progress: Callable[[int], None]) -> int:
        """Build a new index beside the live one and switch to it at once.

        It has the trail up to `followed`, which the caller read before the first portion: who follows the trail goes
        on from there. `progress` is told how many entries each portion had. Returns how many there are.
        """

    def followed(self) -> int:
        """The trail up to here is in the index. Raises IndexUnavailableError."""

    def digests(self, kind: Kind) -> dict[int, str]:
        """By id. Raises IndexUnavailableError."""


class NoIndex:
    """What is there until config hands in an engine."""

    def is_ready(self) -> bool:
        return False

    def find(self, asked: Asked) -> Hits:
        raise IndexUnavailableError(asked)

    def facets(self, asked: Asked, **_: object) -> Facets:
        raise IndexUnavailableError(asked)

    def find_factories(self, asked: FactoryAsked) -> FactoryHits:
        raise IndexUnavailableError(asked)

    def vocabulary(self) -> Vocabulary:
        return NOTHING

    def update(self, *_: object, **__: object) -> None:
        """Nothing to keep."""

    def rebuild(self, *_: object, **__: object) -> int:
        raise IndexUnavailableError

    def followed(self) -> int:
        raise IndexUnavailableError

    def digests(self, _kind: Kind) -> dict[int, str]:
        raise IndexUnavailableError


class Placements(Protocol):
    """Who paid to be shown beside the results: marked, apart, and never among them."""

    def offers_beside(self, asked: Asked, *, most: int) -> list[int]:
        """At most `most` ids of offers."""


class NoPlacements:
    def offers_beside(self, _asked: Asked, *, most: int) -> list[int]:
        return [][:most]


_connected: dict[str, SearchIndex] = {}
_placing: list[Placements] = []


def index() -> SearchIndex:
    return _connected.get("index", NoIndex())


def connect(engine: SearchIndex) -> None:
    _connected["index"] = engine


def placements() -> Placements:
    return _placing[0] if _placing else NoPlacements()


def connect_placements(placing: Placements) -> None:
    _placing[:] = [placing]
