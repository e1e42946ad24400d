"""An order's way as both sides see it: its steps, which are done, which is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import SupplierOrder

State = SupplierOrder.State
STEPS: tuple[tuple[str, str | Promise, str], ...] = (
    (State.AWAITING_PAYMENT, _("Placed"), "placed_at"),
    (State.AWAITING_ACCEPTANCE, _("Paid"), "paid_at"),
    (State.AWAITING_SHIPMENT, _("Accepted"), "accepted_at"),
    (State.AWAITING_COLLECTION, _("Shipped"), "shipped_at"),
    (State.IN_TRANSIT, _("Collected"), "collected_at"),
    (State.DELIVERED, _("Delivered"), "delivered_at"),
    (State.COMPLETED, _("Completed"), "closed_at"),
)
STOPPED = (State.CANCELLED, State.TERMINATED)


@dataclass(frozen=True, slots=True)
class Step:
    """`phase`: done, now (the last done, on its way to the next), stopped, or nothing for what is still to come."""

    label: str | Promise
    at: datetime | None
    phase: str


def steps_of(order: SupplierOrder) -> list[Step]:
    """The whole way of a living order; of a stopped one what was reached, and the stop."""
    if order.state in STOPPED:
        reached = [_step(order, label, moment, "done") for _state, label, moment in STEPS[:-1]]
        return [*(step for step in reached if step.at), Step(order.get_state_display(), order.closed_at, "stopped")]
    now = next(place for place, (state, _label, _moment) in enumerate(STEPS) if state == order.state)
    is_over = order.state == State.COMPLETED
    return [
        _step(order, label, moment, _phase(place, now, is_over=is_over))
        for place, (_state, label, moment) in enumerate(STEPS)
    ]


def _phase(place: int, now: int, *, is_over: bool) -> str:
    if place < now or is_over:
        return "done"
    return "now" if place == now else ""


def _step(order: SupplierOrder, label: str | Promise, moment: str, phase: str) -> Step:
    return Step(label, getattr(order, moment) if phase else None, phase)
