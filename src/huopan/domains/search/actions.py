"""Keeping the index."""

from __future__ import annotations

from collections.abc import Callable, Collection

from huopan.domains.search import ports
from huopan.domains.search.queries import entries, every_entry


def refresh_offers(offer_ids: Collection[int]) -> None:
    """Make the index say of these offers what the database says now; safe to repeat, in any order."""
    if offer_ids:
        ports.index().update(offer_ids, entries)


def rebuild_index(progress: Callable[[int], None] = lambda _count: None) -> int:
    """Build the whole index beside the live one and switch. `progress` is told the size of each portion.

    Returns how many offers are in it. Raises IndexUnavailableError where no engine is connected.
    """
    return ports.index().rebuild(every_entry(), entries, progress)
