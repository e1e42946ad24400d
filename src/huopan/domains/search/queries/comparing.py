"""Where the index and the database differ."""

from __future__ import annotations

from collections.abc import Iterator

from huopan.domains.search import ports
from huopan.domains.search.ports import Entries, Kind
from huopan.domains.search.queries.reading import everything

KINDS: tuple[Kind, ...] = ("factories", "offers")
STALE = "indexed otherwise than it is, or not at all"
GONE = "indexed but not on the market"
Difference = tuple[Kind, int, str]


def differences() -> Iterator[Difference]:
    """Each offer and factory of which the index says otherwise than the database, and how. Raises
    IndexUnavailableError."""
    for portion in compared():
        yield from portion


def compared() -> Iterator[list[Difference]]:
    """The same in portions, so that the caller can do something else in between."""
    kept = {kind: ports.index().digests(kind) for kind in KINDS}
    for kind, portion in everything():
        yield _stale(kind, portion, kept[kind])
    yield [(kind, key, GONE) for kind in KINDS for key in kept[kind]]


def _stale(kind: Kind, portion: Entries, kept: dict[int, str]) -> list[Difference]:
    return [(kind, entry.key, STALE) for entry in portion if kept.pop(entry.key, "") != entry.digest()]
