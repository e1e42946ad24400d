"""Joining a pool that is open: the place in it is held in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.production import queries
from huopan.domains.production.actions.deciding import must_be_undecided
from huopan.domains.production.actions.holding import free_capacity, take_place
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.moving import move
from huopan.domains.production.models import CapacityHold, Demand
from huopan.domains.production.policies import must_decide
from huopan.domains.production.queries.promises import PoolHasNoRoomError
from huopan.kernel.actor import Actor


@transaction.atomic
def join_pool(*, demand_id: int, pool_id: int, minutes: int | None = None, by: Actor, at: datetime) -> CapacityHold:
    """Hold a place for a demand in an open pool; what was held for it elsewhere is let go. In it already: that hold.
    Whoever takes it on after that commits the hold.

    Nothing that is promised passes its date. Raises UnknownError, NotItsFactoryError, DemandDecidedError,
    PoolClosedError, PoolHasNoRoomError, CapacityTakenError and what the route refuses, having changed nothing.
    """
    demand = queries.demand(demand_id, by)
    must_decide(demand, by)
    lock_board(demand.factory_id)
    demand.refresh_from_db(fields=["state"])
    must_be_undecided(demand)
    held, member = queries.live_hold(demand_id), queries.membership_of(demand_id)
    if held is not None and held.expires_at > at and member is not None and member.pool_id == pool_id:
        return held
    pool = queries.open_pool(pool_id, by, at)
    if held is not None:
        free_capacity(demand, by=by, at=at)
        move(demand, Demand.State.OPEN, at=at)
    board = queries.board_of(demand.factory_id, at, also=[demand])
    place = queries.place_in_pool(board, demand, pool)
    hold = take_place(board, place, minutes=minutes or board.terms.hold_minutes, by=by, at=at)
    member = queries.membership_of(demand_id)
    if member is None or member.pool_id != pool_id:
        raise PoolHasNoRoomError(pool=pool.number, title=demand.title)
    return hold
