"""Kinds of credentials as one number, so that an index counts all of them in one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from huopan.domains.parties.rules import CREDENTIAL_KINDS

BIT_OF = {kind: 1 << place for place, kind in enumerate(CREDENTIAL_KINDS)}


def mask_of(kinds: Iterable[str]) -> int:
    """A bit for each kind; what is not known here has none."""
    return sum(BIT_OF.get(kind, 0) for kind in set(kinds))


def counted_kinds(masks: Mapping[str, int]) -> dict[str, int]:
    """How many have each kind, from how many have each mask."""
    counts = Counter[str]()
    for mask, count in masks.items():
        for kind, bit in BIT_OF.items():
            if int(mask) & bit:
                counts[kind] += count
    return dict(counts)
