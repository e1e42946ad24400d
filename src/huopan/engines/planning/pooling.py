"""Pools: jobs that run one after the other on a machine with equal traits and share one set-up.

A pool is what the plan shows, not a thing beside it: whoever is put next to equal traits has joined, unless the
board says that those are sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from huopan.engines.planning import promising
from huopan.engines.planning.boards import Board, option_at
from huopan.engines.planning.compiled import boards as compiled
from huopan.engines.planning.model import HOUR, Job, Step, Traits
from huopan.engines.planning.promising import Joining, Promise, fen
from huopan.engines.planning.setups import setup_seconds
from huopan.engines.planning.working import NEVER
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class Member:
    """A step in a pool. `alone_fen`: what the pool's set-up would have cost this job by itself."""

    job: str
    step: int
    alone_fen: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Equal traits on one machine in `[start, end)`, set up once for `setup_seconds`, which cost `setup_fen`.

    `closes_at`: the latest second in which its first waiting step can begin and everything in and behind the pool
    keeps its deadline; until then jobs may join. `room_seconds`: working time that still fits behind its last job."""

    work_centre: str
    machine: str
    traits: Traits
    members: tuple[Member, ...]
    start: int
    end: int
    closes_at: int
    room_seconds: int
    setup_seconds: int
    setup_fen: int

    def shares(self, joiner: Member | None = None) -> dict[str, int]:
        """Fen of the one set-up for each job, the joiner's too; they add up to `setup_fen` exactly."""
        members = [*self.members, joiner] if joiner else list(self.members)
        total: dict[str, int] = {}
        for each, share in zip(members, shared_out(self.setup_fen, members), strict=True):
            total[each.job] = total.get(each.job, 0) + share
        return total


@dataclass(frozen=True, slots=True)
class PoolOffer:
    """What joining costs and when the job is done. `saving_fen`: its own set-up less its share of the common one."""

    pool: Pool
    promise: Promise
    step: int
    alone_fen: int
    share_fen: int

    @property
    def cost_fen(self) -> int:
        """What the job costs in the pool: the pool's step at its share of the set-up, the others as promised."""
        joined = self.promise.costs[self.step]
        return self.promise.cost_fen - joined.setup_fen - joined.follower_fen + self.share_fen

    @property
    def saving_fen(self) -> int:
        return self.alone_fen - self.share_fen


def shared_out(setup_fen: int, members: Sequence[Member]) -> list[int]:
    """A common set-up's fen by what each would have paid alone, to the fen (largest remainder).

    With equal set-ups alone that is an equal split, the Shapley value (Littlechild and Owen 1973)."""
    return [share.fen for share in Money(setup_fen).split([each.alone_fen for each in members])]


def open_pools(board: Board, *, at: int = 0) -> tuple[Pool, ...]:
    """Pools on a board with work that has not begun by second `at`, also of one job, none sealed; first to begin
    first."""
    now = max(at, board.at)
    found = [
        _pool(board, machine, rows, before, now)
        for machine in range(len(board.machines))
        for before, rows in _runs(board, machine, now)
    ]
    return tuple(sorted(found, key=lambda pool: (pool.start, pool.work_centre, pool.machine)))


def offers(board: Board, job: Job, *, at: int = 0, may_slide: bool = True) -> tuple[PoolOffer, ...]:
    """What joining a pool costs and when the job would be done, cheapest first: for each step the earliest way in
    which it stands beside planned work of equal traits.

    Nothing promised passes its deadline; with `may_slide` off nothing planned ends later. `promising.commit` takes
    an offer's promise. Where the job cannot join in time there is no offer; raises nothing."""
    found: list[PoolOffer] = []
    for number, step in enumerate(job.steps):
        if not step.traits or not _waits(board, step):
            continue
        try:
            made = promising.promise(board, job, at=at, may_slide=may_slide, joining=Joining(number))
        except RefusedError:
            continue
        offer = joined(board, made, number)
        if offer is not None:
            found.append(offer)
    return tuple(sorted(found, key=lambda offer: (offer.cost_fen, offer.promise.finish)))


def _waits(board: Board, step: Step) -> bool:
    """Whether planned work of a step's traits is on any of its machines."""
    family = board.family(step.traits)
    machines = [machine for option in step.options for machine in board.of_centre.get(option.work_centre, [])]
    return any(bool((board.arrays.ops[_rows(board, machine), compiled.FAM] == family).any()) for machine in machines)


def _rows(board: Board, machine: int) -> NDArray[np.int64]:
    return board.arrays.seq[machine, : board.arrays.mach[machine, compiled.COUNT]]


def _runs(board: Board, machine: int, now: int) -> Iterator[tuple[int, list[int]]]:
    """(family before, rows) of each run of equal traits whose last step has not begun."""
    rows = _rows(board, machine)
    if not len(rows):
        return
    families = board.arrays.ops[rows, compiled.FAM]
    is_sealed = np.array([board.job_of(row) in board.sealed for row in rows.tolist()])
    edges = [0, *(np.flatnonzero((np.diff(families) != 0) | np.diff(is_sealed)) + 1).tolist(), len(rows)]
    for first, last in pairwise(edges):
        final = board.arrays.ops[rows[last - 1]]
        if families[first] and final[compiled.START] >= now and not is_sealed[first]:
            before = int(families[first - 1]) if first else int(board.arrays.mach[machine, compiled.HEAD])
            yield before, rows[first:last].tolist()


def _pool(board: Board, machine: int, rows: list[int], before: int, now: int) -> Pool:
    ops, clock, (centre, each) = board.arrays.ops, board.clocks[machine], board.machines[machine]
    closing = next((row for row in rows if ops[row, compiled.START] >= now), rows[-1])
    closes_at = clock.latest(int(ops[closing, compiled.LIMIT]), int(ops[closing, compiled.WORK]))
    setup = int(ops[rows[0], compiled.WORK] - ops[rows[0], compiled.RUN])
    members = tuple(_member(board, machine, board.jobs[board.job_of(row)], board.step_of(row), before) for row in rows)
    return Pool(
        work_centre=centre.code,
        machine=each.code,
        traits=board.families.traits[int(ops[rows[0], compiled.FAM])],
        members=members,
        start=int(ops[rows[0], compiled.START]),
        end=int(ops[rows[-1], compiled.END]),
        closes_at=closes_at,
        room_seconds=_room(board, machine, rows[-1]),
        setup_seconds=setup,
        setup_fen=fen(setup * centre.hour_fen, HOUR),
    )


def _member(board: Board, machine: int, job: Job, step: int, before: int) -> Member:
    centre = board.machines[machine][0]
    option = option_at(job.steps[step], centre.code)
    was, becomes = board.families.traits[before], job.steps[step].traits
    seconds = setup_seconds(centre.setup, option, was, becomes) if option else 0
    return Member(job.code, step, fen(seconds * centre.hour_fen, HOUR))


def _room(board: Board, machine: int, last: int) -> int:
    ops, clock = board.arrays.ops, board.clocks[machine]
    after, end = int(ops[last, compiled.MNEXT]), int(ops[last, compiled.END])
    if after < 0:
        return clock.open_seconds(end, NEVER)
    if ops[after, compiled.FIXED]:
        return clock.open_seconds(end, int(ops[after, compiled.START]))
    latest = clock.latest(int(ops[after, compiled.LIMIT]), int(ops[after, compiled.WORK]))
    return max(0, clock.open_seconds(end, latest))


def joined(board: Board, made: Promise, step: int) -> PoolOffer | None:
    """The pool that step number `step` of a promise joins, with its share; None when it stands alone.

    `board` has to be as it was when the promise was made."""
    cost, place = made.costs[step], made.placements[step]
    beside = [each for each in cost.beside if each[0] not in board.sealed]
    if not beside:
        return None
    code, number = beside[0]
    rows = _run_of(board, board.rows[code][number])
    machine = int(board.arrays.ops[rows[0], compiled.MACH])
    first = int(board.arrays.ops[rows[0], compiled.MPREV])
    before = int(board.arrays.mach[machine, compiled.HEAD] if first < 0 else board.arrays.ops[first, compiled.FAM])
    pool = _pool(board, machine, rows, before, board.at)
    joiner = _member(board, machine, made.job, place.step, before)
    return PoolOffer(pool, made, step, joiner.alone_fen, shared_out(pool.setup_fen, [*pool.members, joiner])[-1])


def _run_of(board: Board, row: int) -> list[int]:
    """The rows of equal traits, none sealed, around one on its machine, first to last."""
    ops = board.arrays.ops
    found = [row]
    for column in (compiled.MPREV, compiled.MNEXT):
        other = int(ops[row, column])
        while other >= 0 and ops[other, compiled.FAM] == ops[row, compiled.FAM] and not _is_sealed(board, other):
            found.append(other)
            other = int(ops[other, column])
    return sorted(found, key=lambda each: int(ops[each, compiled.START]))


def _is_sealed(board: Board, row: int) -> bool:
    return board.job_of(row) in board.sealed
