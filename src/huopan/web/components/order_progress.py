"""An order's way as both sides see it: its steps, which are done, which is now, and who took them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.queries import HistoryEntry

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
TOLD_BY = {
    "orders.OrderPlaced": "placed_at",
    "orders.OrderAccepted": "accepted_at",
    "orders.OrderShipped": "shipped_at",
    "orders.OrderCompleted": "closed_at",
    "orders.OrderCancelled": "closed_at",
    "orders.OrderTerminated": "closed_at",
}
# Money and couriers tell the platform, so the trail does not name who moved.
MOVERS: Mapping[str, str | Promise] = {
    "paid_at": _("buyer"),
    "collected_at": _("courier"),
    "delivered_at": _("courier"),
}
SIDES: Mapping[str, str | Promise] = {"buyer": _("buyer"), "supplier": _("supplier"), "platform": _("platform")}


@dataclass(frozen=True, slots=True)
class Step:
    """`phase`: done, now (the last done, on its way to the next), stopped, or nothing for what is still to come.
    `note`: who took it; a person's name on their own side."""

    label: str | Promise
    at: datetime | None
    phase: str
    note: str | Promise = ""


def steps_of(order: SupplierOrder, history: Iterable[HistoryEntry] = ()) -> list[Step]:
    """The whole way of a living order; of a stopped one what was reached, and the stop."""
    movers = {**MOVERS, **{TOLD_BY[each.name]: _mover(each) for each in history if each.name in TOLD_BY}}
    if order.state in STOPPED:
        reached = [_step(order, label, moment, "done", movers) for _state, label, moment in STEPS[:-1]]
        stop = Step(order.get_state_display(), order.closed_at, "stopped", movers.get("closed_at", ""))
        return [*(step for step in reached if step.at), stop]
    now = next(place for place, (state, _label, _moment) in enumerate(STEPS) if state == order.state)
    is_over = order.state == State.COMPLETED
    return [
        _step(order, label, moment, _phase(place, now, is_over=is_over), movers)
        for place, (_state, label, moment) in enumerate(STEPS)
    ]


def _mover(entry: HistoryEntry) -> str | Promise:
    return entry.person or SIDES[entry.side]


def _phase(place: int, now: int, *, is_over: bool) -> str:
    if place < now or is_over:
        return "done"
    return "now" if place == now else ""


def _step(
    order: SupplierOrder, label: str | Promise, moment: str, phase: str, movers: Mapping[str, str | Promise]
) -> Step:
    at = getattr(order, moment) if phase else None
    return Step(label, at, phase, movers.get(moment, "") if at else "")
