"""Keeping the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

from huopan.domains.search import ports
from huopan.domains.search.ports import Kind
from huopan.domains.search.queries import differences, everything, read
from huopan.infra.outbox.following import a_safe_start


def refresh(kind: Kind, ids: Collection[int]) -> None:
    """Make the index say of these what the database says now; safe to repeat, in any order."""
    if ids:
        ports.index().update({kind: ids}, read)


def rebuild_index(progress: Callable[[int], None] = lambda _count: None) -> int:
    """Build the whole index beside the live one and switch. `progress` is told the size of each portion.

    Killed at any moment it leaves the live index as it was. Returns how many offers and factories are in it. Raises
    IndexUnavailableError where no engine is connected.
    """
    return ports.index().rebuild(everything(), followed=a_safe_start(), progress=progress)


def mend_index() -> int:
    """Bring the index to what the database says: built if missing, else only where they differ.

    Returns how many were read. Raises IndexUnavailableError where no engine is connected, IndexBusyError where another
    process keeps it.
    """
    if not ports.index().is_ready():
        return rebuild_index()
    differing: dict[Kind, set[int]] = defaultdict(set)
    for kind, key, _ in differences():
        differing[kind].add(key)
    ports.index().update(dict(differing), read)
    return sum(map(len, differing.values()))
