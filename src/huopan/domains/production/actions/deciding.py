"""What is wanted of a factory, and its answer: take it on, offer it otherwise, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huopan.domains.production import queries
from huopan.domains.production.actions.holding import commit_hold, free_capacity, hold_capacity
from huopan.domains.production.actions.judging import keep_verdict
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.moving import DemandDecidedError, move
from huopan.domains.production.actions.pools import close_pool_when_run, leave_pool
from huopan.domains.production.actions.supplying import give_materials_back, restore_materials, use_materials
from huopan.domains.production.actions.work_orders import take_back
from huopan.domains.production.events import (
    DemandCancelled,
    DemandDeclined,
    DemandProduced,
    DemandRaised,
    DemandReopened,
)
from huopan.domains.production.models import Demand, PlannedStep, WorkOrder
from huopan.domains.production.policies import must_decide
from huopan.domains.production.rules.states import UNDECIDED
from huopan.domains.production.rules.work_orders import ON_THE_FLOOR
from huopan.infra.outbox.announcing import announce
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

State = Demand.State


class BecauseMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say why, so that the buyer understands.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one source wants made. `reference` is unique with its kind: asking again raises nothing twice."""

    reference: str
    recipe_id: int
    quantity: int
    title: str
    revenue_fen: int = 0
    traits: dict[str, str] = field(default_factory=dict)
    wanted_by: datetime | None = None
    late_hour_fen: int = 0


@joins_transaction
def raise_demands(
    *, factory_id: int, buyer_id: int | None, source_kind: str, wanted: Iterable[Wanted], by: Actor, at: datetime
) -> list[Demand]:
    """Enter what `source_kind` (an order, a quotation) wants made; what is entered already stays as it is. The caller
    has checked who may ask. Recipes of other factories, or out of use, are passed over.

    Three statements however much is wanted, two when nothing is new.
    """
    asked = {each.reference: each for each in wanted}
    recipes = queries.recipes_by_id(factory_id, {each.recipe_id for each in asked.values()})
    mine = Demand.objects.filter(factory_id=factory_id, source_kind=source_kind, source_reference__in=list(asked))
    known = set(mine.values_list("source_reference", flat=True))
    new = [
        Demand(
            factory_id=factory_id,
            buyer_id=buyer_id,
            source_kind=source_kind,
            source_reference=reference,
            title=each.title[:200],
            recipe=recipes[each.recipe_id],
            routing_id=recipes[each.recipe_id].routing_id,
            quantity=each.quantity,
            traits=each.traits,
            wanted_by=each.wanted_by,
            revenue_fen=each.revenue_fen,
            late_hour_fen=each.late_hour_fen,
            raised_at=at,
        )
        for reference, each in sorted(asked.items())
        if reference not in known and each.recipe_id in recipes
    ]
    Demand.objects.bulk_create(new, ignore_conflicts=True)
    if not new:
        return []
    raised = list(mine.exclude(source_reference__in=known).order_by("id"))
    announce(*(DemandRaised.of(each, at=at, quantity=each.quantity) for each in raised), by=by)
    return raised


@joins_transaction
def accept_demand(*, demand_id: int, by: Actor, at: datetime) -> Demand:
    """Take a demand on: what is held for it is committed, or its earliest place is held and committed at once.
    Accepted before: nothing happens.

    Raises UnknownError, NotItsFactoryError, DemandDecidedError, and what holding raises.
    """
    demand = queries.demand(demand_id, by)
    must_decide(demand, by)
    if demand.state in (State.ACCEPTED, State.RELEASED, State.PRODUCED, State.CLOSED):
        return demand
    hold = hold_capacity(demand_id=demand_id, by=by, at=at)
    return commit_hold(hold_id=hold.pk, by=by, at=at)


@transaction.atomic
def decline_demand(*, demand_id: int, because: str, by: Actor, at: datetime) -> Demand:
    """Do not make it. Raises UnknownError, NotItsFactoryError, BecauseMissingError, DemandDecidedError."""
    demand = _locked(demand_id, by)
    if not because.strip():
        raise BecauseMissingError
    must_be_undecided(demand)
    keep_verdict(queries.board_of(demand.factory_id, at, also=[demand]), demand, decided="declined")
    _decline(demand, because.strip(), by=by, at=at)
    return demand


@joins_transaction
def decline_demands(*, source_kind: str, source_prefix: str, because: str, by: Actor, at: datetime) -> int:
    """The factory refuses all of what a source wants that it has not taken on; how many that were. The caller has
    checked who may."""
    undecided = [each for each in _of_source(source_kind, source_prefix) if each.state in UNDECIDED]
    for demand in undecided:
        _decline(demand, because, by=by, at=at)
    return len(undecided)


@joins_transaction
def cancel_demands(*, source_kind: str, source_prefix: str, because: str, by: Actor, at: datetime) -> int:
    """Its source no longer wants it: capacity, materials and places in the plan are free again (C5). How many were
    cancelled; what is made already is not."""
    wanted = (*UNDECIDED, State.ACCEPTED, State.RELEASED)
    dropped = [each for each in _of_source(source_kind, source_prefix) if each.state in wanted]
    for demand in dropped:
        _cancel(demand, because, by=by, at=at)
    return len(dropped)


@transaction.atomic
def record_produced(*, demand_id: int, by: Actor, at: datetime) -> Demand:
    """All of it is made: its materials are used up, and what it held of the days to come is free."""
    demand = _locked(demand_id, by)
    if demand.state in (State.PRODUCED, State.CLOSED):
        return demand
    move(demand, State.PRODUCED, at=at)
    use_materials(demand)
    free_capacity(demand, by=by, at=at)
    close_pool_when_run(demand, by=by, at=at)
    announce(DemandProduced.of(demand, at=at), by=by)
    return demand


@transaction.atomic
def reopen_demand(*, demand_id: int, by: Actor, at: datetime) -> Demand:
    """Undo `record_produced`, which was said by mistake: its materials are there again, and it is on the floor. What it
    held of the days to come stays free: its last operation has begun and stands on the board. It is not made: nothing
    happens."""
    demand = _locked(demand_id, by)
    if demand.state != State.PRODUCED:
        return demand
    move(demand, State.RELEASED, at=at)
    restore_materials(demand)
    announce(DemandReopened.of(demand, at=at), by=by)
    return demand


def must_be_undecided(demand: Demand) -> None:
    if demand.state not in UNDECIDED:
        raise DemandDecidedError(title=demand.title, state=State(demand.state).label)


def _of_source(source_kind: str, source_prefix: str) -> Iterator[Demand]:
    """What a source wants, as it is now, each with its board locked."""
    rows = Demand.objects.filter(source_kind=source_kind, source_reference__startswith=source_prefix)
    for demand in rows.order_by("factory_id", "id"):
        lock_board(demand.factory_id)
        demand.refresh_from_db(fields=["state"])
        yield demand


def _decline(demand: Demand, because: str, *, by: Actor, at: datetime) -> None:
    free_capacity(demand, by=by, at=at)
    move(demand, State.DECLINED, at=at, decided_at=at, closed_because=because[:200])
    announce(DemandDeclined.of(demand, at=at, because=demand.closed_because), by=by)


def _cancel(demand: Demand, because: str, *, by: Actor, at: datetime) -> None:
    free_capacity(demand, by=by, at=at)
    leave_pool(demand, by=by, at=at)
    give_materials_back(demand)
    PlannedStep.objects.filter(plan__is_current=True, demand=demand).delete()
    for order in WorkOrder.objects.select_for_update().filter(demand=demand, state__in=["draft", *ON_THE_FLOOR]):
        take_back(order, because=because, by=by, at=at)
    move(demand, State.CANCELLED, at=at, closed_because=because[:200])
    announce(DemandCancelled.of(demand, at=at, because=demand.closed_because), by=by)


def _locked(demand_id: int, by: Actor) -> Demand:
    demand = queries.demand(demand_id, by)
    must_decide(demand, by)
    lock_board(demand.factory_id)
    demand.refresh_from_db(fields=["state"])
    return demand
