"""What the floor says is happening: the facts that no plan moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huopan.domains.production.models import WorkOrderStep
from huopan.domains.production.queries.tables import BoardRows


@dataclass(frozen=True, slots=True)
class FloorFact:
    """A step that was begun: on which machine, from when, and when it ended or, as far as is known, will. `is_done`: it
    has ended, and what stands on its machine is what stands on it now; `left`: time that its pieces still take."""

    work_centre: str
    machine: str
    starts_at: datetime
    ends_at: datetime
    is_done: bool = False
    left: timedelta = timedelta()


def floor_facts(rows: BoardRows, at: datetime) -> dict[tuple[int, int], FloorFact]:
    """Steps begun of live work orders, by (demand id, step). A running step ends as planned from its start, or after
    its share of the pieces that are not made yet."""
    return {(step.work_order.demand_id, step.position): _fact(step, at) for step in rows.begun}


def _fact(step: WorkOrderStep, at: datetime) -> FloorFact:
    started_at, centre, machine = step.started_at, step.work_centre.code, step.machine
    assert started_at is not None
    assert machine is not None
    if step.ended_at is not None:
        return FloorFact(centre, machine.code, started_at, max(started_at, step.ended_at), is_done=True)
    planned = step.planned_end_at - step.planned_start_at
    left = step.issued - step.good - step.scrap
    ends_at = max(started_at + planned, at) if left == step.issued else at + planned * (left / max(1, step.issued))
    ends_at = max(ends_at, started_at + timedelta(seconds=1))
    return FloorFact(centre, machine.code, started_at, ends_at, left=planned * (left / max(1, step.issued)))
