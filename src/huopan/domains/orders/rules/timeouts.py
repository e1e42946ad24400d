"""How long an order may stay in a state before the clock moves it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class TimeLimits(Protocol):
    """What an operator sets; the environment has these names."""

    @property
    def order_unpaid_minutes(self) -> int: ...
    @property
    def order_acceptance_hours(self) -> int: ...
    @property
    def order_shipment_hours(self) -> int: ...
    @property
    def order_collection_hours(self) -> int: ...
    @property
    def order_delivery_days(self) -> int: ...
    @property
    def order_completion_days(self) -> int: ...


def due_at(state: str, *, at: datetime, limits: TimeLimits) -> datetime | None:
    """When an order that enters `state` at `at` must have left it; None for states that end."""
    stays = {
        "awaiting_payment": timedelta(minutes=limits.order_unpaid_minutes),
        "awaiting_acceptance": timedelta(hours=limits.order_acceptance_hours),
        "awaiting_shipment": timedelta(hours=limits.order_shipment_hours),
        "awaiting_collection": timedelta(hours=limits.order_collection_hours),
        "in_transit": timedelta(days=limits.order_delivery_days),
        "delivered": timedelta(days=limits.order_completion_days),
    }
    return at + stays[state] if state in stays else None
