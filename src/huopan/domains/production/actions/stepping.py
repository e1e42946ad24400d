"""The one way a work order changes its state: a guarded UPDATE that only one of two rivals wins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huopan.domains.production.models import WorkOrder
from huopan.domains.production.rules.work_orders import may_move
from huopan.kernel.refusal import RefusedError, said

MOMENTS = {
    "released": "released_at",
    "produced": "produced_at",
    "packed": "packed_at",
    "closed": "closed_at",
    "cancelled": "closed_at",
}


class WorkOrderNotReadyError(RefusedError):
    sentence = said("Work order {number} is {state} now, so this cannot be done; reload it to see what can.")


def step(order: WorkOrder, target: str, *, at: datetime, **changes: Any) -> None:
    """Move `order` to `target`. Raises WorkOrderNotReadyError when it may not, or has moved meanwhile."""
    if not may_move(origin=order.state, target=target):
        raise WorkOrderNotReadyError(number=order.number, state=WorkOrder.State(order.state).label)
    changes = {**changes, "state": target}
    if moment := MOMENTS.get(target):
        changes[moment] = at
    if not WorkOrder.objects.filter(pk=order.pk, state=order.state).update(**changes):
        raise WorkOrderNotReadyError(number=order.number, state=WorkOrder.State(order.state).label)
    for name, value in changes.items():
        setattr(order, name, value)
