"""Keeping the index, and what was measured of suppliers."""

from huopan.domains.search.actions.following import Follower, follow_trail
from huopan.domains.search.actions.keeping import mend_index, rebuild_index, refresh
from huopan.domains.search.actions.measuring import record_capacity, record_conduct

__all__ = [
    "Follower",
    "follow_trail",
    "mend_index",
    "rebuild_index",
    "record_capacity",
    "record_conduct",
    "refresh",
]
