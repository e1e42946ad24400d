"""Where what is looked for is: factories by city and belt, whatever place was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from huopan.domains.search import ports
from huopan.domains.search.queries.asking import factory_question
from huopan.domains.search.rules import FactoryFilters

PROVINCE = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """How many factories; provinces by the first two digits of a division's code."""

    provinces: Mapping[str, int] = field(default_factory=dict)
    belts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0


def factories_spread(words: str, filters: FactoryFilters) -> Spread:
    """What every other place would find under the same conditions. No statement; empty without an index."""
    anywhere = replace(filters, division_code="", belt_code="", near="")
    asked = factory_question(words, anywhere, sort="relevance", offset=0, limit=1)
    try:
        found = ports.index().find_factories(asked)
    except ports.IndexUnavailableError:
        return Spread()
    provinces: dict[str, int] = {}
    for city, count in found.counts.get("city", {}).items():
        provinces[city[:PROVINCE]] = provinces.get(city[:PROVINCE], 0) + count
    return Spread(provinces, found.counts.get("belt", {}), found.total)
