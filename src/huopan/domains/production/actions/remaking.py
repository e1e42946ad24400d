"""A work order that came out short: its missing pieces are made again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huopan.domains.production.actions.deciding import Wanted, accept_demand, raise_demands
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.models import Demand
from huopan.domains.production.policies import must_plan
from huopan.domains.production.queries.work_orders import REMADE, locked_work_order, remade
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class NothingMissingError(RefusedError):
    sentence = said("Work order {number} lacks no piece, or is not made yet; there is nothing to make again.")


class RecipeOutOfUseError(RefusedError):
    sentence = said("What work order {number} was made by is not in use any more; enter a new demand instead.")


@joins_transaction
def remake_missing(*, number: str, by: Actor, at: datetime) -> Demand:
    """Have the pieces that did not come good of work order `number` made again, as soon as there is a place: a demand
    of its own, taken on at once where it can be, else left open to be decided on. Asked before: that demand.

    It earns nothing: what was paid for the pieces counts with the first. Raises UnknownError, ForbiddenError,
    NothingMissingError, RecipeOutOfUseError."""
    factory_id = must_plan(by)
    lock_board(factory_id)
    order = locked_work_order(factory_id, number)
    if known := remade(order):
        return known
    if not order.missing:
        raise NothingMissingError(number=number)
    first = order.demand
    wanted = Wanted(
        reference=number,
        recipe_id=first.recipe_id,
        quantity=order.missing,
        title=first.title,
        traits=first.traits,
        late_hour_fen=first.late_hour_fen,
    )
    raised = raise_demands(
        factory_id=factory_id, buyer_id=first.buyer_id, source_kind=REMADE, wanted=[wanted], by=by, at=at
    )
    if not raised:
        raise RecipeOutOfUseError(number=number)
    return _taken_on(raised[0], by=by, at=at)


def _taken_on(demand: Demand, *, by: Actor, at: datetime) -> Demand:
    try:
        with transaction.atomic():
            return accept_demand(demand_id=demand.pk, by=by, at=at)
    except RefusedError:
        demand.refresh_from_db()
        return demand
