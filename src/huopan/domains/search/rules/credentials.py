"""Kinds of credentials as two numbers, so that an index counts all of them in two columns of few values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from huopan.domains.parties.rules import CREDENTIAL_KINDS

BITS = 7  # 8,192 masks in one column cost seven times what 128 in each of two do
MOST_MASKS = 1 << BITS
PLACES = {kind: place for place, kind in enumerate(CREDENTIAL_KINDS)}


def masks_of(kinds: Collection[str]) -> tuple[int, int]:
    """A bit for each kind, the first seven kinds in the first number; what is not known here has none."""
    mask = sum(1 << PLACES[kind] for kind in set(kinds) if kind in PLACES)
    return mask % MOST_MASKS, mask >> BITS


def counted_kinds(columns: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """How many have each kind, from how many have each number in the first column and in the second."""
    counts = Counter[str]()
    for column, masks in enumerate(columns):
        for mask, count in masks.items():
            for kind in _kinds_in(int(mask) << column * BITS):
                counts[kind] += count
    return dict(counts)


def _kinds_in(mask: int) -> list[str]:
    return [kind for kind, place in PLACES.items() if mask >> place & 1]
