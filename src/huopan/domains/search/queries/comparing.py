"""Where the index and the database differ."""

from __future__ import annotations

from collections.abc import Iterator

from huopan.domains.search import ports
from huopan.domains.search.queries.entries import every_entry


def differences() -> Iterator[tuple[int, str]]:
    """Each offer of which the index says otherwise than the database, and how. Raises IndexUnavailableError."""
    kept = ports.index().digests()
    for portion in every_entry():
        for entry in portion:
            if kept.pop(entry.offer_id, "") != entry.digest():
                yield entry.offer_id, "indexed otherwise than it is, or not at all"
    yield from ((offer_id, "indexed but not on the market") for offer_id in kept)
