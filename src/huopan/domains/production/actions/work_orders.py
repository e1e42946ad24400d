"""Work orders: released to the floor from the plan, packed, closed, or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.moving import move
from huopan.domains.production.actions.pools import release_pool
from huopan.domains.production.actions.stepping import step
from huopan.domains.production.events import (
    WorkOrderCancelled,
    WorkOrderClosed,
    WorkOrderPacked,
    WorkOrderReleased,
)
from huopan.domains.production.models import Demand, PlannedStep, PoolMember, WorkOrder, WorkOrderStep
from huopan.domains.production.policies import must_plan, must_report
from huopan.domains.production.queries.work_orders import live_work_order, locked_work_order
from huopan.domains.production.rules.work_orders import pieces_started
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

State = WorkOrder.State


class NotPlannedError(RefusedError):
    sentence = said("“{title}” is not in the current plan with all its steps; have it planned, then release it.")


class NotAcceptedError(RefusedError):
    sentence = said("“{title}” is in the state “{state}”; only what is taken on is released to the floor.")


class BegunError(RefusedError):
    sentence = said("Work order {number} has been begun; confirm that it ends here to cancel it all the same.")


class WhyMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say why the work order is cancelled; the floor reads it.")


@joins_transaction
def release_work_order(*, demand_id: int, by: Actor, at: datetime) -> WorkOrder:
    """Tell the floor to make an accepted demand as the current plan has it. Released before: that work order.

    The first operation is issued the pieces to start, rework allowance included. Raises UnknownError,
    NoOrganisationError, ForbiddenError, NotAcceptedError and NotPlannedError, having changed nothing.
    """
    factory_id = must_plan(by)
    lock_board(factory_id)
    demand = Demand.objects.select_related("recipe", "routing").filter(factory_id=factory_id, pk=demand_id).first()
    if demand is None:
        raise UnknownError(what="demand")
    if live := live_work_order(demand):
        return live
    if demand.state != Demand.State.ACCEPTED:
        raise NotAcceptedError(title=demand.title, state=Demand.State(demand.state).label)
    places = _places(demand)
    order = _made_out(demand, at)
    _issue(order, demand, places)
    move(demand, Demand.State.RELEASED, at=at)
    release_pool(demand, by=by, at=at)
    announce(WorkOrderReleased.of_order(order, at=at, quantity=order.quantity), by=by)
    return order


@joins_transaction
def release_work_orders(*, demand_ids: Iterable[int], by: Actor, at: datetime) -> dict[int, WorkOrder | RefusedError]:
    """Release each demand that can be; what came of each, by its id."""
    must_plan(by)
    return {pk: _released_or_refused(pk, by, at) for pk in sorted(set(demand_ids))}


@joins_transaction
def pack_work_order(*, number: str, by: Actor, at: datetime) -> WorkOrder:
    """What was made is packed. Packed before: nothing happens. Raises UnknownError and WorkOrderNotReadyError."""
    order = locked_work_order(must_report(by), number)
    if order.state == State.PACKED:
        return order
    step(order, State.PACKED, at=at)
    announce(WorkOrderPacked.of_order(order, at=at), by=by)
    return order


@joins_transaction
def close_work_order(*, number: str, by: Actor, at: datetime) -> WorkOrder:
    """The packed goods have left the floor: the work order and its demand are done with. Closed before: nothing
    happens. Raises UnknownError and WorkOrderNotReadyError."""
    factory_id = must_plan(by)
    lock_board(factory_id)
    order = locked_work_order(factory_id, number)
    if order.state == State.CLOSED:
        return order
    step(order, State.CLOSED, at=at)
    if order.demand.state == Demand.State.PRODUCED:
        move(order.demand, Demand.State.CLOSED, at=at)
    announce(WorkOrderClosed.of_order(order, at=at), by=by)
    return order


@transaction.atomic
def cancel_work_order(*, number: str, because: str, is_begun_too: bool = False, by: Actor, at: datetime) -> WorkOrder:
    """Take a work order back from the floor; its demand stays accepted, to be planned and released again.

    `is_begun_too`: also one that has been started. Raises UnknownError, WhyMissingError, BegunError and
    WorkOrderNotReadyError.
    """
    factory_id = must_plan(by)
    if not because.strip():
        raise WhyMissingError
    lock_board(factory_id)
    order = locked_work_order(factory_id, number)
    is_begun = order.state in (State.IN_PROGRESS, State.ON_HOLD)
    if is_begun and not is_begun_too:
        raise BegunError(number=number)
    take_back(order, because=because.strip(), by=by, at=at)
    if order.demand.state == Demand.State.RELEASED:
        move(order.demand, Demand.State.ACCEPTED, at=at)
    return order


def take_back(order: WorkOrder, *, because: str, by: Actor, at: datetime) -> None:
    """End a live work order whose row is locked; what becomes of its demand is the caller's to say."""
    step(order, State.CANCELLED, at=at, closed_because=because[:200])
    announce(WorkOrderCancelled.of_order(order, at=at, because=because), by=by)


def _released_or_refused(demand_id: int, by: Actor, at: datetime) -> WorkOrder | RefusedError:
    try:
        return release_work_order(demand_id=demand_id, by=by, at=at)
    except RefusedError as refusal:
        return refusal


def _places(demand: Demand) -> dict[int, PlannedStep]:
    """Where the current plan has each step. Raises NotPlannedError unless it has them all."""
    planned = PlannedStep.objects.filter(plan__factory_id=demand.factory_id, plan__is_current=True, demand=demand)
    places = {row.step: row for row in planned}
    if not places or set(places) != {row.position for row in demand.routing.steps.all()}:
        raise NotPlannedError(title=demand.title)
    return places


def _made_out(demand: Demand, at: datetime) -> WorkOrder:
    membership = PoolMember.objects.filter(demand=demand, left_at__isnull=True).first()
    return WorkOrder.objects.create(
        factory_id=demand.factory_id,
        number=new_number("WO", at),
        demand=demand,
        pool_id=membership.pool_id if membership else None,
        quantity=demand.quantity,
        state=State.RELEASED,
        made_at=at,
        released_at=at,
    )


def _issue(order: WorkOrder, demand: Demand, places: dict[int, PlannedStep]) -> None:
    issued = pieces_started(demand.quantity, demand.recipe.rework_basis_points)
    WorkOrderStep.objects.bulk_create(
        WorkOrderStep(
            work_order=order,
            position=row.position,
            code=row.code,
            name_zh=row.name_zh,
            name_en=row.name_en,
            work_centre_id=places[row.position].work_centre_id,
            machine_id=places[row.position].machine_id,
            planned_start_at=places[row.position].starts_at,
            planned_end_at=places[row.position].ends_at,
            issued=issued,
        )
        for row in demand.routing.steps.all()
    )
