"""Factories as an index engine keeps and finds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from huopan.domains.search.ports.offers import digest_of

FactorySort = Literal["relevance", "free_down", "pickup_down", "offers_down", "near"]
FactoryFacet = Literal["process", "material", "belt", "city", "category", "pickup", "credential", "membership"]


@dataclass(frozen=True, slots=True)
class FactoryEntry:
    """One factory. `name` and `about` are terms; `processes` those of its work centres in service, `materials` what its
    offers on the market are stated to be of; `free_hours`: machine hours of the next seven days nobody has."""

    factory_id: int
    name: tuple[str, ...]
    about: tuple[str, ...]
    category_codes: tuple[str, ...]
    places: tuple[str, ...]
    belt_code: str
    processes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    free_hours: int = 0
    machines: int = 0
    least_moq: int = 0
    offers: int = 0
    pickup_pct: int | None = None
    signals: tuple[tuple[str, int], ...] = ()
    credentials: tuple[str, ...] = ()
    membership: str = ""

    @property
    def key(self) -> int:
        return self.factory_id

    def digest(self) -> str:
        return digest_of(self)


@dataclass(frozen=True, slots=True)
class FactoryAsked:
    """Terms of which most must occur, and conditions of which all must hold; each of `processes`,
    `materials` and `credentials` must, one of `memberships` must.

    `near`: a division's code (six digits) for the order of that name.
    """

    terms: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    category_code: str = ""
    place: str = ""
    belt_code: str = ""
    near: str = ""
    min_machines: int | None = None
    min_free_hours: int | None = None
    min_pickup_pct: int | None = None
    max_moq: int | None = None
    sort: FactorySort = "relevance"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class FactoryHit:
    factory_id: int
    score: float = 0.0
    relevance: float = 0.0
    signals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactoryHits:
    hits: list[FactoryHit] = field(default_factory=list)
    total: int = 0
    missing: int = 0
    counts: Mapping[FactoryFacet, Mapping[str, int]] = field(default_factory=dict)
