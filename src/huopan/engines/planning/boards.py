"""The current finite plan of one factory, kept so that a question is answered in about a millisecond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.claims import Claims
from huopan.engines.planning.compiled import boards as compiled
from huopan.engines.planning.compiled import seeking
from huopan.engines.planning.families import Families
from huopan.engines.planning.model import ALWAYS, Job, Machine, Option, Placement, Plan, Shop, Step, WorkCentre
from huopan.engines.planning.refusals import AlreadyPlannedError, NoMachineError, NotPlannedError, PlanContradictsError
from huopan.engines.planning.working import NEVER, Clock, clock_of

if TYPE_CHECKING:
    from huopan.engines.planning.calendars import Origin

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Slide:
    """A planned job whose finish moves from second `before` to second `after`."""

    job: str
    before: int
    after: int


class Board:
    """A plan one can ask, add to and take from. `at`: nothing new begins before it.

    Built from a plan's placements: each keeps its machine, its turn and its end, and slides right only where the
    plan does not hold any more (a machine is down, a fixed step ended late): `slid` says by how much, `late()` what
    that breaks. `sealed`: jobs whose set-up nobody shares any more, though work of equal traits may run beside them.
    `jobs` not in the plan are left out. Materials that planned jobs need are claimed from the shop's.
    Raises PlanContradictsError when steps of a job or a machine follow each other in a circle."""

    def __init__(
        self,
        shop: Shop,
        jobs: Iterable[Job],
        plan: Plan,
        *,
        at: int = 0,
        origin: Origin | None = None,
        sealed: frozenset[str] = frozenset(),
    ) -> None:
        self.sealed = sealed
        self.shop, self.at, self.origin, self.version = shop, at, origin, 0
        self.jobs: dict[str, Job] = {}
        self.revenue_fen = 0
        self.rows: dict[str, tuple[int, ...]] = {}
        self.claims = Claims(shop.materials)
        self.machines: list[tuple[WorkCentre, Machine]] = [
            (centre, machine) for centre in shop.work_centres for machine in centre.machines
        ]
        self.centres: Mapping[str, WorkCentre] = {centre.code: centre for centre in shop.work_centres}
        self.of_centre: dict[str, list[int]] = {centre.code: [] for centre in shop.work_centres}
        for number, (centre, _machine) in enumerate(self.machines):
            self.of_centre[centre.code].append(number)
        self.families = Families([centre.setup for centre in shop.work_centres])
        self.clocks: list[Clock] = [clock_of(centre, machine) for centre, machine in self.machines]
        self._number = {(centre.code, machine.code): n for n, (centre, machine) in enumerate(self.machines)}
        wanted = [job for job in jobs if job.code in plan.by_job]
        self._names: list[tuple[str, int]] = []
        self._free: list[int] = []
        self.arrays = self._furnished(sum(len(job.steps) for job in wanted))
        self.slid = self._filled(wanted, plan)

    # what is asked

    def __contains__(self, code: str) -> bool:
        return code in self.rows

    def plan(self) -> Plan:
        """All placements as they stand."""
        return Plan(tuple(place for code in self.rows for place in self.placements(code)))

    def placements(self, code: str) -> tuple[Placement, ...]:
        """A job's placements in order. Raises NotPlannedError."""
        return tuple(self._placement(code, step, row) for step, row in enumerate(self._rows_of(code)))

    def finish(self, code: str) -> int:
        """The second in which the job's last step ends. Raises NotPlannedError."""
        return int(self.arrays.ops[self._rows_of(code)[-1], compiled.END])

    def latest_finish(self, code: str) -> int:
        """The latest second to which the job could slide without breaking anything. Raises NotPlannedError."""
        return int(self.arrays.ops[self._rows_of(code)[-1], compiled.LIMIT])

    def late(self) -> tuple[Slide, ...]:
        """Planned jobs that end after their deadline: (job, deadline, finish)."""
        finishes = ((job, self.finish(code)) for code, job in self.jobs.items())
        return tuple(Slide(job.code, job.deadline, end) for job, end in finishes if end > job.deadline)

    # what changes it

    def release(self, code: str) -> None:
        """Take a job out and give back its materials; what it had pushed returns. Raises NotPlannedError."""
        rows = self._rows_of(code)
        compiled_rows = np.array(rows, dtype=np.int64)
        seeking.withdraw(self.arrays, compiled_rows)
        self.arrays.ops[compiled_rows] = 0
        self.arrays.ops[compiled_rows, compiled.MACH] = -1
        self.revenue_fen -= self.jobs[code].revenue_fen
        del self.rows[code], self.jobs[code]
        self.claims.give_back(code)
        self._free.extend(reversed(rows))
        self.version += 1

    @contextmanager
    def without(self, code: str) -> Iterator[None]:
        """The board as if the job were not on it; afterwards it is as before, and what was promised in between lapses.
        A copy of a few arrays: many questions on one board need no board each. Raises NotPlannedError."""
        old = self.arrays
        arrays = old._replace(ops=old.ops.copy(), seq=old.seq.copy(), mach=old.mach.copy())
        kept = dict(self.jobs), dict(self.rows), self.claims.copy(), [*self._names], [*self._free], self.revenue_fen
        self.release(code)
        try:
            yield
        finally:
            self.jobs, self.rows, self.claims, self._names, self._free, self.revenue_fen = kept
            self.arrays = arrays._replace(fam=self.families.table)
            self.version += 1

    def advance(self, at: int) -> None:
        """Time goes on to second `at`: what has begun is fixed, nothing new begins earlier."""
        ops = self.arrays.ops
        begun = (ops[:, compiled.MACH] >= 0) & (ops[:, compiled.START] < at) & (ops[:, compiled.FIXED] == 0)
        ops[begun, compiled.FIXED] = 1
        ops[begun, compiled.LIMIT] = ops[begun, compiled.END]
        ops[begun, compiled.LIMIT_WORKED] = ops[begun, compiled.END_WORKED]
        self.at = max(self.at, at)
        self.version += 1

    def fix(
        self, code: str, step: int, *, start: int, end: int, machine: tuple[str, str] | None = None
    ) -> tuple[Slide, ...]:
        """A fact from the floor: step `step` runs in `[start, end)`, in its turn; what follows is pushed.

        With `machine` (work centre, code) a pin by hand: it takes the turn there that its start gives it. Returns the
        jobs whose finish that pushes; `late()` says which promises it breaks. Raises NotPlannedError,
        NoMachineError."""
        row, ops = self._rows_of(code)[step], self.arrays.ops
        target = int(ops[row, compiled.MACH]) if machine is None else self._machine(code, step, machine)
        place = int(compiled.place_of(self.arrays, row))
        compiled.unlink(self.arrays, row, place)
        ops[row, compiled.FIXED] = 1
        ops[row, [compiled.START, compiled.END, compiled.GOAL]] = start, end, end
        if machine is not None:
            starts = ops[self.arrays.seq[target, : self.arrays.mach[target, compiled.COUNT]], compiled.START]
            place = int(np.searchsorted(starts, start, side="right"))
        compiled.link(self.arrays, row, target, place)
        return self._swept()

    def pull_forward(self) -> tuple[Slide, ...]:
        """Let everything not fixed begin as early as its turn allows, but not before `at`; what moves."""
        ops = self.arrays.ops
        loose = (ops[:, compiled.MACH] >= 0) & (ops[:, compiled.FIXED] == 0)
        ops[loose, compiled.GOAL] = 0
        ops[loose, compiled.READY] = np.maximum(ops[loose, compiled.READY], self.at)
        slid = self._swept()
        ops[loose, compiled.GOAL] = ops[loose, compiled.END]
        return slid

    # for those who reckon on it

    def spare_rows(self, count: int) -> Numbers:
        """Rows that a job of `count` steps would get; they are taken by `adopt` only."""
        if len(self._free) < count:
            self._grow()
        return np.array(self._free[: -count - 1 : -1], dtype=np.int64)

    def adopt(self, job: Job, rows: Numbers, start: int) -> None:
        """Note that `rows`, just seated, are this job's."""
        if job.code in self.rows:
            raise AlreadyPlannedError(job=job.code)
        del self._free[-len(rows) :]
        self._noted(job, rows, start)

    def _noted(self, job: Job, rows: Numbers, start: int) -> None:
        self.jobs[job.code], self.rows[job.code] = job, tuple(rows.tolist())
        self.revenue_fen += job.revenue_fen
        for step, row in enumerate(self.rows[job.code]):
            self._names[row] = (job.code, step)
        claimed = self.claims.claim(job, start)
        if claimed:
            self.arrays.ops[rows[0], compiled.READY] = max(int(self.arrays.ops[rows[0], compiled.READY]), claimed)
        self.version += 1

    def family(self, traits: tuple[tuple[str, str], ...]) -> int:
        """The number of a step's traits on this board."""
        number = self.families.number(traits)
        if self.arrays.fam is not self.families.table:
            self.arrays = self.arrays._replace(fam=self.families.table)
        return number

    def key_of(self, machine: int) -> tuple[str, str]:
        """Work centre and code of a machine's number."""
        centre, each = self.machines[machine]
        return centre.code, each.code

    def job_of(self, row: int) -> str:
        """The job that a row belongs to."""
        return self._names[row][0]

    def step_of(self, row: int) -> int:
        """The place in its job of a row's step."""
        return self._names[row][1]

    def slides(self, moved: Numbers) -> tuple[Slide, ...]:
        """`moved` int64[rows, 3] (row, end before, end after) as jobs whose last step moves."""
        last = moved[self.arrays.ops[moved[:, 0], compiled.JNEXT] < 0] if len(moved) else moved
        return tuple(Slide(self._names[row][0], before, after) for row, before, after in last.tolist())

    # how it is made

    def _machine(self, code: str, step: int, machine: tuple[str, str]) -> int:
        if machine not in self._number or option_at(self.jobs[code].steps[step], machine[0]) is None:
            raise NoMachineError(step=self.jobs[code].steps[step].code, work_centres="/".join(machine))
        return self._number[machine]

    def _rows_of(self, code: str) -> tuple[int, ...]:
        if code not in self.rows:
            raise NotPlannedError(job=code)
        return self.rows[code]

    def _placement(self, code: str, step: int, row: int) -> Placement:
        values = self.arrays.ops[row].tolist()
        centre, machine = self.machines[values[compiled.MACH]]
        setup = values[compiled.WORK] - values[compiled.RUN]
        start, end, fixed = values[compiled.START], values[compiled.END], bool(values[compiled.FIXED])
        return Placement(code, step, centre.code, machine.code, start, setup, end, fixed)

    def _furnished(self, steps: int) -> compiled.Arrays:
        size = max(64, steps + steps // 4 + 16)
        mach = np.zeros((max(1, len(self.machines)), 7), dtype=np.int64)
        places = {code: number for number, code in enumerate(self.centres)}
        begun = 0
        for row, (centre, machine), clock in zip(mach, self.machines, self.clocks, strict=False):
            row[compiled.CENTRE], row[compiled.HEAD] = places[centre.code], self.families.number(machine.traits)
            row[compiled.FIRST], row[compiled.LAST] = begun, begun + len(clock.opens)
            row[compiled.PAUSES] = centre.may_pause
            begun += len(clock.opens)
        times = np.zeros((4, max(1, begun)), dtype=np.int64)
        for n, name in enumerate(("opens", "closes", "worked", "rates") if begun else ()):
            times[n] = np.concatenate([getattr(clock, name) for clock in self.clocks])
        self._free = list(range(size - 1, -1, -1))
        self._names = [("", 0)] * size
        ops = np.zeros((size, compiled.COLUMNS), dtype=np.int64)
        ops[:, compiled.MACH] = -1
        seq = np.full((len(mach), size), -1, dtype=np.int64)
        kept = self.families
        queue, log = np.zeros(size, dtype=np.int64), np.zeros((2 * size, 4), dtype=np.int64)
        return compiled.Arrays(ops, seq, mach, times, kept.table, kept.rules, kept.sizes, kept.pairs, queue, log)

    def _grow(self) -> None:
        old = self.arrays
        size = len(old.ops)
        ops = np.concatenate([old.ops, np.zeros_like(old.ops)])
        ops[size:, compiled.MACH] = -1
        seq = np.concatenate([old.seq, np.full_like(old.seq, -1)], axis=1)
        self._free = [*range(2 * size - 1, size - 1, -1), *self._free]
        self._names.extend([("", 0)] * size)
        queue, log = np.zeros(2 * size, dtype=np.int64), np.zeros((4 * size, 4), dtype=np.int64)
        self.arrays = old._replace(ops=ops, seq=np.ascontiguousarray(seq), queue=queue, log=log)

    def _filled(self, wanted: Sequence[Job], plan: Plan) -> tuple[Slide, ...]:
        ready = {job.code: max((self.claims.ready_at(need) for need in job.needs), default=0) for job in wanted}
        in_turn = {key: row for row, key in enumerate(_in_turn(plan, {job.code for job in wanted}))}
        self._free = self._free[: len(self._free) - len(in_turn)]
        for job in wanted:
            placements = plan.by_job[job.code]
            rows = np.array([in_turn[job.code, place.step] for place in placements], dtype=np.int64)
            for row, place in zip(rows.tolist(), placements, strict=True):
                self._seated(row, job, place)
            self.arrays.ops[rows[1:], compiled.JPREV] = rows[:-1]
            self.arrays.ops[rows[:-1], compiled.JNEXT] = rows[1:]
            self.arrays.ops[rows[-1], [compiled.JNEXT, compiled.DUE]] = -1, job.deadline
            is_there = ready[job.code] < ALWAYS
            self.arrays.ops[rows[0], compiled.READY] = max(job.release, ready[job.code] if is_there else 0)
            self._noted(job, rows, placements[0].start)
        self._lined_up()
        return self._swept()

    def _seated(self, row: int, job: Job, place: Placement) -> None:
        step = job.steps[place.step]
        option = option_at(step, place.work_centre)
        machine = self._number.get((place.work_centre, place.machine))
        if option is None or machine is None:
            raise NoMachineError(step=step.code, work_centres=f"{place.work_centre}/{place.machine}")
        values = np.full(compiled.COLUMNS, -1, dtype=np.int64)
        values[[compiled.START, compiled.END, compiled.GOAL]] = place.start, place.end, place.end
        values[[compiled.RUN, compiled.OWN, compiled.WORK]] = option.run, option.setup, option.run + place.setup
        values[[compiled.FAM, compiled.MACH]] = self.family(step.traits), machine
        values[[compiled.FIXED, compiled.QUEUED, compiled.READY]] = place.is_fixed, 0, 0
        values[[compiled.LIMIT, compiled.DUE]] = NEVER
        self.arrays.ops[row] = values

    def _lined_up(self) -> None:
        ops = self.arrays.ops
        used = np.flatnonzero(ops[:, compiled.MACH] >= 0)
        used = used[np.lexsort((ops[used, compiled.END], ops[used, compiled.START]))]
        for number in range(len(self.machines)):
            rows = used[ops[used, compiled.MACH] == number]
            self.arrays.seq[number, : len(rows)] = rows
            self.arrays.mach[number, compiled.COUNT] = len(rows)
            self.arrays.mach[number, compiled.LOADED] = int(ops[rows, compiled.WORK].sum())
            ops[rows[1:], compiled.MPREV] = rows[:-1]
            ops[rows[:-1], compiled.MNEXT] = rows[1:]

    def _swept(self) -> tuple[Slide, ...]:
        ops = self.arrays.ops
        used = np.flatnonzero(ops[:, compiled.MACH] >= 0)
        order = used[np.argsort(ops[used, compiled.START], kind="stable")]
        before = ops[order, compiled.END].copy()
        wrong = int(compiled.sweep(self.arrays, order))
        if wrong >= 0:
            raise PlanContradictsError(job=self._names[wrong][0])
        self.version += 1
        moved = ops[order, compiled.END] != before
        return self.slides(np.column_stack([order, before, ops[order, compiled.END]])[moved])


def _in_turn(plan: Plan, codes: set[str]) -> list[tuple[str, int]]:
    """(job, step) machine by machine: rows in this order are read one after the other."""
    return [(each.job, each.step) for places in plan.by_machine.values() for each in places if each.job in codes]


def option_at(step: Step, work_centre: str) -> Option | None:
    """The step's way on a work centre; the first when it names several."""
    return next((option for option in step.options if option.work_centre == work_centre), None)
