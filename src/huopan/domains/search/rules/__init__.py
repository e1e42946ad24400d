"""What a buyer may filter by, how places, words, prices and bands compare, and which offers are the same goods."""

from huopan.domains.search.rules.filters import (
    FARTHEST,
    SMALL_LOT,
    FactoryFilters,
    Filters,
    is_small_lot,
    terms_of,
)
from huopan.domains.search.rules.places import city, place, places, steps_apart

__all__ = [
    "FARTHEST",
    "SMALL_LOT",
    "FactoryFilters",
    "Filters",
    "city",
    "is_small_lot",
    "place",
    "places",
    "steps_apart",
    "terms_of",
]
