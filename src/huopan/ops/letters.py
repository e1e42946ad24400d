"""`huopan trail`: events that could not be told, seen and revived."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from huopan.infra import clock
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.relaying import revive


def show_dead_letters() -> int:
    """Print every dead letter with the last line of its error. Returns how many."""
    dead = TrailEntry.objects.filter(is_dead=True).order_by("pk")
    table = Table("Id", "Event", "About", "At", "Attempts", "Because")
    for entry in dead:
        because = (entry.last_error.strip().splitlines() or [""])[-1]
        about = f"{entry.aggregate} {entry.aggregate_id}"
        table.add_row(str(entry.pk), entry.name, about, f"{entry.at:%Y-%m-%d %H:%M}", str(entry.attempts), because)
    Console().print(table)
    return len(table.rows)


def revive_letters(entry_ids: list[int]) -> int:
    """Queue these dead letters, or all when none is named, for another round."""
    ids = entry_ids or list(TrailEntry.objects.filter(is_dead=True).values_list("pk", flat=True))
    return revive(entry_ids=ids, at=clock.now())
