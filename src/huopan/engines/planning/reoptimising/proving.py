"""CP-SAT on a whole plan: a better one, and, when it finishes, the proof that there is none.

It says exactly what the shop is as long as no machine pauses or costs more at some hours; other shops are left to ruin
and recreate. Set-ups that depend on the sequence become a circuit on each machine, other machines only must not
overlap. Deterministic: one thread, and a budget in CP-SAT's own deterministic seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil, gcd, inf
from typing import Any

import numpy as np

from huopan.engines.planning.compiled import floor
from huopan.engines.planning.model import ALWAYS, Placement, Plan
from huopan.engines.planning.reoptimising.flooring import Ground, is_ordered
from huopan.engines.planning.reoptimising.values import Objective

MOST_ARCS = 20_000  # of all circuits together: beyond this the model is slower to build than its search is worth
FAR = ALWAYS // 2  # a time beyond it is no time of the plan
LEAST, LONGER = 0.2, 3.0  # deterministic seconds of the first slice, and how much longer each next one is
BATCH = 8  # sub-searches that take turns in the one thread


@dataclass(frozen=True, slots=True)
class Verdict:
    """`plan`: the best found, None when none was; `bound`: no plan is better (fen × 3600, or seconds of makespan)."""

    plan: Plan | None
    bound: int | None
    is_proven: bool


@dataclass
class _Model:
    """`start`, `end` of each op, in `unit` seconds; `taken`: which alternatives; `cost`: (fen × 3600, what)."""

    ground: Ground
    cp: Any
    unit: int
    horizon: int
    op_of: list[int]
    start: dict[int, Any] = field(default_factory=dict)
    end: dict[int, Any] = field(default_factory=dict)
    taken: dict[int, Any] = field(default_factory=dict)
    work: dict[int, Any] = field(default_factory=dict)
    setup: dict[int, Any] = field(default_factory=dict)
    job_in: list[Any] = field(default_factory=list)
    cost: list[tuple[int, Any]] = field(default_factory=list)


def may_model(ground: Ground) -> bool:
    """Whether the model would be exact, and small enough to be worth building."""
    units = ground.floor.units
    is_whole = units[floor.UNIT_PLAIN] == 1
    keeps = (units[floor.UNIT_PAUSE] == 0) & (units[floor.UNIT_EVEN] == 1)
    arcs = sum(len(alts) ** 2 for machine, alts in _by_machine(ground) if is_ordered(ground, machine))
    return bool((is_whole | keeps).all()) and arcs <= MOST_ARCS


def prove(
    ground: Ground, plan: Plan, objective: Objective, *, seed: int, effort: float, left: Callable[[], float]
) -> Verdict:
    """Start from `plan` and search for `effort` deterministic seconds, in slices that fit the seconds `left`."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - half a second, and only here

    model = _build(ground, plan, cp_model.CpModel(), objective)
    _hint(model, plan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = BATCH
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = seed
    best, bound, spent, piece = None, -inf, 0.0, LEAST
    status = cp_model.UNKNOWN
    rate = 2.0 * BATCH  # of the caller's seconds to a deterministic one, which every sub-search spends by itself
    while status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE} and spent < effort and left() >= LEAST * rate:
        before = left()
        piece = min(piece, effort - spent, before / rate / 2)  # a slice may take longer than the dearest so far
        solver.parameters.max_deterministic_time = piece
        status = solver.solve(model.cp)
        rate = max(rate, (before - left()) / piece) if before < inf else rate
        bound = max(bound, solver.best_objective_bound)
        spent, piece = spent + piece, piece * LONGER
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            best = _plan(model, solver)
            model.cp.clear_hints()
            _hint(model, best)
    known = None if bound == -inf else _bound(bound, model, objective)
    return Verdict(best, known, status == cp_model.OPTIMAL)


def try_once(ground: Ground, plan: Plan, objective: Objective, *, seed: int, effort: float) -> Plan | None:
    """What one thread finds from `plan` on in `effort` deterministic seconds; None when that is nothing."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - half a second, and only here

    model = _build(ground, plan, cp_model.CpModel(), objective)
    _hint(model, plan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model.cp)
    return _plan(model, solver) if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None


def _bound(value: float, model: _Model, objective: Objective) -> int:
    return ceil(value - 1e-6) * model.unit if objective == "makespan" else round(-value)


def _build(ground: Ground, plan: Plan, cp: Any, objective: Objective) -> _Model:
    unit = _unit(ground, plan)
    model = _Model(ground, cp, unit, -(-_horizon(ground, plan) // unit), _op_of(ground))
    _add_jobs(model, plan)
    for machine, alts in _by_machine(ground):
        _add_machine(model, machine, alts)
    if objective == "makespan":
        longest = cp.new_int_var(0, model.horizon, "makespan")
        for op, end in model.end.items():
            if ground.floor.ops[floor.OP_AFTER, op] < 0:
                cp.add(longest >= end)
        cp.minimize(longest)
    else:
        _add_lateness(model)
        cp.minimize(sum(weight * what for weight, what in model.cost))
    return model


def _add_jobs(model: _Model, plan: Plan) -> None:
    """Each job is in or out; in, each step takes one alternative, after the step before."""
    cp, ops, jobs, unit = model.cp, model.ground.floor.ops, model.ground.floor.jobs, model.unit
    pinned = {(each.job, each.step): each for each in plan.placements if each.is_fixed}
    for j, job in enumerate(model.ground.jobs):
        is_in = 1 if jobs[floor.JOB_MUST, j] else cp.new_bool_var(f"in {job.code}")
        model.job_in.append(is_in)
        model.cost.append((-int(jobs[floor.JOB_REVENUE, j]), is_in))
        for op in range(jobs[floor.JOB_FIRST, j], jobs[floor.JOB_FIRST, j] + jobs[floor.JOB_STEPS, j]):
            fixed = pinned.get((job.code, model.ground.ops[op][1]))
            _add_op(model, op, is_in, fixed)
            if fixed is not None:
                continue
            before = int(ops[floor.OP_BEFORE, op])
            ready = model.end[before] if before >= 0 else -(-int(jobs[floor.JOB_READY, j]) // unit)
            cp.add(model.start[op] >= ready)
            cp.add(model.end[op] <= min(model.horizon, int(ops[floor.OP_LIMIT, op]) // unit))


def _add_op(model: _Model, op: int, is_in: Any, fixed: Placement | None) -> None:
    cp, ground, unit = model.cp, model.ground, model.unit
    alts = range(ground.floor.ops[floor.OP_ALTS, op], ground.floor.ops[floor.OP_ALTS_END, op])
    if fixed is not None:
        model.start[op], model.end[op] = fixed.start // unit, fixed.end // unit
        names = [(c.code, m.code) for c, m in ground.machines]
        machine = names.index((fixed.work_centre, fixed.machine))
        for alt in alts:
            model.taken[alt] = int(ground.floor.alts[floor.ALT_MACHINE, alt] == machine)
        return
    model.start[op] = cp.new_int_var(0, model.horizon, f"start {op}")
    model.end[op] = cp.new_int_var(0, model.horizon, f"end {op}")
    for alt in alts:
        model.taken[alt] = cp.new_bool_var(f"takes {alt}")
    cp.add(sum(model.taken[alt] for alt in alts) == is_in)


def _add_machine(model: _Model, machine: int, alts: list[int]) -> None:
    cp, ground, unit = model.cp, model.ground, model.unit
    intervals = [cp.new_fixed_size_interval_var(start, size, "closed") for start, size in _closed(model, machine)]
    hour = int(ground.floor.units[floor.UNIT_HOUR, machine])
    op_of = model.op_of
    has_order = is_ordered(ground, machine)
    for alt in alts:
        op, taken, run = op_of[alt], model.taken[alt], int(ground.floor.alts[floor.ALT_RUN, alt]) // unit
        if ground.floor.ops[floor.OP_FIXED, op]:
            if taken:
                start = model.start[op]
                intervals.append(cp.new_fixed_size_interval_var(start, model.end[op] - start, "fixed"))
            continue
        work: Any = run
        if has_order:
            model.setup[alt] = cp.new_int_var(0, _longest_setup(ground, machine, alt) // unit, f"set-up {alt}")
            work = model.setup[alt] + run
            model.cost.append((hour * unit, model.setup[alt]))
        model.cost.append((hour * run * unit, taken))
        intervals.append(cp.new_optional_interval_var(model.start[op], work, model.end[op], taken, f"work {alt}"))
    cp.add_no_overlap(intervals)
    if has_order:
        _add_circuit(model, machine, [alt for alt in alts if not isinstance(model.taken[alt], int) or model.taken[alt]])


def _add_circuit(model: _Model, machine: int, alts: list[int]) -> None:
    """Node 0 is the machine as it stands at the origin; node n the n-th alternative."""
    cp, ground, op_of = model.cp, model.ground, model.op_of
    arcs = []
    classes = ground.floor.alts[floor.ALT_CLASS]
    for n, alt in enumerate(alts, start=1):
        first, last = cp.new_bool_var(""), cp.new_bool_var("")
        arcs += [(0, n, first), (n, 0, last)]
        if not isinstance(model.taken[alt], int):
            arcs.append((n, n, model.taken[alt].Not()))
        _follow(model, machine, first, (None, alt), int(ground.floor.units[floor.UNIT_CLASS, machine]))
        for m, other in enumerate(alts, start=1):
            if op_of[other] != op_of[alt]:
                arc = cp.new_bool_var("")
                arcs.append((n, m, arc))
                _follow(model, machine, arc, (alt, other), int(classes[alt]))
    arcs.append((0, 0, cp.new_bool_var("")))
    if alts:
        cp.add_circuit(arcs)


def _follow(model: _Model, machine: int, arc: Any, pair: tuple[int | None, int], before_class: int) -> None:
    before, alt = pair
    op_of = model.op_of
    if before is not None:
        model.cp.add(model.start[op_of[alt]] >= model.end[op_of[before]]).only_enforce_if(arc)
    if alt in model.setup:
        seconds = _setup(model.ground, machine, alt, before_class) // model.unit
        model.cp.add(model.setup[alt] == seconds).only_enforce_if(arc)


def _add_lateness(model: _Model) -> None:
    ops, jobs = model.ground.floor.ops, model.ground.floor.jobs
    for j, job in enumerate(model.ground.jobs):
        last = int(jobs[floor.JOB_FIRST, j] + jobs[floor.JOB_STEPS, j]) - 1
        due, weight = int(jobs[floor.JOB_DUE, j]), int(jobs[floor.JOB_LATE, j])
        if ops[floor.OP_FIXED, last] or not weight or due >= model.horizon * model.unit:
            continue
        late = model.cp.new_int_var(0, model.horizon, f"late {job.code}")
        held = model.cp.add(late >= model.end[last] - due // model.unit)
        if not isinstance(model.job_in[j], int):
            held.only_enforce_if(model.job_in[j])
        model.cost.append((weight * model.unit, late))


def _hint(model: _Model, plan: Plan) -> None:
    names = {(c.code, m.code): at for at, (c, m) in enumerate(model.ground.machines)}
    op_of = model.op_of
    place = {model.ground.op_of[each.job, each.step]: each for each in plan.placements}
    for j, job in enumerate(model.ground.jobs):
        if not isinstance(model.job_in[j], int):
            model.cp.add_hint(model.job_in[j], int(job.code in plan.by_job))
    for op, each in place.items():
        if not each.is_fixed:
            model.cp.add_hint(model.start[op], each.start // model.unit)
            model.cp.add_hint(model.end[op], each.end // model.unit)
    for alt, taken in model.taken.items():
        if not isinstance(taken, int):
            at = place.get(op_of[alt])
            machine = int(model.ground.floor.alts[floor.ALT_MACHINE, alt])
            model.cp.add_hint(taken, int(at is not None and names[at.work_centre, at.machine] == machine))


def _plan(model: _Model, solver: Any) -> Plan:
    """The order of work that was found; the times are the search's business."""
    ground, placements = model.ground, []
    op_of = model.op_of
    for alt, taken in model.taken.items():
        if solver.value(taken):
            op = op_of[alt]
            j, k = ground.ops[op]
            centre, machine = ground.machines[int(ground.floor.alts[floor.ALT_MACHINE, alt])]
            start, end = (int(solver.value(each[op])) * model.unit for each in (model.start, model.end))
            setup = int(solver.value(model.setup[alt])) * model.unit if alt in model.setup else 0
            fixed = bool(ground.floor.ops[floor.OP_FIXED, op])
            code = ground.jobs[j].code
            placements.append(Placement(code, k, centre.code, machine.code, start, setup, end, fixed))
    return Plan(tuple(placements))


def _by_machine(ground: Ground) -> Iterator[tuple[int, list[int]]]:
    for machine in range(len(ground.machines)):
        yield machine, np.flatnonzero(ground.floor.alts[floor.ALT_MACHINE] == machine).tolist()


def _op_of(ground: Ground) -> list[int]:
    ops = ground.floor.ops
    sizes = ops[floor.OP_ALTS_END] - ops[floor.OP_ALTS]
    found: list[int] = np.repeat(np.arange(ops.shape[1]), sizes).tolist()
    return found


def _table(ground: Ground, machine: int) -> Any:
    units = ground.floor.units
    at, width = int(units[floor.UNIT_TABLE, machine]), int(units[floor.UNIT_WIDTH, machine])
    return ground.floor.change[at : at + width * width].reshape(width, width)


def _setup(ground: Ground, machine: int, alt: int, before: int) -> int:
    after, blank = int(ground.floor.alts[floor.ALT_CLASS, alt]), int(ground.floor.units[floor.UNIT_BLANK, machine])
    own = 0 if before == after != blank else int(ground.floor.alts[floor.ALT_SETUP, alt])
    return own + int(_table(ground, machine)[before, after])


def _longest_setup(ground: Ground, machine: int, alt: int) -> int:
    own = int(ground.floor.alts[floor.ALT_SETUP, alt])
    return own + int(_table(ground, machine)[:, ground.floor.alts[floor.ALT_CLASS, alt]].max())


def _closed(model: _Model, machine: int) -> Iterator[tuple[int, int]]:
    """Spans, in units, in which the machine does not work."""
    units = model.ground.floor.units
    low, high = int(units[floor.UNIT_FROM, machine]), int(units[floor.UNIT_TO, machine])
    edges = [0]
    for nth in range(low, high):
        edges += [int(model.ground.floor.opens[nth]), int(model.ground.floor.closes[nth])]
    edges.append(model.horizon * model.unit)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end > start:
            yield start // model.unit, (end - start) // model.unit


def _unit(ground: Ground, plan: Plan) -> int:
    """The longest unit in which every time of the model is whole, so that its numbers are small."""
    arrays = ground.floor
    found = gcd(0, *(each.start for each in plan.placements if each.is_fixed))
    found = gcd(found, *(each.end for each in plan.placements if each.is_fixed))
    for row in (
        arrays.alts[floor.ALT_RUN],
        arrays.alts[floor.ALT_SETUP],
        arrays.change,
        arrays.opens,
        arrays.closes,
        arrays.jobs[floor.JOB_READY],
        arrays.jobs[floor.JOB_DUE],
        arrays.ops[floor.OP_LIMIT],
    ):
        found = gcd(found, int(np.gcd.reduce(row[row < FAR], initial=0)))
    return max(1, found)


def _horizon(ground: Ground, plan: Plan) -> int:
    """No plan worth having ends later: everything ready, everything after one another, every closed span waited for."""
    arrays = ground.floor
    work = sum(
        max((_longest_work(ground, alt) for alt in range(low, high)), default=0)
        for low, high in zip(arrays.ops[floor.OP_ALTS], arrays.ops[floor.OP_ALTS_END], strict=True)
    )
    ready = int(arrays.jobs[floor.JOB_READY].max(initial=0))
    latest = max((each.end for each in plan.placements), default=0)
    limit = int(arrays.ops[floor.OP_LIMIT].max(initial=0))
    bounded = min(limit, max(ready, latest) + work + _closed_seconds(ground))
    return max(bounded, latest)


def _longest_work(ground: Ground, alt: int) -> int:
    run = int(ground.floor.alts[floor.ALT_RUN, alt])
    return run + _longest_setup(ground, int(ground.floor.alts[floor.ALT_MACHINE, alt]), alt)


def _closed_seconds(ground: Ground) -> int:
    """More than all that could be waited for: the last opening, and the last closing before the horizon."""
    arrays = ground.floor
    closes = arrays.closes[arrays.closes < FAR]
    return int(arrays.opens.max(initial=0)) + int(closes.max(initial=0))
