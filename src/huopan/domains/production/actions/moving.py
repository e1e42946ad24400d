"""The one way a demand changes its state: a guarded UPDATE that only one of two rivals wins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huopan.domains.production.models import Demand
from huopan.domains.production.rules.states import may_move
from huopan.kernel.refusal import RefusedError, said


class DemandDecidedError(RefusedError):
    sentence = said("“{title}” is in the state “{state}” now, so this cannot be done; reload it to see what can.")


def move(demand: Demand, target: str, *, at: datetime, **changes: Any) -> None:
    """Move `demand` to `target`. Raises DemandDecidedError when it may not, or has moved meanwhile."""
    if not may_move(origin=demand.state, target=target):
        raise DemandDecidedError(title=demand.title, state=Demand.State(demand.state).label)
    if target in ("closed", "declined", "cancelled"):
        changes = {"closed_at": at, **changes}
    if target != "open":  # answered, or not wanted any more: what was offered instead is over
        changes = {"counter": {}, "counter_until": None, **changes}
    changes = {**changes, "state": target}
    if not Demand.objects.filter(pk=demand.pk, state=demand.state).update(**changes):
        raise DemandDecidedError(title=demand.title, state=Demand.State(demand.state).label)
    for name, value in changes.items():
        setattr(demand, name, value)
