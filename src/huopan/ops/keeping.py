"""Keeping this machine's search index: following the trail, and comparing with the database bit by bit meanwhile."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator

import structlog

from huopan.domains.search import actions as search
from huopan.domains.search.ports import IndexBusyError, IndexUnavailableError, Kind
from huopan.domains.search.queries import compared

log = structlog.get_logger(__name__)
FOLLOW = 0.1  # seconds until it looks again
GATHER = 0.1  # seconds that news may gather under load: a commit of one costs as much as a commit of fifty
FULL = 1_000  # so many at once have waited long enough
STAND_BY = 2.0  # another process of this machine keeps the index
COMPARE_EVERY = 6 * 3_600.0  # the trail misses nothing; this finds what a fault, or a hand in the database, left behind


class IndexKeeper:
    """Takes turns, each returning how long to rest. One process a machine keeps the index; others stand by."""

    def __init__(self) -> None:
        self._follower = search.Follower()
        self._comparing: Iterator[list[tuple[Kind, int, str]]] | None = None
        self._compare_at = 0.0

    def turn(self) -> float:
        try:
            if followed := self._follower.turn(time.monotonic()):
                return GATHER if followed < FULL else 0.0
            return 0.0 if self._compare() else FOLLOW
        except IndexBusyError:
            return STAND_BY
        except IndexUnavailableError:
            log.info("index_missing")
            search.rebuild_index()
            return 0.0

    def _compare(self) -> bool:
        """One portion of a comparison; whether there is more of it."""
        if self._comparing is None:
            if time.monotonic() < self._compare_at:
                return False
            self._comparing = compared()
        differing: dict[Kind, set[int]] = defaultdict(set)
        portion = next(self._comparing, None)
        for kind, key, _ in portion or ():
            differing[kind].add(key)
        for kind, keys in differing.items():
            log.info("index_mended", kind=kind, count=len(keys))
            search.refresh(kind, keys)
        if portion is None:
            self._comparing, self._compare_at = None, time.monotonic() + COMPARE_EVERY
        return portion is not None


def bring_up_to_date() -> None:
    """Everything until now, in this process, unless another one keeps the index and does it anyway."""
    try:
        search.follow_trail()
    except IndexBusyError:
        log.info("index_kept_elsewhere")
    except IndexUnavailableError:
        search.rebuild_index()
