"""A floor of like machines on which every job is one step, open around the clock: printing, engraving, embroidery.

There a plan is a queue for each machine, and arrays answer in microseconds what `promising` and `reoptimising` answer
for any shop: where one more job adds least set-up without anybody getting late, and which order of the queues needs
least set-up in all. `checking.faults` holds `Lines.plan` to the same laws as theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.compiled import lines as compiled
from huopan.engines.planning.compiled.lines import Price
from huopan.engines.planning.model import ALWAYS, Job, Placement, Plan, Traits, WorkCentre
from huopan.engines.planning.setups import changeover

Numbers = NDArray[np.int64]
PRICE = Price(late=1.0, spoiled=0.0, haste=0.0)


@dataclass(frozen=True, slots=True)
class Opening:
    """A place for a job: before the `place`-th in the queue of machine number `machine`, done at second `end`.

    `added_setup_seconds`: how much more set-up the queue needs with it; negative when it needs less."""

    machine: int
    place: int
    end: int
    added_setup_seconds: int


class Lines:
    """Queues of waiting jobs, kept true by what the floor reports. Jobs want `due` for safety and `deadline` by law.

    Raises ValueError for a work centre that closes or has machines down: those need a `Board`."""

    def __init__(self, centre: WorkCentre) -> None:
        shifts = centre.calendar.shifts
        if len(shifts) != 1 or shifts[0].end < ALWAYS or any(machine.down for machine in centre.machines):
            raise ValueError(f"{centre.code} closes at times; lines are for machines that run around the clock")
        self.centre, self.codes = centre, [machine.code for machine in centre.machines]
        self.classes: dict[Traits, int] = {(): 0}
        self.change: Numbers = np.zeros((1, 1), dtype=np.int64)
        self.rows: dict[str, int] = {}
        self.waiting: list[Job] = []
        self.jobs: Numbers = np.zeros((64, 5), dtype=np.int64)
        self.queue: Numbers = np.full((len(self.codes), 65), -1, dtype=np.int64)
        self.count: Numbers = np.zeros(len(self.codes), dtype=np.int64)
        self.free: Numbers = np.array([machine.free_from for machine in centre.machines], dtype=np.int64)
        self.head: Numbers = np.array([self._class(machine.traits) for machine in centre.machines], dtype=np.int64)

    # what is asked

    def opening(self, job: Job) -> Opening | None:
        """Where `job` adds least set-up, then ends first, such that it and everybody in time stays by its due."""
        machine, place, end, added = compiled.opening(
            self._row(job), self.queue, self.count, self.free, self.head, self.jobs, self.change
        )
        return Opening(machine, place, end, added) if machine >= 0 else None

    def next_on(self, machine: int) -> Job | None:
        return self.waiting[self.queue[machine, 0]] if self.count[machine] else None

    def setup_before_next(self, machine: int) -> int:
        """Set-up seconds that the first in a machine's queue needs."""
        return int(compiled.setup_of(self.jobs, self.change, self.head[machine], self.queue[machine, 0]))

    def spare_seconds(self, machine: int) -> int:
        """How long the machine may wait before its first or one behind it passes its due."""
        return int(self._timed(machine)[2][machine, 0])

    def planned_seconds(self, at: int) -> int:
        """Machine seconds of set-up and run from second `at` until all queues are done."""
        ends = [self._timed(machine)[0][machine, self.count[machine]] for machine in range(len(self.codes))]
        return int(sum(max(0, end - at) for end in ends))

    def plan(self) -> Plan:
        """The queues as placements; what has begun is not in it."""
        return Plan(tuple(each for machine in range(len(self.codes)) for each in self._placements(machine)))

    # what changes it

    def hold(self, job: Job, opening: Opening) -> None:
        """Put the job where `opening` says; nothing else must have changed since."""
        row = self._row(job)
        self.rows[job.code] = row
        compiled.put_in(row, opening.machine, opening.place, self.queue, self.count)

    def begin(self, machine: int, at: int) -> int:
        """The machine takes its first in the queue at second `at`; when it should be done."""
        row = self.queue[machine, 0]
        end = at + self.setup_before_next(machine) + int(self.jobs[row, compiled.RUN])
        compiled.take_out(machine, 0, 1, self.queue, self.count, np.empty(1, dtype=np.int64), 0)
        self.head[machine], self.free[machine] = self.jobs[row, compiled.CLASS], end
        del self.rows[self.waiting[row].code]
        return end

    def expect(self, machine: int, free_from: int) -> None:
        """The machine is now expected to be free from second `free_from` on."""
        self.free[machine] = free_from

    def improve(self, *, seed: int, iterations: int, price: Price = PRICE, heat: float = 200.0) -> tuple[float, float]:
        """Ruin and recreate the queues for what they cost at `price`, in seconds of set-up: before and after.

        A second after the due counts `price.late`, after the deadline ten times that more and two hours at once."""
        if self.count.sum() <= 1 or iterations <= 0:
            return 0.0, 0.0
        width = int(self.count.sum()) + 1
        queue, count = np.full((len(self.codes), width), -1, dtype=np.int64), self.count.copy()
        shared = min(width, self.queue.shape[1])
        queue[:, :shared] = self.queue[:, :shared]
        before, after = compiled.improve(
            queue, count, self.free, self.head, self.jobs, self.change, price, iterations, seed, heat
        )
        self._widened(width)
        self.queue[:, :width], self.count = queue, count
        return float(before), float(after)

    # how it is made

    def _timed(self, machine: int) -> tuple[Numbers, Numbers, Numbers]:
        shape = (len(self.codes), self.queue.shape[1] + 1)
        arrays = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int64)
        compiled.time_machine(machine, self.queue, self.count, self.free, self.head, self.jobs, self.change, *arrays)
        return arrays

    def _placements(self, machine: int) -> list[Placement]:
        starts, setups, _slack = self._timed(machine)
        return [
            Placement(
                self.waiting[self.queue[machine, n]].code, 0, self.centre.code, self.codes[machine],
                int(starts[machine, n]), int(setups[machine, n]), int(starts[machine, n + 1]),
            )
            for n in range(self.count[machine])
        ]  # fmt: skip

    def _row(self, job: Job) -> int:
        """The job's row; one that is not held gets the next free one, which `hold` makes its own."""
        if job.code in self.rows:
            return self.rows[job.code]
        row = self._free_row()
        step = job.steps[0]
        option = next(option for option in step.options if option.work_centre == self.centre.code)
        self.jobs[row] = self._class(step.traits), option.setup, option.run, job.due, job.deadline
        self.waiting[row] = job
        return row

    def _free_row(self) -> int:
        if self.waiting and self.waiting[-1].code not in self.rows:
            return len(self.waiting) - 1
        self.waiting.append(Job("", ()))
        if len(self.waiting) > len(self.jobs):
            self.jobs = np.concatenate([self.jobs, np.zeros_like(self.jobs)])
        self._widened(int(self.count.max()) + 2)
        return len(self.waiting) - 1

    def _widened(self, width: int) -> None:
        missing = width - self.queue.shape[1]
        if missing > 0:
            more = np.full((len(self.codes), missing + 64), -1, dtype=np.int64)
            self.queue = np.concatenate([self.queue, more], axis=1)

    def _class(self, traits: Traits) -> int:
        if traits not in self.classes:
            self.classes[traits] = len(self.classes)
            size, rule = len(self.classes), self.centre.setup
            change = np.zeros((size, size), dtype=np.int64)
            change[:-1, :-1] = self.change
            for other, place in self.classes.items():
                change[place, -1], change[-1, place] = changeover(rule, other, traits), changeover(rule, traits, other)
            self.change = change
        return self.classes[traits]
