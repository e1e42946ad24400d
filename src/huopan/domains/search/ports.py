"""What search needs of an index engine. config hands one in; without one, pages ask the database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple, dataclass, field
from typing import Literal, Protocol

from huopan.engines.language.understanding import Wanted
from huopan.engines.language.vocabulary import NOTHING, Vocabulary

Sort = Literal["relevance", "newest", "price_up", "price_down", "moq_up"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer in the index. `title` and `about` are terms of engines.language; `places` division code prefixes."""

    offer_id: int
    supplier_id: int
    title: tuple[str, ...]
    about: tuple[str, ...]
    category_codes: tuple[str, ...]
    places: tuple[str, ...]
    belt_code: str
    price_hao: int
    moq: int
    is_in_stock: bool

    def digest(self) -> str:
        """Equal entries, equal digests: how index and database are compared."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: what is wanted, of which `least` must occur, and conditions of which all must hold, bounds included.

    `terms`: the bare terms, for an engine that cannot weigh; `wanted` the same weighed, and what would do as well.
    `least` 0 is the usual share (understanding.least). `neighbours`: terms that count more side by side.
    """

    terms: tuple[str, ...] = ()
    category_code: str = ""
    supplier_id: int | None = None
    place: str = ""
    belt_code: str = ""
    min_price_hao: int | None = None
    max_price_hao: int | None = None
    max_moq: int | None = None
    only_in_stock: bool = False
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    wanted: tuple[Wanted, ...] = ()
    neighbours: tuple[tuple[str, str], ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Hits:
    """Offers in order, and how many there are in all."""

    offer_ids: list[int] = field(default_factory=list)
    total: int = 0


class IndexUnavailableError(RuntimeError):
    """The index is missing, unreadable or of another version: ask the database, and build it anew."""


Reader = Callable[[Collection[int]], list[Entry]]


class SearchIndex(Protocol):
    def is_ready(self) -> bool:
        """Whether a whole index of this version can be read."""

    def find(self, asked: Asked) -> Hits:
        """Raises IndexUnavailableError."""

    def vocabulary(self) -> Vocabulary:
        """The terms in titles, somewhat behind the index; NOTHING where an engine cannot tell."""

    def update(self, offer_ids: Collection[int], read: Reader) -> None:
        """Make the index say of `offer_ids` what `read` says, which is called while no other update runs.

        What `read` leaves out is removed. Nothing happens while there is no index. Safe to repeat.
        """

    def rebuild(self, portions: Iterable[list[Entry]], read: Reader, progress: Callable[[int], None]) -> int:
        """Build a new index beside the live one and switch to it at once; updates meanwhile are not lost.

        `progress` is told how many entries each portion had. Returns how many there are.
        """

    def digests(self) -> dict[int, str]:
        """Each offer's digest. Raises IndexUnavailableError."""


class NoIndex:
    """What is there until config hands in an engine."""

    def is_ready(self) -> bool:
        return False

    def find(self, asked: Asked) -> Hits:
        raise IndexUnavailableError(asked)

    def vocabulary(self) -> Vocabulary:
        return NOTHING

    def update(self, offer_ids: Collection[int], read: Reader) -> None:
        """Nothing to keep."""

    def rebuild(self, *_: object) -> int:
        raise IndexUnavailableError

    def digests(self) -> dict[int, str]:
        raise IndexUnavailableError


_connected: dict[str, SearchIndex] = {}


def index() -> SearchIndex:
    return _connected.get("offers", NoIndex())


def connect(engine: SearchIndex) -> None:
    _connected["offers"] = engine
