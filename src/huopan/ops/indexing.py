"""Building the search index anew, with a progress bar."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from huopan.domains.search import actions as search
from huopan.domains.search import queries


def rebuild() -> int:
    """Returns how many offers and factories are in the new index."""
    columns = (TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("", total=queries.everything_count())
        return search.rebuild_index(lambda count: bar.advance(task, count))
