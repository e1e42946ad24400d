"""What a plan is worth, reckoned from its placements alone, without the search's own sums."""

from __future__ import annotations

from collections.abc import Sequence

from huopan.engines.planning.checking import faults
from huopan.engines.planning.model import HOUR, Job, Plan, Shop
from huopan.engines.planning.reoptimising.values import Figures, Objective
from huopan.engines.planning.working import clock_of


def figures_of(shop: Shop, jobs: Sequence[Job], plan: Plan) -> Figures:
    """Revenue less lateness and machine hours (set-up and overtime included) of the jobs taken, and what is late."""
    late = {job.code: max(0, end - job.due) for job in jobs if (end := plan.finish(job.code)) is not None}
    earned = sum(
        job.revenue_fen * HOUR - job.late_hour_fen * late[job.code]
        for job in jobs
        if job.code in late and len(plan.by_job[job.code]) == len(job.steps)
    )
    return Figures(
        earned=earned - _machine_cost(shop, jobs, plan),
        late_seconds=sum(late.values()),
        setup_seconds=sum(each.setup for each in plan.placements),
        makespan=max((each.end for each in plan.placements), default=0),
        taken=len(late),
        late_jobs=sum(seconds > 0 for seconds in late.values()),
        breaches=len(faults(shop, jobs, plan)),
        broken=len(broken_promises(jobs, plan)),
    )


def broken_promises(jobs: Sequence[Job], plan: Plan) -> tuple[str, ...]:
    """Promised jobs that the plan leaves out or ends after their deadline; work that is all pinned breaks nothing."""
    return tuple(job.code for job in jobs if job.is_promised and _is_broken(job, plan))


def _is_broken(job: Job, plan: Plan) -> bool:
    placements = plan.by_job.get(job.code, ())
    if not placements:
        return True
    return placements[-1].end > job.deadline and not all(each.is_fixed for each in placements)


def _machine_cost(shop: Shop, jobs: Sequence[Job], plan: Plan) -> int:
    steps = {job.code: job.steps for job in jobs}
    centres = {centre.code: centre for centre in shop.work_centres}
    clocks = {(c.code, m.code): clock_of(c, m) for c in shop.work_centres if c.hour_fen for m in c.machines}
    cost = 0
    for key, clock in clocks.items():
        for each in plan.by_machine.get(key, ()):
            options = steps[each.job][each.step].options if each.job in steps else ()
            run = next((option.run for option in options if option.work_centre == each.work_centre), 0)
            cost += centres[each.work_centre].hour_fen * clock.paid_seconds(each.start, each.setup + run)
    return cost


def rank(figures: Figures, objective: Objective) -> tuple[int, ...]:
    """The greater the better: what can be done at all, promises kept, profit (or the makespan), then the rest."""
    first = (figures.taken, -figures.makespan) if objective == "makespan" else (figures.earned,)
    return (figures.broken - figures.breaches, -figures.broken, *first, -figures.late_seconds, -figures.setup_seconds)
