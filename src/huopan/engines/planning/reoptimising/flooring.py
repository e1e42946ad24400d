"""A shop and its jobs as the arrays of `compiled.floor`, a plan as its state, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.compiled import annealing, floor, recreating
from huopan.engines.planning.model import ALWAYS, HOUR, Job, Machine, Placement, Plan, Shop, Step, WorkCentre
from huopan.engines.planning.reoptimising.changeovers import Changeovers, changeover_table
from huopan.engines.planning.reoptimising.values import Objective, UnknownWorkError
from huopan.engines.planning.supply import ready_at
from huopan.engines.planning.working import Clock, clock_of

Ints = NDArray[np.int64]
ORDINARY = 100  # percent of the hour's price
THIN_FROM = 100  # steps to a machine from which the search looks at a sample of places


@dataclass(frozen=True)
class Ground:
    """The arrays and what their numbers stand for."""

    floor: Any
    jobs: tuple[Job, ...]
    machines: tuple[tuple[WorkCentre, Machine], ...]
    ops: tuple[tuple[int, int], ...]  # (job, step)
    op_of: dict[tuple[str, int], int]
    is_thin: bool


def ground_of(shop: Shop, jobs: Sequence[Job], plan: Plan, objective: Objective) -> Ground:
    """Everything that stays while searching; the plan's fixed placements stay with it."""
    machines = tuple((centre, machine) for centre in shop.work_centres for machine in centre.machines)
    ops = tuple((j, k) for j, job in enumerate(jobs) for k in range(len(job.steps)))
    op_of = {(jobs[j].code, k): op for op, (j, k) in enumerate(ops)}
    _refuse_strangers(plan, op_of)
    steps = [jobs[j].steps[k] for j, k in ops]
    is_long = objective == "makespan"
    clocks = [clock_of(centre, machine) for centre, machine in machines]
    tables = {centre.code: changeover_table(centre, steps) for centre in shop.work_centres}
    alts, ends = _alternatives(shop, steps, tables)
    arrays = floor.Floor(
        ops=np.array([*_of_ops(jobs, ops, plan, op_of, is_long=is_long), ends[:-1], ends[1:]], np.int64),
        alts=alts,
        jobs=_of_jobs(shop, jobs, plan, is_long=is_long),
        units=_units(shop, machines, clocks, tables),
        opens=_joined([clock.opens for clock in clocks]),
        closes=_joined([clock.closes for clock in clocks]),
        worked=_joined([clock.worked for clock in clocks]),
        rates=_joined([clock.rates for clock in clocks]),
        change=_joined([tables[centre.code].seconds.ravel() for centre in shop.work_centres]),
        makespan_weight=1000 * len(jobs) if is_long else 0,
    )
    return Ground(arrays, tuple(jobs), machines, ops, op_of, len(ops) > THIN_FROM * len(machines))


def _refuse_strangers(plan: Plan, op_of: dict[tuple[str, int], int]) -> None:
    for each in plan.placements:
        if each.is_fixed and (each.job, each.step) not in op_of:
            raise UnknownWorkError(f"{each.job} step {each.step} is fixed in the plan but is not among the jobs.")


def _joined(arrays: list[Ints]) -> Ints:
    return np.concatenate([*arrays, np.zeros(0, np.int64)]).astype(np.int64)


def _units(
    shop: Shop, machines: Sequence[tuple[WorkCentre, Machine]], clocks: Sequence[Clock], tables: dict[str, Changeovers]
) -> Ints:
    """Columns of `floor.units`, one for each machine."""
    ends = np.cumsum([0, *(len(clock.opens) for clock in clocks)]).tolist()
    starts = np.cumsum([0, *(tables[centre.code].seconds.size for centre in shop.work_centres)]).tolist()
    table_at = {centre.code: at for centre, at in zip(shop.work_centres, starts, strict=False)}
    columns = []
    for nth, ((centre, machine), clock) in enumerate(zip(machines, clocks, strict=True)):
        table = tables[centre.code]
        is_even = bool((clock.rates == ORDINARY).all())
        is_plain = is_even and len(clock.opens) == 1 and int(clock.closes[0]) >= ALWAYS
        flags = [int(clock.may_pause), int(is_plain), int(is_even)]
        classes = [table.classes[machine.traits], table.classes[()], table_at[centre.code], len(table.classes)]
        columns.append([ends[nth], ends[nth + 1], *flags, centre.hour_fen, *classes])
    return np.array(columns, np.int64).reshape(-1, 10).T.copy()


def _alternatives(shop: Shop, steps: Sequence[Step], tables: dict[str, Changeovers]) -> tuple[Ints, list[int]]:
    """Columns of `floor.alts`, one for each machine that can do a step, and where each step's columns begin and end."""
    starts = np.cumsum([0, *(len(centre.machines) for centre in shop.work_centres)]).tolist()
    machines = {
        centre.code: range(at, at + len(centre.machines)) for centre, at in zip(shop.work_centres, starts, strict=False)
    }
    columns, ends = [], [0]
    for step in steps:
        for option in step.options:
            for machine in machines.get(option.work_centre, ()):
                kind = tables[option.work_centre].classes[step.traits]
                columns.append([machine, option.run, option.setup, kind])
        ends.append(len(columns))
    return np.array(columns, np.int64).reshape(-1, 4).T.copy(), ends


def _of_ops(
    jobs: Sequence[Job], ops: Sequence[tuple[int, int]], plan: Plan, op_of: dict[tuple[str, int], int], *, is_long: bool
) -> list[list[int]]:
    """Rows of `floor.ops`, but for the alternatives, which come last here."""
    pinned = {op_of[each.job, each.step]: each.start for each in plan.placements if each.is_fixed}
    late = [floor.LATE_TIE + (0 if is_long else job.late_hour_fen) for job in jobs]
    before = [op - 1 if k > 0 else -1 for op, (_j, k) in enumerate(ops)]
    after = [op + 1 if k + 1 < len(jobs[j].steps) else -1 for op, (j, k) in enumerate(ops)]
    rest = [sum(min(o.run for o in step.options) for step in jobs[j].steps[k + 1 :]) for j, k in ops]
    limit = [min(jobs[j].deadline - rest[op], pinned.get(after[op], ALWAYS)) for op, (j, _k) in enumerate(ops)]
    return [
        [j for j, _k in ops],
        before,
        after,
        [int(op in pinned) for op in range(len(ops))],
        limit,
        rest,
        [0 if is_long else jobs[j].due for j, _k in ops],
        [late[j] if after[op] < 0 else 0 for op, (j, _k) in enumerate(ops)],
    ]


def _of_jobs(shop: Shop, jobs: Sequence[Job], plan: Plan, *, is_long: bool) -> Ints:
    """Columns of `floor.jobs`."""
    begun = {each.job for each in plan.placements if each.is_fixed}
    first = np.cumsum([0, *(len(job.steps) for job in jobs)]).tolist()
    columns = [
        [
            first[nth],
            len(job.steps),
            max(0, job.release, ready_at(shop, job)),
            0 if is_long else job.due,
            0 if is_long else job.late_hour_fen,
            job.revenue_fen * HOUR,
            int(is_long or job.is_promised or job.code in begun),
            sum(min(option.run for option in step.options) for step in job.steps),
        ]
        for nth, job in enumerate(jobs)
    ]
    return np.array(columns, np.int64).reshape(-1, 8).T.copy()


def blank_state(ground: Ground) -> Any:
    """Nobody placed anywhere."""
    at = np.zeros((floor.FIELDS, len(ground.ops)), np.int64)
    at[[floor.MACHINE, floor.ALT, floor.PREV, floor.NEXT]] = -1
    totals = np.zeros(floor.TOTALS, np.int64)
    totals[floor.MISSING] = int(ground.floor.jobs[floor.JOB_MUST].sum())
    return floor.State(at, np.full((2, len(ground.machines)), -1, np.int64), totals)


def is_ordered(ground: Ground, machine: int) -> bool:
    """Whether what a step costs on the machine depends on what ran before it."""
    arrays = ground.floor
    at, width = int(arrays.units[floor.UNIT_TABLE, machine]), int(arrays.units[floor.UNIT_WIDTH, machine])
    own = arrays.alts[floor.ALT_SETUP, arrays.alts[floor.ALT_MACHINE] == machine]
    return bool(arrays.change[at : at + width * width].any() or own.any())


def blank_desk(ground: Ground) -> Any:
    jobs = len(ground.jobs) + 1
    return floor.Desk(
        np.zeros((3, len(ground.ops) + 2), np.int64),
        np.zeros(jobs, np.int64),
        np.zeros(jobs, np.float64),
        np.ones(len(ground.machines), np.int64),
    )


def state_of(ground: Ground, plan: Plan, desk: Any) -> Any:
    """The plan's order of work with its times pulled as early as they go; jobs that then break a law are left out."""
    state = blank_state(ground)
    places = _places(ground, plan)
    for each, op, alt in sorted(places, key=lambda place: (place[0].start, place[0].end, place[1])):
        machine = int(ground.floor.alts[floor.ALT_MACHINE, alt])
        if each.is_fixed:
            _pin(ground, state, op, alt, each)
        else:
            floor.link(ground.floor, state, desk, op, alt, int(state.ends[1, machine]), each.start)
    annealing.requeue(ground.floor, state, desk)
    annealing.settle(ground.floor, state, desk)
    for job in range(len(ground.jobs)):
        if recreating.is_whole(ground.floor, state, job):
            state.totals[floor.REVENUE] += ground.floor.jobs[floor.JOB_REVENUE, job]
            state.totals[floor.MISSING] -= ground.floor.jobs[floor.JOB_MUST, job]
    annealing.drop_broken(ground.floor, state, desk)
    return state


def settled(ground: Ground, plan: Plan) -> Plan:
    """The plan's order of work with every time pulled as early as it goes."""
    return plan_of(ground, state_of(ground, plan, blank_desk(ground)))


def _places(ground: Ground, plan: Plan) -> Iterable[tuple[Placement, int, int]]:
    """Placements that are fixed, or whose job is complete and in order on machines that can do it."""
    names = {(centre.code, machine.code): at for at, (centre, machine) in enumerate(ground.machines)}
    for job in ground.jobs:
        placements = plan.by_job.get(job.code, ())
        found = []
        for each in placements:
            op = ground.op_of.get((each.job, each.step), -1)
            alt = _alternative(ground, op, names.get((each.work_centre, each.machine), -1))
            if alt >= 0:
                found.append((each, op, alt))
            elif each.is_fixed:
                raise UnknownWorkError(f"{each.job} step {each.step} is fixed on a machine that cannot do it.")
        whole = [each.step for each, _op, _alt in found] == list(range(len(job.steps)))
        in_order = whole and all(a[0].start <= b[0].start and a[0].end <= b[0].end for a, b in pairwise(found))
        yield from (place for place in found if in_order or place[0].is_fixed)


def _alternative(ground: Ground, op: int, machine: int) -> int:
    if op < 0:
        return -1
    low, high = int(ground.floor.ops[floor.OP_ALTS, op]), int(ground.floor.ops[floor.OP_ALTS_END, op])
    return next((alt for alt in range(low, high) if ground.floor.alts[floor.ALT_MACHINE, alt] == machine), -1)


def _pin(ground: Ground, state: Any, op: int, alt: int, each: Placement) -> None:
    machine = int(ground.floor.alts[floor.ALT_MACHINE, alt])
    last = int(state.ends[1, machine])
    at = state.at
    work = int(ground.floor.alts[floor.ALT_RUN, alt]) + each.setup
    paid = floor.paid_at(ground.floor, machine, each.start, work)
    at[:, op] = [
        machine,
        alt,
        last,
        -1,
        each.start,
        each.end,
        each.setup,
        paid,
        ground.floor.alts[floor.ALT_CLASS, alt],
        0,
        0,
        0,
        work,
        0,
    ]
    if last >= 0:
        at[floor.NEXT, last] = op
    else:
        state.ends[0, machine] = op
    state.ends[1, machine] = op
    state.totals[floor.COST] += int(ground.floor.units[floor.UNIT_HOUR, machine]) * paid
    state.totals[floor.SETUPS] += each.setup
    floor.count_end(ground.floor, state.totals, op, each.end, 1)


def plan_of(ground: Ground, state: Any) -> Plan:
    """The state's placements, by start."""
    placements = []
    for op, (j, k) in enumerate(ground.ops):
        machine = int(state.at[floor.MACHINE, op])
        if machine < 0:
            continue
        start, end, setup = (int(state.at[field, op]) for field in (floor.START, floor.END, floor.SETUP))
        centre, unit = ground.machines[machine]
        fixed = bool(ground.floor.ops[floor.OP_FIXED, op])
        placements.append(Placement(ground.jobs[j].code, k, centre.code, unit.code, start, setup, end, fixed))
    return Plan(tuple(sorted(placements, key=lambda each: (each.start, each.work_centre, each.machine, each.end))))
