"""Keeping the index."""

from __future__ import annotations

from collections.abc import Callable, Collection

from huopan.domains.search import ports
from huopan.domains.search.queries import differences, entries, every_entry


def refresh_offers(offer_ids: Collection[int]) -> None:
    """Make the index say of these offers what the database says now; safe to repeat, in any order."""
    if offer_ids:
        ports.index().update(offer_ids, entries)


def rebuild_index(progress: Callable[[int], None] = lambda _count: None) -> int:
    """Build the whole index beside the live one and switch. `progress` is told the size of each portion.

    Returns how many offers are in it. Raises IndexUnavailableError where no engine is connected.
    """
    return ports.index().rebuild(every_entry(), entries, progress)


def mend_index() -> int:
    """Bring this machine's index to what the database says: built if missing, else only where they differ.

    News reach the index of the machine that relays them; the others, and one that was down, catch up with this.
    Returns how many offers were read. Raises IndexUnavailableError where no engine is connected.
    """
    if not ports.index().is_ready():
        return rebuild_index()
    differing = {offer_id for offer_id, _ in differences()}
    refresh_offers(differing)
    return len(differing)
