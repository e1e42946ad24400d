"""What is wrong with a plan: nothing, for every plan that leaves the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from huopan.engines.planning.model import Job, Machine, Placement, Plan, Shop, WorkCentre
from huopan.engines.planning.setups import setup_seconds
from huopan.engines.planning.supply import ready_at
from huopan.engines.planning.working import clock_of


def faults(shop: Shop, jobs: Sequence[Job], plan: Plan) -> list[str]:
    """A sentence for each law the plan breaks; fixed placements are facts and only have to leave room for others."""
    by_code = {job.code: job for job in jobs}
    return [*_of_jobs(shop, by_code, plan), *_of_machines(shop, by_code, plan)]


def _of_jobs(shop: Shop, jobs: dict[str, Job], plan: Plan) -> Iterator[str]:
    for code in plan.by_job.keys() - jobs.keys():
        yield f"{code} is planned but nobody wants it"
    for job in jobs.values():
        placements = plan.by_job.get(job.code, ())
        if not placements:
            if job.is_promised:
                yield f"{job.code} is promised but left out"
            continue
        yield from _of_job(job, placements, ready_at(shop, job))


def _of_job(job: Job, placements: tuple[Placement, ...], ready: int) -> Iterator[str]:
    if [each.step for each in placements] != list(range(len(job.steps))):
        yield f"{job.code} has steps {[each.step for each in placements]} instead of each of {len(job.steps)} once"
    first = placements[0]
    if not first.is_fixed and first.start < max(job.release, ready):
        yield f"{job.code} starts at {first.start}, before its release {job.release} or its material {ready}"
    for earlier, later in pairwise(placements):
        if later.start < earlier.end and not later.is_fixed:
            yield f"{job.code} starts step {later.step} at {later.start}, before {earlier.step} ends at {earlier.end}"
    if placements[-1].end > job.deadline and not all(each.is_fixed for each in placements):
        yield f"{job.code} ends at {placements[-1].end}, after its deadline {job.deadline}"


def _of_machines(shop: Shop, jobs: dict[str, Job], plan: Plan) -> Iterator[str]:
    known = {
        (centre.code, machine.code): (centre, machine) for centre in shop.work_centres for machine in centre.machines
    }
    for key, placements in plan.by_machine.items():
        if key not in known:
            yield f"there is no machine {key[0]}/{key[1]}"
            continue
        for earlier, later in pairwise(placements):
            if later.start < earlier.end:
                yield f"{earlier.job} and {later.job} overlap on {key[0]}/{key[1]} at {later.start}"
        yield from _of_machine(*known[key], jobs, placements)


def _of_machine(
    centre: WorkCentre, machine: Machine, jobs: dict[str, Job], placements: tuple[Placement, ...]
) -> Iterator[str]:
    clock, before = clock_of(centre, machine), machine.traits
    for each in placements:
        if each.job not in jobs or each.step >= len(jobs[each.job].steps):
            continue
        step = jobs[each.job].steps[each.step]
        option = next((option for option in step.options if option.work_centre == centre.code), None)
        if option is None:
            yield f"{each.job} step {each.step} cannot be done on {centre.code}"
        elif not each.is_fixed:
            setup = setup_seconds(centre.setup, option, before, step.traits)
            begun = clock.begin(each.start, setup + option.run)
            ends = clock.end(each.start, setup + option.run)
            if each.setup != setup:
                yield f"{each.job} step {each.step} is given {each.setup} s of set-up instead of {setup}"
            if begun != each.start:
                yield f"{each.job} step {each.step} starts at {each.start}, when {centre.code}/{machine.code} is closed"
            elif ends != each.end:
                yield f"{each.job} step {each.step} ends at {each.end} instead of {ends}"
        before = step.traits
