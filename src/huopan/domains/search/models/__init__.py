"""What search keeps beside the index: what was measured, what was asked, what was learnt, and who wants to hear."""

from huopan.domains.search.models.asked import Opening, Search
from huopan.domains.search.models.learnt import Lesson, Ranker
from huopan.domains.search.models.saved import Alert, Arrival, SavedSearch
from huopan.domains.search.models.standings import Standing

__all__ = ["Alert", "Arrival", "Lesson", "Opening", "Ranker", "SavedSearch", "Search", "Standing"]
