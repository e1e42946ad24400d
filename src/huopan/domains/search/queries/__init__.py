"""What is found, and whether the index still says what the database says."""

from huopan.domains.search.queries.comparing import differences
from huopan.domains.search.queries.entries import entries, every_entry
from huopan.domains.search.queries.finding import Found, find_offers

__all__ = ["Found", "differences", "entries", "every_entry", "find_offers"]
