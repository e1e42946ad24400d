"""Building the search index anew, with a progress bar."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from huopan.domains.catalog import queries as catalog
from huopan.domains.search import actions as search


def rebuild() -> int:
    """Returns how many offers are in the new index."""
    columns = (TextColumn("Indexing offers"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("", total=catalog.listed_count())
        return search.rebuild_index(lambda count: bar.advance(task, count))
