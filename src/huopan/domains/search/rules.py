"""What a buyer may filter by, and how places and words compare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huopan.engines.language.segmenting import terms

FARTHEST = 2_000


@dataclass(frozen=True, slots=True)
class Filters:
    """All that are given must hold. `division_code`: a province, city or county; prices in 1/10,000 yuan."""

    category_code: str = ""
    supplier_id: int | None = None
    division_code: str = ""
    belt_code: str = ""
    min_price_hao: int | None = None
    max_price_hao: int | None = None
    max_moq: int | None = None
    only_in_stock: bool = False


def place(division_code: str) -> str:
    """The part of a division code that all below it share: 330000 → 33, 330700 → 3307."""
    return division_code[:2] if division_code.endswith("0000") else division_code.removesuffix("00")


def places(division_code: str) -> tuple[str, ...]:
    """A county's own code, its city's and its province's, as `place` writes them."""
    return tuple(dict.fromkeys(place(division_code[:end].ljust(6, "0")) for end in (2, 4, 6))) if division_code else ()


def terms_of(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(term for text in texts for term in terms(text))
