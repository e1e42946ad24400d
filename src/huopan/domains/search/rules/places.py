"""How places compare."""

from __future__ import annotations


def place(division_code: str) -> str:
    """The part of a division code that all below it share: 330000 → 33, 330700 → 3307."""
    return division_code[:2] if division_code.endswith("0000") else division_code.removesuffix("00")


def places(division_code: str) -> tuple[str, ...]:
    """A county's own code, its city's and its province's, as `place` writes them."""
    return tuple(dict.fromkeys(place(division_code[:end].ljust(6, "0")) for end in (2, 4, 6))) if division_code else ()


def city(division_code: str) -> int:
    """The first four digits as a number: 330782 → 3307; 0 where nobody knows."""
    return int(division_code[:4]) if division_code[:4].isdecimal() else 0


def steps_apart(one: str, other: str) -> int:
    """0 in the same county, 1 in the same city, 2 in the same province, 3 elsewhere or where nobody knows."""
    for steps, end in enumerate((6, 4, 2)):
        if one[:end] and one[:end] == other[:end]:
            return steps
    return 3
