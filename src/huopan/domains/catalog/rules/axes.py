"""In which order an offer varies: PostgreSQL keeps the values of a specification, not the order they were stated in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise


def axes_of(specs: Sequence[Mapping[str, str]]) -> list[str]:
    """The axes as the seller lists the SKUs: what changes seldomest from one to the next first, what never does last.

    Where the list does not tell, as they stand in the first of `specs`.
    """

    def changes(axis: str) -> int:
        turns = sum(before.get(axis) != after.get(axis) for before, after in pairwise(specs))
        return turns or len(specs)

    return sorted(specs[0] if specs else (), key=changes)
