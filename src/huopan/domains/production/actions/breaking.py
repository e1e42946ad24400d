"""The machine breaks while somebody works on it: the work stops, and the plan goes round the machine."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.production.actions.disrupting import report_downtime
from huopan.domains.production.actions.reporting import report_floor
from huopan.domains.production.models import Downtime, FloorReport
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class NoMachineToReportError(RefusedError):
    sentence = said("“{operation}” runs on no machine of its own; stop it and say why.")


@transaction.atomic
def report_broken_machine(
    *,
    client_id: str,
    number: str,
    position: int,
    reason: str,
    ends_at: datetime,
    note: str = "",
    by: Actor,
    at: datetime,
) -> FloorReport:
    """Stop the operation at `position` of work order `number` for `reason`, and report its machine down until about
    `ends_at`: both happen, or neither; sent twice it is one. Work begun on the machine again ends the downtime.

    Raises what `report_floor` and `report_downtime` raise, NoMachineToReportError."""
    report = report_floor(
        client_id=client_id, number=number, position=position, kind="stop", reason=reason, by=by, at=at
    )
    if report.step.machine_id is None:
        raise NoMachineToReportError(operation=str(report.step))
    report_downtime(
        machine_id=report.step.machine_id,
        kind=Downtime.Kind.BREAKDOWN,
        ends_at=ends_at,
        starts_at=report.at,
        note=note or number,
        client_id=report.client_id,
        by=by,
        at=at,
    )
    return report
