"""The factory's twin, played step by step (SimPy): what becomes of a plan when times vary and machines stop.

The rule of the floor: every machine keeps the plan's order; a step begins as soon as its machine is free, the step
before it is done, and its job's release and materials are there. `rehearsal` answers the same from arrays, faster;
this is what it is held against.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import cached_property

import simpy

from huopan.engines.planning.chance import Factors, Luck, drawn
from huopan.engines.planning.model import (
    ALWAYS,
    Job,
    Machine,
    Option,
    Placement,
    Plan,
    Shop,
    Span,
    Step,
    Traits,
    WorkCentre,
)
from huopan.engines.planning.setups import setup_seconds
from huopan.engines.planning.supply import ready_at
from huopan.engines.planning.working import NEVER, Clock, clock_of


@dataclass(frozen=True)
class Situation:
    """The live state: what there is, what is wanted, who does what when, and the present second `at`.

    A fixed placement that ends by `at` is a fact; one that has begun ends at `at` or later; one that is pinned does
    not begin before its planned start."""

    shop: Shop
    jobs: tuple[Job, ...]
    plan: Plan
    at: int = 0

    @cached_property
    def by_code(self) -> dict[str, Job]:
        return {job.code: job for job in self.jobs}

    @cached_property
    def machines(self) -> dict[tuple[str, str], tuple[WorkCentre, Machine]]:
        return {
            (centre.code, machine.code): (centre, machine)
            for centre in self.shop.work_centres
            for machine in centre.machines
        }

    def step_of(self, placement: Placement) -> Step:
        return self.by_code[placement.job].steps[placement.step]

    def setup_before(self, placement: Placement, before: Traits) -> int:
        """Planned set-up seconds of a placement on a machine set up for `before`."""
        if placement.is_fixed:
            return placement.setup
        step, centre = self.step_of(placement), self.machines[placement.work_centre, placement.machine][0]
        return setup_seconds(centre.setup, _option_of(step, placement.work_centre), before, step.traits)

    def run_of(self, placement: Placement) -> int:
        return _option_of(self.step_of(placement), placement.work_centre).run

    def earliest(self, placement: Placement) -> int:
        """The second before which the floor does not begin it, whatever comes before it."""
        if placement.is_fixed:
            return placement.start
        machine = self.machines[placement.work_centre, placement.machine][1]
        job = self.by_code[placement.job]
        material = max(job.release, ready_at(self.shop, job)) if placement.step == 0 else 0
        return max(machine.free_from, material, self.at)


def _option_of(step: Step, work_centre: str) -> Option:
    return next(option for option in step.options if option.work_centre == work_centre)


@dataclass(frozen=True, slots=True)
class Played:
    """One run: `(start, end)` of each (job, step) that could be done."""

    spans: dict[tuple[str, int], Span]

    def finish(self, job: Job) -> int:
        """When the job's last step ends; NEVER when it does not."""
        span = self.spans.get((job.code, len(job.steps) - 1))
        return span.end if span else NEVER


def played(situation: Situation, luck: Luck, run: int) -> Played:
    """Plays run number `run` of `luck` with SimPy."""
    first = min([situation.at, *(each.start for each in situation.plan.placements)])
    stage = _Stage(situation, luck, run, simpy.Environment(initial_time=first))
    for key, placements in situation.plan.by_machine.items():
        stage.env.process(stage.machine(key, placements))
    stage.env.run()
    return Played(stage.spans)


def planned_clock(centre: WorkCentre, machine: Machine) -> Clock:
    """When the machine is meant to work; `free_from` does not close it, so that begun work can be followed."""
    return clock_of(centre, replace(machine, free_from=-ALWAYS))


def begin_of(planned: Clock, real: Clock, at: int, work: int) -> int:
    """The floor begins what fits by plan, when the machine really runs."""
    while True:
        start = real.begin(planned.begin(at, work), 0)
        if planned.begin(start, work) == start or start == NEVER:
            return start
        at = start


class _Stage:
    def __init__(self, situation: Situation, luck: Luck, run: int, env: simpy.Environment) -> None:
        self.situation, self.env = situation, env
        self.spans: dict[tuple[str, int], Span] = {}
        self.factors: dict[str, Factors] = {job.code: luck.factors(job)[run] for job in situation.jobs}
        self.closed = {key: luck.closed(*key)[run] for key in situation.plan.by_machine}
        self.done = {(each.job, each.step): env.event() for each in situation.plan.placements}

    def machine(self, key: tuple[str, str], placements: tuple[Placement, ...]) -> Generator[simpy.Event, None, None]:
        centre, machine = self.situation.machines[key]
        planned = planned_clock(centre, machine)
        down = tuple(sorted([*machine.down, *self.closed[key]]))
        real = replace(planned_clock(centre, replace(machine, down=down)), may_pause=True)
        before = machine.traits
        for each in placements:
            if each.step > 0:
                yield self.done[each.job, each.step - 1]
            setup = self.situation.setup_before(each, before)
            start, end = self._span(each, setup, planned, real)
            if end >= NEVER:
                return
            yield self.env.timeout(max(0, end - self.env.now))
            self.spans[each.job, each.step] = Span(start, end)
            self.done[each.job, each.step].succeed()
            before = self.situation.step_of(each).traits

    def _span(self, each: Placement, setup: int, planned: Clock, real: Clock) -> tuple[int, int]:
        at, run = self.situation.at, self.situation.run_of(each)
        if each.is_fixed and each.end <= at:
            return each.start, each.end
        work = sum(drawn(setup, run, self.factors[each.job][each.step]))
        if each.is_fixed and each.start <= at:
            return each.start, max(at, real.end(each.start, work))
        start = begin_of(planned, real, max(int(self.env.now), self.situation.earliest(each)), setup + run)
        return start, real.end(start, work) if start < NEVER else NEVER
