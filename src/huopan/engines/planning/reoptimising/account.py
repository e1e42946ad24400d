"""What moved between two plans, and why."""

from __future__ import annotations

from collections.abc import Sequence

from huopan.engines.planning.model import HOUR, Job, Placement, Plan
from huopan.engines.planning.reoptimising.values import Move, Reason


def moves_between(jobs: Sequence[Job], before: Plan, after: Plan) -> tuple[Move, ...]:
    """One for each job whose placements differ, in their order; `earned_fen`: change of revenue less lateness."""
    found = []
    for job in jobs:
        was, becomes = before.by_job.get(job.code, ()), after.by_job.get(job.code, ())
        if _places(was) != _places(becomes):
            earned = _worth(job, becomes) - _worth(job, was)
            found.append(Move(job.code, was, becomes, _reason(was, becomes, earned), earned // HOUR))
    return tuple(found)


def _places(placements: Sequence[Placement]) -> list[tuple[int, str, str, int, int]]:
    return [(each.step, each.work_centre, each.machine, each.start, each.end) for each in placements]


def _worth(job: Job, placements: Sequence[Placement]) -> int:
    if not placements:
        return 0
    return job.revenue_fen * HOUR - job.late_hour_fen * max(0, placements[-1].end - job.due)


def _reason(was: Sequence[Placement], becomes: Sequence[Placement], earned: int) -> Reason:
    if not was:
        return "taken"
    if not becomes:
        return "left_out"
    if becomes[-1].end > was[-1].end:
        return "made_room" if earned < 0 else "later"
    if becomes[-1].end < was[-1].end:
        return "earlier"
    return "other_machine" if [e.machine for e in was] != [e.machine for e in becomes] else "later"
