"""News from the floor that changes how many hours a factory has free."""

from __future__ import annotations

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


def start_listening() -> None:
    for event in OF_CAPACITY:
        listen_together(event, measure_capacity)
