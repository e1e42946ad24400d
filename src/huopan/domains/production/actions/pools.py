"""What happens to a pool: locked when its time has come, released, run, left, dissolved. Only with the board locked.

Every change of a state is a guarded UPDATE, and the database guards it once more (migration 0005).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from huopan.domains.production import queries
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.events import PoolCompleted, PoolDissolved, PoolLeft, PoolLocked, PoolReleased
from huopan.domains.production.models import Demand, PoolMember, ProductionPool
from huopan.domains.production.rules.states import POOL_MOVES
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.money import Money

State = ProductionPool.State


def lock_pools(*, at: datetime, limit: int = 1000) -> int:
    """Lock every open pool whose closing time has come; each in its own transaction. How many this run locked."""
    return sum(_lock_due(pool.pk, pool.factory_id, at) for pool in queries.pools_due(at)[:limit])


def lock_pool(pool: ProductionPool, *, by: Actor, at: datetime) -> bool:
    """From now on nobody joins; whether it was this call that locked it."""
    if not _step(pool, State.LOCKED, locked_at=at):
        return False
    members = list(_live(pool))
    saving = sum(each.saving_fen for each in members)
    announce(PoolLocked.of_pool(pool, at=at, members=len(members), saving_fen=saving), by=by)
    return True


def release_pool(demand: Demand, *, by: Actor, at: datetime) -> None:
    """A work order of its demand is on the floor: what the floor was given is not added to."""
    member = queries.membership_of(demand.pk)
    if member is None:
        return
    lock_pool(member.pool, by=by, at=at)
    if _step(member.pool, State.RELEASED):
        announce(PoolReleased.of_pool(member.pool, at=at), by=by)


def close_pool_when_run(demand: Demand, *, by: Actor, at: datetime) -> None:
    """Its step has run, or all of it is made: when that is so of every member, the pool is completed."""
    member = queries.membership_of(demand.pk)
    if member is not None:
        _close_when_run(member.pool, by=by, at=at)


def leave_pool(demand: Demand, *, by: Actor, at: datetime) -> None:
    """Its demand is held or taken on no more: the others share the set-up among themselves."""
    member = queries.membership_of(demand.pk)
    if member is None or member.pool.state == State.COMPLETED:
        return
    take_out([member], by=by, at=at)
    share_or_dissolve(member.pool, by=by, at=at)


def take_out(members: Iterable[PoolMember], *, by: Actor, at: datetime) -> None:
    """Each leaves its pool; who has left already is passed over."""
    for each in members:
        if PoolMember.objects.filter(pk=each.pk, left_at__isnull=True).update(left_at=at):
            announce(PoolLeft.of_pool(each.pool, at=at, demand_id=each.demand_id), by=by)


def share_or_dissolve(pool: ProductionPool, *, by: Actor, at: datetime) -> None:
    """Somebody has left: who is still in it shares the set-up; a pool that nobody is left in dissolves."""
    left = list(_live(pool))
    if left:
        share(pool, left)
        _close_when_run(pool, by=by, at=at)
    elif _step(pool, State.DISSOLVED, ended_at=at):
        announce(PoolDissolved.of_pool(pool, at=at), by=by)


def share(pool: ProductionPool, members: list[PoolMember]) -> None:
    """The common set-up's cost by what each would have paid alone, to the fen."""
    shares = Money(pool.setup_fen).split([each.alone_fen for each in members])
    for each, its_share in zip(members, shares, strict=True):
        each.share_fen = its_share.fen
    PoolMember.objects.bulk_update(members, ["share_fen"])


def _lock_due(pool_id: int, factory_id: int, at: datetime) -> bool:
    with transaction.atomic():
        lock_board(factory_id)
        pool = ProductionPool.objects.get(pk=pool_id)
        return pool.is_open and pool.closes_at <= at and lock_pool(pool, by=SYSTEM, at=at)


def _close_when_run(pool: ProductionPool, *, by: Actor, at: datetime) -> None:
    made = Q(demand__state__in=["produced", "closed"])
    waiting = [each for each in _live(pool).exclude(made) if not queries.has_run(each)]
    if not waiting and _step(pool, State.COMPLETED, ended_at=at):
        announce(PoolCompleted.of_pool(pool, at=at), by=by)


def _live(pool: ProductionPool) -> Any:
    return PoolMember.objects.filter(pool=pool, left_at__isnull=True).order_by("id")


def _step(pool: ProductionPool, target: State, **changes: Any) -> bool:
    """Move a pool to `target`; False when it may not, or somebody was quicker."""
    origins = [origin for origin, targets in POOL_MOVES.items() if target in targets]
    mine = ProductionPool.objects.filter(pk=pool.pk, state__in=origins)
    if not mine.update(state=target, **changes):
        return False
    pool.state = target
    for name, value in changes.items():
        setattr(pool, name, value)
    return True
