"""Pools follow the plan: whoever stands beside equal traits has joined, whoever is moved away has left.

Only with the board locked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from huopan.domains.production import queries
from huopan.domains.production.actions.pools import lock_pool, share, share_or_dissolve, take_out
from huopan.domains.production.events import PoolJoined, PoolOpened
from huopan.domains.production.models import PoolMember, ProductionPool
from huopan.domains.production.queries.board import Board
from huopan.domains.production.queries.promises import standing_of
from huopan.domains.production.rules.states import PROMISED
from huopan.engines.planning.model import Plan
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money

if TYPE_CHECKING:
    from huopan.engines.planning import pooling
    from huopan.engines.planning.boards import Board as Standing


@dataclass(frozen=True)
class Run:
    """Equal traits one after the other in the plan, and the demands that are pooled by their step in it."""

    found: pooling.Pool
    seats: dict[int, pooling.Member]


def follow_plan(board: Board, plan: Plan, *, by: Actor, at: datetime) -> None:
    """Bring the pools in line with `plan`: the board's own, or the one just laid."""
    follow(board, standing_of(board, plan), by=by, at=at)


def follow(board: Board, standing: Standing, *, by: Actor, at: datetime) -> None:
    """Bring the pools in line with what stands: open, join, leave and dissolve, and reckon times and shares anew."""
    from huopan.engines.planning.pooling import open_pools  # noqa: PLC0415 - compiled code takes a second to load

    open_members = [each for each in queries.memberships_of(board.factory_id).values() if each.pool.is_open]
    known = {each.demand_id: each for each in open_members}
    runs = _runs(board, open_pools(standing), known)
    pools = _pools_of(runs, known)
    _let_go(standing, runs, pools, open_members, by=by, at=at)
    for number, run in enumerate(runs):
        pool = pools.get(number) or _opened(board, run, by=by, at=at)
        if pool is not None:
            _settle(board, pool, run, known, by=by, at=at)


def _runs(board: Board, found: Iterable[pooling.Pool], known: Mapping[int, PoolMember]) -> list[Run]:
    """Each demand sits in one run: that of the step it is pooled by already, else of its dearest set-up."""
    pools = list(found)
    places: dict[int, list[tuple[int, pooling.Member]]] = {}
    for number, pool in enumerate(pools):
        for each in pool.members:
            if _may_pool(board, int(each.job)):
                places.setdefault(int(each.job), []).append((number, each))
    runs = [Run(pool, {}) for pool in pools]
    for pk, mine in places.items():
        was = known[pk].step if pk in known else -1
        number, seat = max(mine, key=lambda each: (each[1].step == was, each[1].alone_fen, -each[1].step))
        runs[number].seats[pk] = seat
    return [run for run in runs if run.seats]


def _may_pool(board: Board, demand_id: int) -> bool:
    return board.demands[demand_id].state in (*PROMISED, "held")


def _pools_of(runs: list[Run], known: Mapping[int, PoolMember]) -> dict[int, ProductionPool]:
    """Which run each pool goes on as, by the run's number: the one with most of its members; one to one."""
    records = {each.pool_id: each.pool for each in known.values()}
    votes = Counter((known[pk].pool_id, number) for number, run in enumerate(runs) for pk in run.seats if pk in known)
    chosen: dict[int, ProductionPool] = {}
    free = dict(records)
    for pool_id, number in sorted(votes, key=lambda each: (-votes[each], each)):
        if number not in chosen and pool_id in free:
            chosen[number] = free.pop(pool_id)
    return chosen


def _let_go(
    standing: Standing,
    runs: list[Run],
    pools: Mapping[int, ProductionPool],
    members: list[PoolMember],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Who stands in another run than its pool's, or nowhere, leaves it; a pool that nobody is left in dissolves. Who is
    in no run that waits has begun, or should have: it stays."""
    run_of = {pk: number for number, run in enumerate(runs) for pk in run.seats}

    def has_left(member: PoolMember) -> bool:
        number = run_of.get(member.demand_id)
        is_elsewhere = number is not None and pools.get(number) != member.pool
        return is_elsewhere or str(member.demand_id) not in standing

    for pool in {each.pool_id: each.pool for each in members}.values():
        gone = [each for each in members if each.pool_id == pool.pk and has_left(each)]
        take_out(gone, by=by, at=at)
        if gone:
            share_or_dissolve(pool, by=by, at=at)


def _opened(board: Board, run: Run, *, by: Actor, at: datetime) -> ProductionPool | None:
    """A new pool for a run; None where no set-up is shared, or it could not be joined any more."""
    if not run.found.setup_seconds or board.moment(run.found.closes_at) <= at:
        return None
    pool = ProductionPool.objects.create(
        factory_id=board.factory_id,
        number=new_number("PL", at),
        traits=dict(run.found.traits),
        opened_at=at,
        **_figures(board, run),
    )
    announce(PoolOpened.of_pool(pool, at=at, closes_at=pool.closes_at.isoformat()), by=by)
    return pool


def _settle(
    board: Board, pool: ProductionPool, run: Run, known: Mapping[int, PoolMember], *, by: Actor, at: datetime
) -> None:
    """Times and shares as the plan has them now; the new ones join, unless the pool's time has come meanwhile."""
    _update(pool, _figures(board, run))
    members = [known[pk] for pk in run.seats if pk in known and known[pk].pool_id == pool.pk]
    if pool.closes_at <= at:
        share(pool, members)
        lock_pool(pool, by=by, at=at)
        return
    mine = {each.demand_id for each in members}
    new = [PoolMember(pool=pool, demand_id=pk, joined_at=at) for pk in run.seats if pk not in mine]
    everybody = [*members, *new]
    shares = Money(pool.setup_fen).split([run.seats[each.demand_id].alone_fen for each in everybody])
    changed = [each for each, share in zip(everybody, shares, strict=True) if _seated(each, run, share.fen)]
    PoolMember.objects.bulk_create(new)
    PoolMember.objects.bulk_update([each for each in changed if each in members], ["step", "alone_fen", "share_fen"])
    for each in new:
        announce(_joined(pool, each, at), by=by)


def _seated(member: PoolMember, run: Run, share_fen: int) -> bool:
    """The member's figures as they are now; whether they have changed."""
    seat = run.seats[member.demand_id]
    was = (member.step, member.alone_fen, member.share_fen)
    member.step, member.alone_fen, member.share_fen = seat.step, seat.alone_fen, share_fen
    return was != (seat.step, seat.alone_fen, share_fen)


def _figures(board: Board, run: Run) -> dict[str, Any]:
    return {
        "machine": board.machines.get((run.found.work_centre, run.found.machine)),
        "setup_seconds": run.found.setup_seconds,
        "setup_fen": run.found.setup_fen,
        "starts_at": board.moment(run.found.start),
        "closes_at": board.moment(run.found.closes_at),
    }


def _update(pool: ProductionPool, figures: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in figures.items() if getattr(pool, name) != value}
    for name, value in changed.items():
        setattr(pool, name, value)
    if changed:
        pool.save(update_fields=list(changed))


def _joined(pool: ProductionPool, member: PoolMember, at: datetime) -> PoolJoined:
    return PoolJoined.of_pool(
        pool,
        at=at,
        demand_id=member.demand_id,
        alone_fen=member.alone_fen,
        share_fen=member.share_fen,
        closes_at=pool.closes_at.isoformat(),
    )
