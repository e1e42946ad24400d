"""Runs of the present plan, kept as arrays, so that a promise gets its confidence when it is given.

`rehearse` plays the plan as often as `luck` says, with the draws and the rule of `twin`; `Rehearsal.confidence` then
says of one more job at a place how often it would be kept, and how often nobody else's promise would break for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning.chance import DAY, Factors, Luck
from huopan.engines.planning.compiled import rehearsing
from huopan.engines.planning.model import Job, Placement, Span
from huopan.engines.planning.setups import setup_seconds
from huopan.engines.planning.supply import ready_at
from huopan.engines.planning.twin import Situation, planned_clock
from huopan.engines.planning.working import NEVER, Clock

Seconds = NDArray[np.int64]
Clocks = tuple[Seconds, Seconds, Seconds]
MachineKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Confidence:
    """Shares of the runs: `kept`, the job ends by its deadline; `others_kept`, nobody who was in time gets late."""

    kept: float
    others_kept: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What becomes of the plan. `kept`: share of runs in which each job ends by its deadline; `p50`, `p90`: seconds
    by which it ends in half and in nine tenths of them; `load`: by work centre, for each day from the present on, the
    share of the open time that is worked; `bottleneck`: the work centre with the most of it in the first week."""

    kept: dict[str, float]
    p50: dict[str, int]
    p90: dict[str, int]
    load: dict[str, tuple[float, ...]]
    bottleneck: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step goes: before the `position`-th placement of a machine (its length: at the end)."""

    work_centre: str
    machine: str
    position: int


@dataclass(frozen=True)
class Rehearsal:
    """Arrays of (runs, placements) in `order`: starts, ends, `ready` (begins then if its machine is free), `latest`
    (ends by which nobody breaks); seconds."""

    situation: Situation
    luck: Luck
    order: tuple[Placement, ...]
    steps: Seconds
    factors: Factors
    clocks: _Clocks
    starts: Seconds
    ends: Seconds
    ready: Seconds
    latest: Seconds

    @cached_property
    def queues(self) -> dict[MachineKey, list[int]]:
        """Of each machine, first to last, the places in `order`."""
        found: dict[MachineKey, list[int]] = {key: [] for key in self.situation.machines}
        for place, each in enumerate(self.order):
            found[each.work_centre, each.machine].append(place)
        return found

    def finishes(self, job: Job) -> Seconds:
        """(runs) seconds in which the job ends; NEVER where it does not."""
        for place, each in enumerate(self.order):
            if (each.job, each.step) == (job.code, len(job.steps) - 1):
                return self.ends[:, place]
        return np.full(self.luck.runs, NEVER, dtype=np.int64)

    def confidence(self, job: Job, places: Sequence[Place]) -> Confidence:
        """Of one more job whose steps go to `places`. A later step on the same machine as an earlier one is judged
        without it, and what two steps of it delay together is judged one by one."""
        situation, factors = self.situation, self.luck.factors(job)
        begin = max(job.release, ready_at(situation.shop, job), situation.at)
        ends = np.full(self.luck.runs, begin, dtype=np.int64)
        is_harmless = np.ones(self.luck.runs, dtype=np.bool_)
        for index, place in enumerate(places):
            ends, fits = self._inserted(job, index, place, ends, factors[:, index])
            is_harmless &= fits
        return Confidence(float(np.mean(ends <= job.deadline)), float(np.mean(is_harmless)))

    def _inserted(
        self, job: Job, index: int, place: Place, earliest: Seconds, factors: Factors
    ) -> tuple[Seconds, NDArray[np.bool_]]:
        key = (place.work_centre, place.machine)
        centre, machine = self.situation.machines[key]
        queue, step = self.queues[key], job.steps[index]
        before = queue[place.position - 1] if place.position else -1
        after = queue[place.position] if place.position < len(queue) else -1
        option = next(option for option in step.options if option.work_centre == place.work_centre)
        was = self.situation.step_of(self.order[before]).traits if before >= 0 else machine.traits
        setup = setup_seconds(centre.setup, option, was, step.traits)
        later = self.situation.setup_before(self.order[after], step.traits) if after >= 0 else 0
        finish, fits = rehearsing.inserted(
            np.maximum(earliest, machine.free_from), self.clocks.index[key], before, after, setup, option.run, later,
            factors, self.steps, self.factors, (self.ends, self.ready, self.latest), *self.clocks.arrays,
        )  # fmt: skip
        return finish, fits

    def forecast(self, days: int = 7) -> Forecast:
        jobs = {job.code: self.finishes(job) for job in self.situation.jobs}
        deadlines = {job.code: job.deadline for job in self.situation.jobs}
        load = self._load(days)
        return Forecast(
            kept={code: float(np.mean(ends <= deadlines[code])) for code, ends in jobs.items()},
            p50={code: _reached(ends, 0.5) for code, ends in jobs.items()},
            p90={code: _reached(ends, 0.9) for code, ends in jobs.items()},
            load={code: tuple(np.round(row, 4).tolist()) for code, row in load.items()},
            bottleneck=max(load, key=lambda code: float(np.sum(load[code])), default=""),
        )

    def _load(self, days: int) -> dict[str, NDArray[np.float64]]:
        codes = [centre.code for centre in self.situation.shop.work_centres]
        centre_of = np.array([codes.index(key[0]) for key in self.clocks.index], dtype=np.int64)
        _, _, _, real, real_at, real_count, _ = self.clocks.arrays
        busy, is_open = rehearsing.busy_by_day(
            self.starts, self.ends, self.steps, centre_of, DAY, days, len(codes), real, real_at, real_count,
            self.situation.at,
        )  # fmt: skip
        share = np.divide(busy, is_open, out=np.zeros_like(busy), where=is_open > 0)
        return dict(zip(codes, share, strict=True))


def rehearse(situation: Situation, luck: Luck) -> Rehearsal:
    """Plays the plan `luck.runs` times. `luck.begin` must not lie before `situation.at`; ValueError when it does."""
    if luck.begin < situation.at:
        raise ValueError(f"luck begins at {luck.begin}, before the present {situation.at}: the past has happened")
    order = tuple(sorted(situation.plan.placements, key=lambda each: (each.start, each.end, each.step)))
    clocks, steps = _clocks(situation, luck), _steps(situation, order)
    by_job = {code: luck.factors(situation.by_code[code]) for code in situation.plan.by_job}
    factors = np.empty((luck.runs, len(order), 2))
    for place, each in enumerate(order):
        factors[:, place] = by_job[each.job][:, each.step]
    starts, ends, ready = rehearsing.forward(situation.at, steps, factors, *clocks.arrays)
    limits = np.array([_limit(situation, each) for each in order], dtype=np.int64)
    latest = rehearsing.backward(steps, limits, ends, factors, *clocks.arrays[3:6])
    return Rehearsal(situation, luck, order, steps, factors, clocks, starts, ends, ready, latest)


def _limit(situation: Situation, each: Placement) -> int:
    job = situation.by_code[each.job]
    return job.deadline if each.step == len(job.steps) - 1 else NEVER


def _steps(situation: Situation, order: Sequence[Placement]) -> Seconds:
    machines = {key: place for place, key in enumerate(situation.machines)}
    last_on: dict[MachineKey, int] = {}
    place_of: dict[tuple[str, int], int] = {}
    rows = np.empty((len(order), 8), dtype=np.int64)
    for place, each in enumerate(order):
        key = (each.work_centre, each.machine)
        before = last_on.get(key, -1)
        was = situation.step_of(order[before]).traits if before >= 0 else situation.machines[key][1].traits
        rows[place] = (
            machines[key], before, place_of.get((each.job, each.step - 1), -1), situation.earliest(each),
            situation.setup_before(each, was), situation.run_of(each),
            each.start if each.is_fixed else NEVER, each.end if each.is_fixed else NEVER,
        )  # fmt: skip
        last_on[key] = place_of[each.job, each.step] = place
    return rows


@dataclass(frozen=True)
class _Clocks:
    index: dict[MachineKey, int]
    arrays: tuple[Clocks, Seconds, Seconds, Clocks, Seconds, Seconds, NDArray[np.bool_]]


def _clocks(situation: Situation, luck: Luck) -> _Clocks:
    planned = {key: planned_clock(*pair) for key, pair in situation.machines.items()}
    closed = [luck.closed(*key) for key in planned]
    real = [
        _without(clock, spans[run])
        for run in range(luck.runs)
        for clock, spans in zip(planned.values(), closed, strict=True)
    ]
    flat, at, count = _flat(list(planned.values()))
    real_flat, real_at, real_count = _flat(real)
    shape = (luck.runs, len(planned))
    pauses = np.array([centre.may_pause for centre, _ in situation.machines.values()], dtype=np.bool_)
    return _Clocks(
        {key: place for place, key in enumerate(planned)},
        (flat, at, count, real_flat, real_at.reshape(shape), real_count.reshape(shape), pauses),
    )


def _without(clock: Clock, spans: Sequence[Span]) -> Clock:
    if not spans:
        return clock
    starts, ends = (np.array(each, dtype=np.int64) for each in zip(*((s.start, s.end) for s in spans), strict=True))
    opens, closes = rehearsing.without(clock.opens, clock.closes, starts, ends)
    worked = np.cumsum(closes - opens) - (closes - opens)
    return replace(clock, opens=opens, closes=closes, worked=worked)


def _flat(clocks: Sequence[Clock]) -> tuple[Clocks, Seconds, Seconds]:
    count = np.array([len(clock.opens) for clock in clocks], dtype=np.int64)
    opens, closes, worked = (
        np.concatenate([getattr(clock, name) for clock in clocks] or [np.empty(0, np.int64)])
        for name in ("opens", "closes", "worked")
    )
    return (opens, closes, worked), np.cumsum(count) - count, count


def _reached(ends: Seconds, share: float) -> int:
    return int(np.quantile(ends, share, method="inverted_cdf"))
