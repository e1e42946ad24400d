"""Proof on the smallest plans: one machine, a few jobs of one step, every choice and order of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from huopan.engines.planning.compiled import annealing, floor, sequences
from huopan.engines.planning.model import Plan
from huopan.engines.planning.reoptimising.flooring import Ground, blank_desk, blank_state, plan_of
from huopan.engines.planning.reoptimising.proving import Verdict

MOST = 16  # jobs: their sets are numbered
ROOM = 4_000_000  # labels, 32 bytes each


def may_sequence(ground: Ground) -> bool:
    """Whether the plan is small and plain enough to try everything."""
    arrays = ground.floor
    is_one_line = len(ground.machines) == 1 and len(ground.ops) == len(ground.jobs) <= MOST
    has_one_way = bool((arrays.ops[floor.OP_ALTS_END] - arrays.ops[floor.OP_ALTS] == 1).all())
    return is_one_line and has_one_way and not arrays.ops[floor.OP_FIXED].any() and not arrays.makespan_weight


def best_sequence(ground: Ground, earned: int) -> Verdict:
    """A plan that earns more than `earned` (fen × 3600), or the proof that there is none; neither when room runs out.

    Takes about a second and 150 MB for 15 jobs of loose dates, much less when dates are tight."""
    line, jobs = _line(ground), len(ground.jobs)
    must = sum(1 << job for job in np.flatnonzero(ground.floor.jobs[floor.JOB_MUST]).tolist())
    order = np.zeros(jobs, np.int64)
    labels = _labels(line, jobs)
    told, best, length = sequences.best_order(ground.floor, line, labels, must, earned, order)
    if told == sequences.FULL:
        return Verdict(None, None, is_proven=False)
    plan = _plan(ground, order[:length][::-1].tolist()) if told == sequences.BETTER else None
    return Verdict(plan, int(best), is_proven=True)


def _line(ground: Ground) -> Any:
    arrays, jobs = ground.floor, len(ground.jobs)
    alts = arrays.ops[floor.OP_ALTS]
    classes = [*arrays.alts[floor.ALT_CLASS, alts].tolist(), int(arrays.units[floor.UNIT_CLASS, 0])]
    setups = [[int(floor.setup_of(arrays, 0, alt, before)) for alt in alts.tolist()] for before in classes]
    facts = np.stack([
        arrays.jobs[floor.JOB_READY], arrays.alts[floor.ALT_RUN, alts], arrays.ops[floor.OP_LIMIT],
        arrays.jobs[floor.JOB_DUE], arrays.jobs[floor.JOB_LATE], arrays.jobs[floor.JOB_REVENUE],
    ])  # fmt: skip
    return sequences.Line(0, facts, np.array(setups, np.int64).reshape(jobs + 1, jobs))


def _labels(line: Any, jobs: int) -> Any:
    worth = np.zeros(1, np.int64)
    for revenue in line.facts[sequences.REVENUE].tolist():
        worth = np.concatenate([worth, worth + revenue])
    return sequences.Labels(
        np.full((1 << jobs, jobs), -1, np.int32), np.zeros(ROOM, np.int64), np.zeros(ROOM, np.int64),
        np.zeros(ROOM, np.int32), np.zeros(ROOM, np.int32), np.zeros(ROOM, np.int32), worth,
    )  # fmt: skip


def _plan(ground: Ground, order: list[int]) -> Plan:
    state, desk = blank_state(ground), blank_desk(ground)
    for job in order:
        floor.link(ground.floor, state, desk, job, int(ground.floor.ops[floor.OP_ALTS, job]), int(state.ends[1, 0]), 0)
    annealing.requeue(ground.floor, state, desk)
    annealing.settle(ground.floor, state, desk)
    return plan_of(ground, state)
