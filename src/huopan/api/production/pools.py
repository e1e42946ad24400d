"""Pools: demands that share one set-up; what joining one costs, and joining it."""

from __future__ import annotations

from datetime import datetime

from ninja import Query
from pydantic import Field

from huopan.api.base import Asking, Id, QuerySchema, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.production.demand_shapes import HoldOut
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import PoolMember, ProductionPool

router = Router()


class PoolsAsked(QuerySchema):
    state: ProductionPool.State | None = None


class PoolMemberOut(Schema):
    """`alone_fen`: what the set-up would cost it by itself; `share_fen`: its share of the common one."""

    demand_id: int
    title: str
    quantity: int
    step: int
    alone_fen: int
    share_fen: int
    saving_fen: int

    @classmethod
    def of(cls, member: PoolMember) -> PoolMemberOut:
        own = ("demand_id", "step", "alone_fen", "share_fen", "saving_fen")
        return cls(
            title=member.demand.title,
            quantity=member.demand.quantity,
            **{name: getattr(member, name) for name in own},
        )


class PoolOut(Schema):
    """Nobody joins once `state` is no longer open; until then its times and shares follow the plan."""

    id: int
    number: str
    state: str
    traits: dict[str, str]
    work_centre: str
    machine: str
    starts_at: datetime | None
    closes_at: datetime
    locked_at: datetime | None
    setup_seconds: int
    setup_fen: int
    saving_fen: int = Field(description="What its members pay less for set-ups than each alone")
    members: list[PoolMemberOut]

    @classmethod
    def of(cls, pool: ProductionPool) -> PoolOut:
        members = [PoolMemberOut.of(each) for each in queries.members_shown(pool)]
        own = ("number", "state", "traits", "starts_at", "closes_at", "locked_at", "setup_seconds", "setup_fen")
        return cls(
            id=pool.pk,
            work_centre=pool.machine.work_centre.code if pool.machine else "",
            machine=pool.machine.code if pool.machine else "",
            members=members,
            saving_fen=sum(each.saving_fen for each in members),
            **{name: getattr(pool, name) for name in own},
        )


class JoinableOut(Schema):
    """`finishes_at`: when it would be done in the pool; `later`: how many others would be done later for it, each
    within what was promised."""

    pool_id: int
    number: str
    closes_at: datetime
    finishes_at: datetime
    alone_fen: int
    share_fen: int
    saving_fen: int
    later: int

    @classmethod
    def of(cls, found: queries.Joinable) -> JoinableOut:
        joined = found.joined
        return cls(
            pool_id=joined.pool.pk,
            number=joined.pool.number,
            closes_at=joined.pool.closes_at,
            finishes_at=found.finishes_at,
            alone_fen=joined.alone_fen,
            share_fen=joined.share_fen,
            saving_fen=joined.saving_fen,
            later=found.later,
        )


class JoinableAllOut(Schema):
    items: list[JoinableOut]


class JoinIn(Schema):
    pool_id: Id


@router.get("/pools", response=Page[PoolOut], summary="Your pools, newest first")
@reads("plan", "sell")
def list_pools(request: Asking, asked: Query[PoolsAsked], paging: Query[Paging]) -> Page[PoolOut]:
    states = (asked.state,) if asked.state else ()
    return page_of(queries.pools(request.actor, *states).order_by("-id"), paging=paging, show=PoolOut.of)


@router.get("/pools/{pool_id}", response=PoolOut, summary="One pool with who is in it")
@reads("plan", "sell")
def pool(request: Asking, pool_id: Id) -> PoolOut:
    return PoolOut.of(queries.pool(pool_id, request.actor))


@router.get("/demands/{demand_id}/pools", response=JoinableAllOut, summary="Pools it could join, what saves most first")
@reads("sell", "plan")
def pools_to_join(request: Asking, demand_id: Id) -> JoinableAllOut:
    """As the plan stands now; nothing is reserved."""
    found = queries.pools_to_join(demand_id, request.actor, request.at)
    return JoinableAllOut(items=[JoinableOut.of(each) for each in found])


@router.post("/demands/{demand_id}/join", response={201: HoldOut}, summary="Hold its place in a pool")
@writes("sell", "plan")
def join_pool(request: Asking, demand_id: Id, body: JoinIn) -> HoldOut:
    """In it already: that hold. Nothing that is promised passes its date."""
    hold = production.join_pool(demand_id=demand_id, pool_id=body.pool_id, by=request.actor, at=request.at)
    return HoldOut.of(hold)
