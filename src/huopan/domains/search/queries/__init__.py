"""What is found, and whether the index still says what the database says."""

from huopan.domains.search.queries.comparing import compared, differences
from huopan.domains.search.queries.entries import entries
from huopan.domains.search.queries.explaining import WhyLine, why_lines
from huopan.domains.search.queries.finding import Found, Result, find_offers
from huopan.domains.search.queries.finding_factories import FactoryCard, FoundFactories, find_factories
from huopan.domains.search.queries.lessons import forget_lessons
from huopan.domains.search.queries.rankers import look_again, remember_rankers
from huopan.domains.search.queries.reading import everything, everything_count, read
from huopan.domains.search.queries.rescuing import Rescue, rescue
from huopan.domains.search.queries.saved import saved_searches
from huopan.domains.search.queries.side_by_side import Beside, side_by_side
from huopan.domains.search.queries.spreading import Spread, factories_spread
from huopan.domains.search.queries.standings import conduct_of
from huopan.domains.search.queries.suggesting import leaning, meant, own_history, related, suggestions

__all__ = [
    "Beside",
    "FactoryCard",
    "Found",
    "FoundFactories",
    "Rescue",
    "Result",
    "Spread",
    "WhyLine",
    "compared",
    "conduct_of",
    "differences",
    "entries",
    "everything",
    "everything_count",
    "factories_spread",
    "find_factories",
    "find_offers",
    "forget_lessons",
    "leaning",
    "look_again",
    "meant",
    "own_history",
    "read",
    "related",
    "remember_rankers",
    "rescue",
    "saved_searches",
    "side_by_side",
    "suggestions",
    "why_lines",
]
