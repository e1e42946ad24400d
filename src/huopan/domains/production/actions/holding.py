"""Capacity kept for a demand: taken, committed, let go. Two demands never get one second of a machine."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huopan.domains.production import queries
from huopan.domains.production.actions.buckets import give_back, take
from huopan.domains.production.actions.following import follow
from huopan.domains.production.actions.judging import keep_verdict
from huopan.domains.production.actions.laying import lay_changes, parts_of, stored
from huopan.domains.production.actions.locking import lock_board, lock_unchanged
from huopan.domains.production.actions.moving import move
from huopan.domains.production.actions.planning import put_into_plan
from huopan.domains.production.actions.pools import leave_pool
from huopan.domains.production.actions.supplying import claim_materials
from huopan.domains.production.events import CapacityHeld, DemandAccepted, HoldEnded
from huopan.domains.production.models import CapacityHold, Demand, HeldCapacity, PlanVersion
from huopan.domains.production.policies import must_decide
from huopan.domains.production.queries.board import Board
from huopan.domains.production.queries.promises import Place
from huopan.infra.outbox.announcing import announce
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusedError, said

State = CapacityHold.State


class CapacityTakenError(RefusedError):
    sentence = said("The capacity for “{title}” has just been taken; ask again for another date.")


class HoldExpiredError(RefusedError):
    sentence = said("The capacity held for “{title}” was released at {expired_at}; ask for a new date.")


class NothingHeldError(RefusedError):
    sentence = said("No capacity is held for “{title}” any more; ask for a new date.")


def hold_capacity(*, demand_id: int, minutes: int | None = None, by: Actor, at: datetime) -> CapacityHold:
    """Keep the earliest place of a demand until it is committed or `minutes` are over (the factory's terms say how
    many when None). Held already: that hold.

    The place is sought before the board is locked, and again under the lock only if the board has changed meanwhile.
    Raises UnknownError, NotItsFactoryError, DemandDecidedError, what the route and the planner refuse, and
    CapacityTakenError.
    """
    demand = queries.demand(demand_id, by)
    must_decide(demand, by)
    held = queries.live_hold(demand_id)
    if held is not None and (held.state == State.COMMITTED or held.expires_at > at):
        return held
    board = queries.board_of(demand.factory_id, at, also=[demand])
    place = queries.place_of(board, demand)
    with transaction.atomic():
        if lock_unchanged(demand.factory_id, board.terms.revision) is None:
            lock_board(demand.factory_id)
            held = _still_held(demand, by=by, at=at)
            if held is not None:
                return held
            board = queries.board_of(demand.factory_id, at, also=[demand])
            place = queries.place_of(board, demand)
        elif held is not None:
            _still_held(demand, by=by, at=at)
        return take_place(board, place, minutes=minutes or board.terms.hold_minutes, by=by, at=at)


@joins_transaction
def commit_hold(*, hold_id: int, by: Actor, at: datetime) -> Demand:
    """Take up what is held: the demand is accepted, in the caller's transaction. Committed before: nothing happens.

    Raises UnknownError, HoldExpiredError and NothingHeldError, having changed nothing.
    """
    hold = CapacityHold.objects.select_related("demand__recipe", "demand__routing").seen(by, pk=hold_id)
    demand: Demand = hold.demand
    must_decide(demand, by)
    lock_board(demand.factory_id)
    hold.refresh_from_db(fields=["state", "placements", "promised_at", "expires_at"])
    if hold.state == State.COMMITTED:
        demand.refresh_from_db()
        return demand
    if hold.state == State.EXPIRED or (hold.state == State.ACTIVE and hold.expires_at <= at):
        raise HoldExpiredError(title=demand.title, expired_at=hold.expires_at)
    if hold.state != State.ACTIVE:
        raise NothingHeldError(title=demand.title)
    CapacityHold.objects.filter(pk=hold_id).update(state=State.COMMITTED, ended_at=at)
    board = queries.board_of(demand.factory_id, at, also=[demand])
    finishes_at = put_into_plan(board, hold, at=at)
    move(
        demand,
        Demand.State.ACCEPTED,
        at=at,
        promised_at=hold.promised_at,
        expected_at=finishes_at,
        decided_at=at,
        verdict={**demand.verdict, "decided": "accepted"} if demand.verdict else {},
    )
    claim_materials(board, demand)
    announce(DemandAccepted.of(demand, at=at, promised_at=hold.promised_at.isoformat()), by=by)
    return demand


@joins_transaction
def release_hold(*, hold_id: int, by: Actor, at: datetime) -> CapacityHold:
    """Let go what is held but not committed; the demand is open again. Ended before: nothing happens."""
    hold = CapacityHold.objects.select_related("demand").seen(by, pk=hold_id)
    must_decide(hold.demand, by)
    lock_board(hold.factory_id)
    hold.refresh_from_db(fields=["state"])
    if hold.state == State.ACTIVE:
        end_hold(hold, State.RELEASED, by=by, at=at)
        move(hold.demand, Demand.State.OPEN, at=at)
    return hold


def expire_holds(*, at: datetime, limit: int = 1000) -> int:
    """Let go every hold whose time is over; each in its own transaction. How many this run ended."""
    return sum(_expire(hold.pk, at) for hold in queries.holds_due(at)[:limit])


@joins_transaction
def free_capacity(demand: Demand, *, by: Actor, at: datetime) -> None:
    """Give back what a demand has, held or committed (C5). Only with the board locked."""
    hold = queries.live_hold(demand.pk)
    if hold is not None:
        end_hold(hold, State.RELEASED, by=by, at=at)


def _expire(hold_id: int, at: datetime) -> bool:
    with transaction.atomic():
        hold = CapacityHold.objects.select_related("demand").get(pk=hold_id)
        lock_board(hold.factory_id)
        hold.refresh_from_db(fields=["state", "expires_at"])
        if hold.state != State.ACTIVE or hold.expires_at > at:
            return False
        end_hold(hold, State.EXPIRED, by=SYSTEM, at=at)
        move(hold.demand, Demand.State.OPEN, at=at)
        return True


def end_hold(hold: CapacityHold, state: State, *, by: Actor, at: datetime) -> None:
    """Once for ever, whoever comes first."""
    live = CapacityHold.objects.filter(pk=hold.pk, state__in=[State.ACTIVE, State.COMMITTED])
    if not live.update(state=state, ended_at=at):
        raise NothingHeldError(title=hold.demand.title)
    if hold.state == State.ACTIVE:
        leave_pool(hold.demand, by=by, at=at)
    give_back([hold])
    hold.state, hold.ended_at = state, at
    announce(HoldEnded.of(hold.demand, at=at, hold_id=hold.pk, why=str(state)), by=by)


def _still_held(demand: Demand, *, by: Actor, at: datetime) -> CapacityHold | None:
    """The demand as it is now, and its hold if it is good; one whose time is over is ended first."""
    demand.refresh_from_db(fields=["state"])
    held = queries.live_hold(demand.pk)
    if held is None or held.state == State.COMMITTED or held.expires_at > at:
        return held
    end_hold(held, State.EXPIRED, by=by, at=at)
    move(demand, Demand.State.OPEN, at=at)
    return None


def take_place(board: Board, place: Place, *, minutes: int, by: Actor, at: datetime) -> CapacityHold:
    """Hold a place that was just found on this board; whose equal traits it stands beside it has joined. Only with the
    board locked."""
    demand = place.demand
    keep_verdict(board, demand, decided="held")
    lay_changes(board, place.plan, why=PlanVersion.Why.HELD, by=by, at=at)
    parts = parts_of(board, place.placements).get(demand.pk, {})
    if not take(parts):
        raise CapacityTakenError(title=demand.title)
    hold = CapacityHold.objects.create(
        factory_id=demand.factory_id,
        holder_id=demand.buyer_id,
        demand=demand,
        promised_at=place.promised_at,
        placements=stored(place.placements, board),
        held_at=at,
        expires_at=at + timedelta(minutes=minutes),
    )
    HeldCapacity.objects.bulk_create(
        HeldCapacity(hold=hold, bucket_id=bucket, seconds=seconds) for bucket, seconds in sorted(parts.items())
    )
    move(demand, Demand.State.HELD, at=at)
    follow(board, place.standing, by=by, at=at)
    told = {"promised_at": hold.promised_at.isoformat(), "expires_at": hold.expires_at.isoformat()}
    announce(CapacityHeld.of(demand, at=at, hold_id=hold.pk, **told), by=by)
    return hold
