"""News from the floor that changes how many hours a factory has free, and of offers that come onto the market."""

from __future__ import annotations

from huopan.domains.catalog import events as catalog
from huopan.domains.production import events as production
from huopan.domains.search import actions as search
from huopan.infra.outbox.receiving import Heard, listen_together

OF_CAPACITY = (
    production.PlanMade,
    production.CapacityHeld,
    production.HoldEnded,
    production.DemandCancelled,
    production.DemandProduced,
    production.CalendarSaved,
    production.WorkCentreSaved,
    production.DowntimeReported,
    production.DowntimeEnded,
    production.DaysClosed,
)


def measure_capacity(heard: list[Heard]) -> None:
    """Once a factory, however much its floor said."""
    factories = {int(each.entry.payload["factory_id"]) for each in heard}
    search.record_capacity(sorted(factories), at=max(each.event.at for each in heard))


def note_arrivals(heard: list[Heard]) -> None:
    search.note_arrivals((each.entry.aggregate_id, each.event.at) for each in heard)


def start_listening() -> None:
    listen_together(catalog.OfferPublished, note_arrivals)
    for event in OF_CAPACITY:
        listen_together(event, measure_capacity)
