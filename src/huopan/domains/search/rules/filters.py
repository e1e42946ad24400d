"""What a buyer may filter by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huopan.engines.language.segmenting import terms

FARTHEST = 2_000
SMALL_LOT = 10


@dataclass(frozen=True, slots=True)
class Filters:
    """All that are given must hold; of several values of one attribute, of several processes or of several
    memberships, one; of several credentials, each.

    `division_code`: a province, city or county; prices in 1/10,000 yuan. With `quantity` the prices are those of that
    many pieces, and only offers that sell so few are found.
    """

    category_code: str = ""
    supplier_id: int | None = None
    supplier_kind: str = ""
    division_code: str = ""
    belt_code: str = ""
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    processes: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    quantity: int | None = None
    min_price_hao: int | None = None
    max_price_hao: int | None = None
    max_moq: int | None = None
    max_ship_days: int | None = None
    min_pickup_pct: int | None = None
    only_in_stock: bool = False
    only_small_lot: bool = False
    only_dropship: bool = False
    only_sample: bool = False


@dataclass(frozen=True, slots=True)
class FactoryFilters:
    """All that are given must hold; of several memberships, one.

    `near`: a division's code that distance is counted from; `min_machines`: in service."""

    processes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    category_code: str = ""
    division_code: str = ""
    belt_code: str = ""
    near: str = ""
    min_machines: int | None = None
    min_free_hours: int | None = None
    min_pickup_pct: int | None = None
    only_small_lot: bool = False


def is_small_lot(moq: int) -> bool:
    """Small-lot (小单): ten pieces are enough."""
    return moq <= SMALL_LOT


def terms_of(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(term for text in texts for term in terms(text))
