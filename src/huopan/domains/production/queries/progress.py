"""How far what somebody ordered is: what its buyer may see of the floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.db.models.expressions import Combinable

from huopan.domains.production.models import Demand, WorkOrder, WorkOrderStep
from huopan.domains.production.models.ownership import own_language
from huopan.domains.production.rules.work_orders import Done, percent_done
from huopan.infra.together import Part, Together, tie
from huopan.kernel.actor import Actor

_PROGRESS = Together(
    {
        "demands": Part(Demand, "id IN (SELECT id FROM asked)"),
        "work_orders": Part(WorkOrder, "id IN (SELECT id FROM told)"),
        "steps": Part(WorkOrderStep, "work_order_id IN (SELECT id FROM told)"),
    },
    {
        "told": (
            "SELECT id FROM production_workorder WHERE state <> 'cancelled' AND demand_id IN (SELECT id FROM asked)"
        ),
    },
)
_REFUSED = (Demand.State.DECLINED, Demand.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class StepProgress:
    """An operation: `good` of `wanted` pieces have passed it. `state`: waiting, running, stopped or done."""

    name_zh: str
    name_en: str
    good: int
    wanted: int
    state: str

    def __str__(self) -> str:
        return own_language(self.name_zh, self.name_en)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a demand is. `made`: good pieces out of the last operation; `state`: the demand's; `expected_at`: when it
    will be finished as far as is known."""

    reference: str
    title: str
    state: str
    state_label: str
    quantity: int
    made: int
    done_pct: int
    promised_at: datetime | None
    expected_at: datetime | None
    steps: Sequence[StepProgress]

    @property
    def is_late(self) -> bool:
        return bool(self.promised_at and self.expected_at and self.expected_at > self.promised_at)


def progress_of(source_kind: str, references: Iterable[str], by: Actor) -> list[Progress]:
    """How far each of these is; what is not made to order, or is not the asker's, is left out. One statement however
    many. `by`: the factory's or the buyer's."""
    raised = Demand.objects.followed_by(by).filter(source_kind=source_kind, source_reference__in=list(references))
    rows = _PROGRESS.read(asked=raised.exclude(state__in=_REFUSED).values("id"))
    tie(rows["steps"], work_order={row.pk: row for row in rows["work_orders"]})
    steps = _steps_of(rows["steps"])
    return [_progress(demand, steps.get(demand.pk, [])) for demand in rows["demands"]]


def is_demanded(source_kind: str, reference: Combinable) -> Exists:
    """Whether something is made for what `reference` names, as a part of somebody else's statement."""
    return Exists(Demand.objects.filter(source_kind=source_kind, source_reference=reference))


def _steps_of(rows: Iterable[WorkOrderStep]) -> dict[int, list[WorkOrderStep]]:
    """The operations of each demand's last work order that was not cancelled."""
    last: dict[int, list[WorkOrderStep]] = {}
    for row in sorted(rows, key=lambda row: (row.work_order_id, row.position)):
        if row.position == 0:
            last[row.work_order.demand_id] = []
        last.setdefault(row.work_order.demand_id, []).append(row)
    return last


def _progress(demand: Demand, steps: Sequence[WorkOrderStep]) -> Progress:
    is_made = demand.state in (Demand.State.PRODUCED, Demand.State.CLOSED)
    return Progress(
        reference=demand.source_reference,
        title=demand.title,
        state=demand.state,
        state_label=str(demand.get_state_display()),
        quantity=demand.quantity,
        made=steps[-1].good if steps else 0,
        done_pct=100 if is_made else percent_done(map(_done, steps)),
        promised_at=demand.promised_at,
        expected_at=_expected(demand, steps),
        steps=[StepProgress(row.name_zh, row.name_en, row.good, row.issued, row.state) for row in steps],
    )


def _done(step: WorkOrderStep) -> Done:
    return Done(step.good + step.scrap, step.issued, step.planned_end_at - step.planned_start_at)


def _expected(demand: Demand, steps: Sequence[WorkOrderStep]) -> datetime | None:
    """When it was finished, else what the planner said last, else what was planned at its release."""
    if steps and steps[-1].ended_at:
        return steps[-1].ended_at
    return demand.expected_at or (steps[-1].planned_end_at if steps else demand.promised_at)
