"""What is found, and whether the index still says what the database says."""

from huopan.domains.search.queries.comparing import compared, differences
from huopan.domains.search.queries.entries import entries
from huopan.domains.search.queries.explaining import WhyLine, why_lines
from huopan.domains.search.queries.finding import Found, Result, find_offers
from huopan.domains.search.queries.finding_factories import FactoryCard, FoundFactories, find_factories
from huopan.domains.search.queries.reading import everything, everything_count, read

__all__ = [
    "FactoryCard",
    "Found",
    "FoundFactories",
    "Result",
    "WhyLine",
    "compared",
    "differences",
    "entries",
    "everything",
    "everything_count",
    "find_factories",
    "find_offers",
    "read",
    "why_lines",
]
