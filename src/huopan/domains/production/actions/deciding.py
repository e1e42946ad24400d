"""What is wanted of a factory, and its answer: take it on, offer it otherwise, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from huopan.domains.production import queries
from huopan.domains.production.actions.holding import commit_hold, free_capacity, hold_capacity
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.moving import DemandDecidedError, move
from huopan.domains.production.actions.supplying import give_materials_back, restore_materials, use_materials
from huopan.domains.production.events import (
    DemandCancelled,
    DemandCountered,
    DemandDeclined,
    DemandProduced,
    DemandRaised,
    DemandReopened,
)
from huopan.domains.production.models import Demand, PlannedStep, WorkOrder
from huopan.domains.production.policies import must_decide
from huopan.domains.production.rules.states import UNDECIDED
from huopan.infra.outbox.announcing import announce
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

State = Demand.State


class BecauseMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say why, so that the buyer understands.")


class NothingOfferedError(RefusedError):
    kind = "invalid"
    sentence = said("Offer another date, another price or another quantity.")


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
    free_capacity(demand, by=by, at=at)
    move(demand, State.DECLINED, at=at, decided_at=at, closed_because=because.strip()[:200])
    announce(DemandDeclined.of(demand, at=at, because=demand.closed_because), by=by)
    return demand


@transaction.atomic
def counter_demand(
    *,
    demand_id: int,
    wanted_by: datetime | None = None,
    revenue_fen: int | None = None,
    quantity: int | None = None,
    by: Actor,
    at: datetime,
) -> Demand:
    """Offer to make it by another date, for another price or in another quantity; the demand stays open until its
    source answers with `agree_to_counter` or takes it back. What was held is let go.

    Raises UnknownError, NotItsFactoryError, NothingOfferedError, DemandDecidedError.
    """
    demand = _locked(demand_id, by)
    offer = {
        "wanted_by": wanted_by.isoformat() if wanted_by else None,
        "revenue_fen": revenue_fen,
        "quantity": quantity,
    }
    if not any(offer.values()) or (quantity is not None and quantity < 1) or (revenue_fen or 0) < 0:
        raise NothingOfferedError
    must_be_undecided(demand)
    if demand.state == State.HELD:
        free_capacity(demand, by=by, at=at)
        move(demand, State.OPEN, at=at)
    demand.counter = offer
    demand.save(update_fields=["counter"])
    announce(DemandCountered.of(demand, at=at, **offer), by=by)
    return demand


@joins_transaction
def agree_to_counter(*, demand_id: int, by: Actor, at: datetime) -> Demand:  # noqa: ARG001 - every action has its time
    """The buyer takes what was offered: from now on that is what is wanted. Called by the room that raised it."""
    demand: Demand = Demand.objects.select_for_update().get(pk=demand_id)
    must_be_undecided(demand)
    changes = _agreed(demand.counter)
    for name, value in changes.items():
        setattr(demand, name, value)
    demand.counter = {}
    demand.save(update_fields=[*changes, "counter"])
    return demand


@joins_transaction
def cancel_demands(*, source_kind: str, source_prefix: str, because: str, by: Actor, at: datetime) -> int:
    """Its source no longer wants it: capacity, materials and places in the plan are free again (C5). How many were
    cancelled; what is made already is not."""
    rows = Demand.objects.filter(source_kind=source_kind, source_reference__startswith=source_prefix)
    cancelled = 0
    for demand in rows.order_by("factory_id", "id"):
        lock_board(demand.factory_id)
        demand.refresh_from_db(fields=["state"])
        if demand.state in (*UNDECIDED, State.ACCEPTED, State.RELEASED):
            _cancel(demand, because, by=by, at=at)
            cancelled += 1
    return cancelled


@transaction.atomic
def record_produced(*, demand_id: int, by: Actor, at: datetime) -> Demand:
    """All of it is made: its materials are used up, and what it held of the days to come is free."""
    demand = _locked(demand_id, by)
    if demand.state in (State.PRODUCED, State.CLOSED):
        return demand
    move(demand, State.PRODUCED, at=at)
    use_materials(demand)
    free_capacity(demand, by=by, at=at)
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


def _cancel(demand: Demand, because: str, *, by: Actor, at: datetime) -> None:
    free_capacity(demand, by=by, at=at)
    give_materials_back(demand)
    PlannedStep.objects.filter(plan__is_current=True, demand=demand).delete()
    waiting = WorkOrder.objects.filter(demand=demand, state__in=["draft", "released", "in_progress", "on_hold"])
    waiting.update(state=WorkOrder.State.CANCELLED, closed_at=at, closed_because=because[:200])
    move(demand, State.CANCELLED, at=at, closed_because=because[:200])
    announce(DemandCancelled.of(demand, at=at, because=demand.closed_because), by=by)


def _locked(demand_id: int, by: Actor) -> Demand:
    demand = queries.demand(demand_id, by)
    must_decide(demand, by)
    lock_board(demand.factory_id)
    demand.refresh_from_db(fields=["state"])
    return demand


def _agreed(counter: dict[str, Any]) -> dict[str, Any]:
    changes = {name: counter[name] for name in ("revenue_fen", "quantity") if counter.get(name) is not None}
    if counter.get("wanted_by"):
        changes["wanted_by"] = datetime.fromisoformat(counter["wanted_by"])
    return changes
