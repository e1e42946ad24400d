"""Offers as an index engine keeps and finds them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from huopan.engines.language.understanding import Wanted

Sort = Literal["relevance", "newest", "price_up", "price_down", "moq_up", "ship_up", "pickup_down", "standing_down"]
Facet = Literal[
    "category",
    "city",
    "belt",
    "attribute",
    "process",
    "price",
    "moq",
    "ship",
    "pickup",
    "stock",
    "dropship",
    "sample",
    "kind",
    "credential",
]
KINDS = ("factory", "trader")


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer in the index. `title` and `about` are terms of engines.language; `places` division code prefixes.

    `attributes`: "code=value"; `ladder`: public prices only, as rules.ladders writes them; `signals`: the stored
    signals of engines.ranking by name, in thousandths; `fold`: equal for offers that are the same goods;
    `credentials`: kinds that its supplier has proven.
    """

    offer_id: int
    supplier_id: int
    title: tuple[str, ...]
    about: tuple[str, ...]
    category_codes: tuple[str, ...]
    places: tuple[str, ...]
    belt_code: str
    price_hao: int
    moq: int
    is_in_stock: bool
    supplier_kind: str = "factory"
    attributes: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    ladder: tuple[tuple[int, int], ...] = ()
    ship_days: int = 0
    is_dropshipped: bool = False
    gives_sample: bool = False
    pickup_pct: int | None = None
    signals: tuple[tuple[str, int], ...] = ()
    fold: int = 0
    credentials: tuple[str, ...] = ()

    @property
    def key(self) -> int:
        return self.offer_id

    def digest(self) -> str:
        """Equal entries, equal digests: how index and database are compared."""
        return digest_of(self)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: what is wanted, of which `least` must occur, and conditions of which all must hold, bounds included.

    `terms`: the bare terms, for an engine that cannot weigh; `wanted` the same weighed, and what would do as well (an
    engine that gets only `terms` weighs them alike). `neighbours`: terms that count more side by side. `least` 0 is
    the usual share (understanding.least).

    With `quantity`, prices (bounds and order too) are those of that many pieces, and only offers with an MOQ up to it
    are found. `attributes`: for each code the values of which one must hold; one of `processes` must, each of
    `credentials` must.
    """

    terms: tuple[str, ...] = ()
    category_code: str = ""
    supplier_id: int | None = None
    place: str = ""
    belt_code: str = ""
    min_price_hao: int | None = None
    max_price_hao: int | None = None
    max_moq: int | None = None
    only_in_stock: bool = False
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    supplier_kind: str = ""
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    processes: tuple[str, ...] = ()
    quantity: int | None = None
    max_ship_days: int | None = None
    min_pickup_pct: int | None = None
    only_dropship: bool = False
    only_sample: bool = False
    credentials: tuple[str, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    neighbours: tuple[tuple[str, str], ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One offer found. `score` = `relevance` × the stored signals' factors; both 0 where another order was asked.

    `price_hao` at the quantity asked for; `signals` in thousandths.
    """

    offer_id: int
    score: float = 0.0
    relevance: float = 0.0
    price_hao: int = 0
    fold: int = 0
    signals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hits:
    """Offers in order, and how many there are in all. `missing`: shards that did not answer, so that some may lack."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    missing: int = 0

    @property
    def offer_ids(self) -> list[int]:
        return [hit.offer_id for hit in self.hits]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the offers found have each value, by facet. Bands are numbers of rules.bands, cities the first four
    digits of a division's code, `stock`, `dropship` and `sample` "1" for yes. `attribute` values are "code=value".

    What is counted under `attribute` "code", `belt`, `process` and `kind` leaves that one condition of the question
    out, so that the other values can be chosen instead. `total`: how many offers were counted.
    """

    counts: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)
    total: int = 0
    missing: int = 0

    def of(self, facet: Facet) -> Mapping[str, int]:
        return self.counts.get(facet, {})


def digest_of(entry: object) -> str:
    return hashlib.sha256(repr(entry).encode()).hexdigest()[:15]
