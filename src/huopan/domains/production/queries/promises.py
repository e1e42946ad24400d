"""Where a demand would stand beside everything promised: the planner's answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from huopan.domains.production.models import Demand, ProductionPool
from huopan.domains.production.queries.board import Board
from huopan.domains.production.queries.pools import joined_by, sealed_of
from huopan.domains.production.rules.working_time import CHINA
from huopan.engines.planning.calendars import Origin
from huopan.engines.planning.model import Placement, Plan
from huopan.kernel.refusal import RefusedError, said

if TYPE_CHECKING:
    from huopan.engines.planning.boards import Board as Standing
    from huopan.engines.planning.pooling import PoolOffer
    from huopan.engines.planning.promising import Promise


class PoolHasNoRoomError(RefusedError):
    sentence = said("Run {pool} has no room left for “{title}” in time; take it on by itself, or choose another run.")


@dataclass(frozen=True)
class Place:
    """`placements` of the demand, and all with it, as it stands and as a plan: others may have moved within their
    slack."""

    demand: Demand
    placements: tuple[Placement, ...]
    plan: Plan
    standing: Standing = field(repr=False)
    finishes_at: datetime
    promised_at: datetime


def standing_of(board: Board, plan: Plan | None = None) -> Standing:
    """The board as the planner asks it, with its own plan or another one."""
    from huopan.engines.planning.boards import Board as Standing  # noqa: PLC0415 - compiled code: a second to load

    return Standing(
        board.shop,
        board.jobs,
        board.plan if plan is None else plan,
        origin=Origin(board.origin.astimezone(CHINA)),
        sealed=sealed_of(board.pools),
    )


def place_of(board: Board, demand: Demand) -> Place:
    """The cheapest place of `demand` in time for what is wanted, or the earliest when no date is. Reserves nothing.

    Raises what the route and the planner refuse: no step, times that nobody approved, no machine, no material, no time.
    """
    from huopan.engines.planning import promising  # noqa: PLC0415 - compiled code takes a second to load

    board.routes.must_be_promisable(demand)
    standing = standing_of(board)
    if demand.wanted_by:
        wanted_by = board.second(demand.wanted_by)
        found = promising.cheapest(standing, board.job_of(demand, deadline=wanted_by), wanted_by)
    else:
        found = promising.promise(standing, board.job_of(demand))
    return _taken(board, demand, standing, found)


def place_in_pool(board: Board, demand: Demand, pool: ProductionPool) -> Place:
    """The earliest place of `demand` in a pool, in time for what is wanted. Reserves nothing.

    Raises what `place_of` raises, and PoolHasNoRoomError."""
    board.routes.must_be_promisable(demand)
    standing = standing_of(board)
    found = next(iter(joinings(board, standing, demand, pool)), None)
    if found is None:
        raise PoolHasNoRoomError(pool=pool.number, title=demand.title)
    return _taken(board, demand, standing, found[0])


def joinings(
    board: Board, standing: Standing, demand: Demand, pool: ProductionPool
) -> Iterator[tuple[Promise, PoolOffer]]:
    """The ways in which `demand` can stand in an open pool, in time for what is wanted; none when it has no room."""
    from huopan.engines.planning import pooling, promising  # noqa: PLC0415 - compiled code takes a second to load

    if pool.machine is None:
        return
    machine = (pool.machine.work_centre.code, pool.machine.code)
    wanted = {"deadline": board.second(demand.wanted_by)} if demand.wanted_by else {}
    job = board.job_of(demand, **wanted)
    for number, step in enumerate(job.steps):
        if dict(step.traits) != pool.traits or not step.traits:
            continue
        try:
            made = promising.promise(standing, job, joining=promising.Joining(number, machine))
        except RefusedError:
            continue
        offer = pooling.joined(standing, made, number)
        joined = joined_by(board.pools, offer)
        if offer is not None and joined is not None and joined.pool.pk == pool.pk:
            yield made, offer


def _taken(board: Board, demand: Demand, standing: Standing, found: Promise) -> Place:
    from huopan.engines.planning import promising  # noqa: PLC0415 - compiled code takes a second to load

    promising.commit(standing, found)
    finishes_at = board.moment(found.finish)
    promised_at = promise_of(board, demand, finishes_at)
    return Place(demand, found.placements, standing.plan(), standing, finishes_at, promised_at)


def promise_of(board: Board, demand: Demand, finishes_at: datetime) -> datetime:
    """What to promise for a finish: what is wanted, which leaves the plan the most room, or the finish with the
    factory's buffer when nothing is."""
    if demand.wanted_by:
        return demand.wanted_by
    ahead = (finishes_at - board.origin) * board.terms.buffer_pct // 100
    return finishes_at + max(ahead, timedelta(hours=1))
