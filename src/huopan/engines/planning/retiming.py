"""Right after something went wrong: everything keeps its order and its machine where it can, and moves only as far as
it must. Quick and without choice; `reoptimising` finds better orders afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from huopan.engines.planning.model import ALWAYS, Job, Option, Placement, Plan, Shop, Step, Traits, WorkCentre
from huopan.engines.planning.setups import setup_seconds
from huopan.engines.planning.supply import ready_at
from huopan.engines.planning.working import NEVER, Clock, clock_of

Key = tuple[str, str]


@dataclass(slots=True)
class _Line:
    """A machine as it fills up: free from `at` on, set up for `traits`."""

    centre: WorkCentre
    clock: Clock
    at: int
    traits: Traits
    fixed: list[tuple[Placement, Traits]] = field(default_factory=list)


def retimed(shop: Shop, jobs: Sequence[Job], plan: Plan, *, now: int = 0) -> Plan:
    """The plan with every placement that is not fixed at its earliest second from `now` on, in the plan's order.

    A job changes machines only when it would end later than planned where it is, and sooner behind everything that
    another machine has to do. Jobs that the plan leaves out are appended, earliest due first. Deadlines are not minded:
    who promised them must be told. A job that no machine can ever finish is left out, but for what is fixed of it."""
    return _Retiming(shop, jobs, plan, now).plan()


class _Retiming:
    def __init__(self, shop: Shop, jobs: Sequence[Job], plan: Plan, now: int) -> None:
        self.jobs = {job.code: job for job in jobs}
        self.ready = {job.code: max(now, job.release, ready_at(shop, job)) for job in jobs}
        self.now = now
        known = [p for p in plan.placements if p.job in self.jobs and p.step < len(self.jobs[p.job].steps)]
        self.done = {(each.job, each.step): each for each in known if each.is_fixed}
        self.known = {(each.job, each.step): each for each in known if not each.is_fixed}
        self.lines = _lines(shop, self.jobs, self.done.values())
        self.busy_until = {key: placements[-1].end for key, placements in Plan(tuple(known)).by_machine.items()}

    def plan(self) -> Plan:
        waiting: dict[str, None] = {}
        for code, index in self._in_order():
            if code not in waiting and not self._keep(code, index):
                waiting[code] = None
        unplanned = self.jobs.keys() - {code for code, _ in self.known} - {code for code, _ in self.done}
        by_due = sorted(unplanned, key=lambda code: (self.jobs[code].due, self.jobs[code].deadline, code))
        lost = {code for code in [*waiting, *by_due] if not self._append(code)}
        return Plan(tuple(each for key, each in sorted(self.done.items()) if each.is_fixed or key[0] not in lost))

    def _in_order(self) -> list[tuple[str, int]]:
        """Steps by when they can start: as planned, or later by what their job waits for, so that nobody queues behind
        a job without material."""
        due: list[tuple[int, str, int]] = []
        free: dict[str, int] = {}
        for code, index in sorted(self.known):
            was = self.known[code, index]
            start = max(was.start, free.get(code, self.ready[code]))
            free[code] = start + was.end - was.start
            due.append((start, code, index))
        return [(code, index) for _, code, index in sorted(due)]

    def _earliest(self, code: str, index: int) -> int:
        before = self.done.get((code, index - 1))
        return max(self.now, before.end) if before else self.ready[code]

    def _keep(self, code: str, index: int) -> bool:
        """Place the step where it is planned; not when its machine is gone, or it would sooner be done elsewhere."""
        was, at = self.known[code, index], self._earliest(code, index)
        stay = self._fit((was.work_centre, was.machine), code, index, at)
        if stay is None or (stay.end > was.end and self._sooner_elsewhere(stay, at)):
            return False
        self._take(stay)
        return True

    def _sooner_elsewhere(self, stay: Placement, at: int) -> bool:
        tails = (
            self._fit(key, stay.job, stay.step, max(at, self.busy_until.get(key, 0)))
            for key in self.lines
            if key != (stay.work_centre, stay.machine)
        )
        return any(tail is not None and tail.end < stay.end for tail in tails)

    def _append(self, code: str) -> bool:
        """Place what is left of the job behind everything, each step where it ends first."""
        for index in range(len(self.jobs[code].steps)):
            if (code, index) in self.done:
                continue
            at = self._earliest(code, index)
            fits = [found for key in self.lines if (found := self._fit(key, code, index, at))]
            if not fits:
                return False
            self._take(min(fits, key=lambda each: (each.end, each.start)))
        return True

    def _take(self, placed: Placement) -> None:
        self.done[placed.job, placed.step] = placed
        line = self.lines[placed.work_centre, placed.machine]
        line.at, line.traits = placed.end, self.jobs[placed.job].steps[placed.step].traits

    def _fit(self, key: Key, code: str, index: int, at: int) -> Placement | None:
        step, line = self.jobs[code].steps[index], self.lines.get(key)
        option = next((option for option in step.options if option.work_centre == key[0]), None)
        found = _earliest_of(line, option, step, at) if line and option else None
        return Placement(code, index, *key, *found) if found else None


def _lines(shop: Shop, jobs: dict[str, Job], fixed: Iterable[Placement]) -> dict[Key, _Line]:
    lines = {
        (centre.code, machine.code): _Line(centre, clock_of(centre, machine), -ALWAYS, machine.traits)
        for centre in shop.work_centres
        for machine in centre.machines
    }
    for each in sorted(fixed, key=lambda each: each.start):
        if (each.work_centre, each.machine) in lines:
            lines[each.work_centre, each.machine].fixed.append((each, jobs[each.job].steps[each.step].traits))
    return lines


def _earliest_of(line: _Line, option: Option, step: Step, at: int) -> tuple[int, int, int] | None:
    """(start, set-up, end): the earliest behind what the line has taken on, around what is fixed on it."""
    at, traits = max(at, line.at), line.traits
    for fixed, after in [*line.fixed, (None, ())]:
        if fixed and fixed.end <= line.at:
            continue
        if fixed is None or fixed.start > at:
            setup = setup_seconds(line.centre.setup, option, traits, step.traits)
            start = line.clock.begin(at, setup + option.run)
            end = line.clock.end(start, setup + option.run)
            if end < NEVER and (fixed is None or end <= fixed.start):
                return start, setup, end
        if fixed:
            at, traits = max(at, fixed.end), after
    return None
