"""What the factory offers instead, and what becomes of it: agreed to, turned down, withdrawn by time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huopan.domains.production import queries
from huopan.domains.production.actions.deciding import must_be_undecided
from huopan.domains.production.actions.holding import free_capacity, hold_capacity
from huopan.domains.production.actions.joining import join_pool
from huopan.domains.production.actions.judging import keep_verdict
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.moving import move
from huopan.domains.production.events import CounterAgreed, CounterEnded, DemandCountered
from huopan.domains.production.models import Demand
from huopan.domains.production.policies import must_decide
from huopan.infra.outbox.announcing import announce
from huopan.infra.transactions import joins_transaction
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusedError, said

State = Demand.State
OFFER_HOURS = 48
MOST_OFFER_HOURS = 30 * 24


class NothingOfferedError(RefusedError):
    kind = "invalid"
    sentence = said("Offer another date, another price, another quantity, another colour or a run to join.")


class OfferOverError(RefusedError):
    sentence = said("What was offered for “{title}” is over; ask the factory for a new offer.")


class NotOfferedAnyMoreError(RefusedError):
    sentence = said("The factory has offered something else for “{title}” meanwhile; look at it and decide again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What would be made instead; None or "" where it stays as asked."""

    wanted_by: str | None = None
    revenue_fen: int | None = None
    quantity: int | None = None
    colour: str = ""
    pool_id: int | None = None


@transaction.atomic
def counter_demand(
    *,
    demand_id: int,
    wanted_by: datetime | None = None,
    revenue_fen: int | None = None,
    quantity: int | None = None,
    colour: str = "",
    pool_id: int | None = None,
    hours: int = OFFER_HOURS,
    by: Actor,
    at: datetime,
) -> Demand:
    """Offer to make it by another date, for another price, in another quantity or colour, or in a pool, for `hours` or
    until the pool closes; the demand stays open until its source answers, or takes it back. What was held is let go.

    Raises UnknownError, NotItsFactoryError, NothingOfferedError, DemandDecidedError.
    """
    demand = queries.demand(demand_id, by)
    must_decide(demand, by)
    lock_board(demand.factory_id)
    demand.refresh_from_db(fields=["state"])
    date = wanted_by.isoformat() if wanted_by else None
    terms = Terms(wanted_by=date, revenue_fen=revenue_fen, quantity=quantity, colour=colour.strip(), pool_id=pool_id)
    _must_offer_something(terms, hours, at, wanted_by)
    until = at + timedelta(hours=hours)
    if pool_id is not None:
        until = min(until, queries.open_pool(pool_id, by, at).closes_at)
    must_be_undecided(demand)
    keep_verdict(queries.board_of(demand.factory_id, at, also=[demand]), demand, decided="countered")
    if demand.state == State.HELD:
        free_capacity(demand, by=by, at=at)
        move(demand, State.OPEN, at=at)
    _keep(demand, asdict(terms), until)
    announce(DemandCountered.of(demand, at=at, **asdict(terms), expires_at=until.isoformat()), by=by)
    return demand


@joins_transaction
def agree_to_counter(*, demand_id: int, expires_at: datetime | None = None, by: Actor, at: datetime) -> Demand:
    """The buyer takes what was offered: from now on that is what is wanted, and its capacity is held, in the pool that
    was offered when one was. Called by the room that raised it, which has checked who may. `expires_at`: of the offer
    that the buyer was shown.

    Raises OfferOverError, NotOfferedAnyMoreError, DemandDecidedError and what holding and joining raise; nothing is
    changed then, if the caller rolls back.
    """
    demand = _offered(demand_id, expires_at, at)
    terms = Terms(**demand.counter)
    for name, value in _changes(demand, terms).items():
        setattr(demand, name, value)
    demand.counter, demand.counter_until = {}, None
    demand.save(update_fields=["wanted_by", "revenue_fen", "quantity", "traits", "counter", "counter_until"])
    if terms.pool_id is not None:
        join_pool(demand_id=demand_id, pool_id=terms.pool_id, by=SYSTEM, at=at)
    else:
        hold_capacity(demand_id=demand_id, by=SYSTEM, at=at)
    announce(CounterAgreed.of(demand, at=at, revenue_fen=demand.revenue_fen, quantity=demand.quantity), by=by)
    demand.refresh_from_db()
    return demand


@joins_transaction
def must_be_offered(*, demand_id: int, expires_at: datetime | None, at: datetime) -> None:
    """The offer that was shown still stands; its board stays locked. Raises what agreeing to it raises of that."""
    _offered(demand_id, expires_at, at)


@joins_transaction
def decline_counter(*, demand_id: int, expires_at: datetime | None = None, by: Actor, at: datetime) -> Demand:
    """The buyer does not want what was offered; the factory answers anew. Called by the room that raised it, which has
    checked who may. Raises what agreeing to it raises."""
    demand = _offered(demand_id, expires_at, at)
    _end(demand, "declined", by=by, at=at)
    return demand


def expire_counters(*, at: datetime, limit: int = 1000) -> int:
    """End every offer whose time is over; each in its own transaction. How many this run ended."""
    due = Demand.objects.filter(counter_until__lte=at).order_by("counter_until").values_list("pk", flat=True)
    return sum(_expire(pk, at) for pk in list(due[:limit]))


def _expire(demand_id: int, at: datetime) -> bool:
    with transaction.atomic():
        demand = Demand.objects.select_for_update().get(pk=demand_id)
        if demand.counter_until is None or demand.counter_until > at:
            return False
        _end(demand, "expired", by=SYSTEM, at=at)
        return True


def _end(demand: Demand, why: str, *, by: Actor, at: datetime) -> None:
    _keep(demand, {}, None)
    announce(CounterEnded.of(demand, at=at, why=why), by=by)


def _keep(demand: Demand, counter: Mapping[str, Any], until: datetime | None) -> None:
    demand.counter, demand.counter_until = dict(counter), until
    demand.save(update_fields=["counter", "counter_until"])


def _offered(demand_id: int, expires_at: datetime | None, at: datetime) -> Demand:
    """The demand with what is offered for it, its board and row locked."""
    demand: Demand = Demand.objects.get(pk=demand_id)
    lock_board(demand.factory_id)
    demand = Demand.objects.select_for_update().get(pk=demand_id)
    must_be_undecided(demand)
    if demand.counter_until is None or demand.counter_until <= at:
        raise OfferOverError(title=demand.title)
    if expires_at is not None and demand.counter_until != expires_at:
        raise NotOfferedAnyMoreError(title=demand.title)
    return demand


def _must_offer_something(terms: Terms, hours: int, at: datetime, wanted_by: datetime | None) -> None:
    is_nothing = not any(asdict(terms).values())
    is_wrong = (terms.quantity is not None and terms.quantity < 1) or (terms.revenue_fen or 0) < 0
    if is_nothing or is_wrong or not 1 <= hours <= MOST_OFFER_HOURS or (wanted_by is not None and wanted_by <= at):
        raise NothingOfferedError


def _changes(demand: Demand, terms: Terms) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: getattr(terms, name) for name in ("revenue_fen", "quantity") if getattr(terms, name) is not None
    }
    if terms.wanted_by:
        changes["wanted_by"] = datetime.fromisoformat(terms.wanted_by)
    if terms.colour:
        changes["traits"] = {**demand.traits, "colour": terms.colour}
    return changes
