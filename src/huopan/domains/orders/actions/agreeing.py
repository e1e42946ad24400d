"""What the factory offers instead of what was ordered, and the buyer's answer to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huopan.domains.orders import queries
from huopan.domains.orders.actions.replacing import AgreedLine, replace_order
from huopan.domains.orders.actions.stepping import give_back, must_be, must_have_no_open_after_sale
from huopan.domains.orders.events import OfferAgreed, OfferDeclined
from huopan.domains.orders.models import OrderLine, SupplierOrder
from huopan.domains.orders.policies import must_have_bought
from huopan.domains.orders.rules.amending import recoloured
from huopan.domains.production import actions as production
from huopan.domains.production.queries import Offered
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import UnknownError

State = SupplierOrder.State


@dataclass(frozen=True, slots=True)
class Agreed:
    """`order`: the one that goes on. `is_to_pay`: it is a new one, to be paid, and what was paid for the old one is on
    its way back."""

    order: SupplierOrder
    is_to_pay: bool


@transaction.atomic
def agree_to_offer(*, number: str, line_id: int, expires_at: datetime | None = None, by: Actor, at: datetime) -> Agreed:
    """The buyer takes what the factory offers for a line. Another date, a run to join, another colour or a lower price
    change the order as it stands, what it costs less is paid back and its capacity is held. Another quantity, or a
    higher price, needs paying anew: a new order takes its place.

    `expires_at`: of the offer that was shown. Raises UnknownError, NotItsBuyerError, OrderNotReadyError,
    AfterSaleOpenError, and what `production.agree_to_counter` raises, having changed nothing.
    """
    order, line, offered = _offered(number, line_id, by, at)
    if offered.quantity != line.quantity or offered.more_fen > 0:
        production.must_be_offered(demand_id=offered.demand_id, expires_at=expires_at, at=at)
        return Agreed(replace_order(order, _agreed_line(line, offered), by=by, at=at), is_to_pay=True)
    production.agree_to_counter(demand_id=offered.demand_id, expires_at=expires_at, by=by, at=at)
    if offered.more_fen < 0:
        cause = f"order:{number}:agreed:{line_id}:{offered.price_fen}"
        give_back(order, Money(-offered.more_fen), cause=cause, by=by, at=at)
    _amend(line, offered)
    announce(OfferAgreed.of(order, at=at, line_id=line_id, refund_fen=-offered.more_fen), by=by)
    return Agreed(order, is_to_pay=False)


@transaction.atomic
def decline_offer(*, number: str, line_id: int, expires_at: datetime | None = None, by: Actor, at: datetime) -> None:
    """The buyer does not want what the factory offers for a line; the order waits for another answer. Raises what
    agreeing to it raises."""
    order, _line, offered = _offered(number, line_id, by, at)
    production.decline_counter(demand_id=offered.demand_id, expires_at=expires_at, by=by, at=at)
    announce(OfferDeclined.of(order, at=at, line_id=line_id), by=by)


def _offered(number: str, line_id: int, by: Actor, at: datetime) -> tuple[SupplierOrder, OrderLine, Offered]:
    order = queries.locked_order(number, by)
    must_have_bought(order, by)
    must_be(order, State.AWAITING_ACCEPTANCE)
    must_have_no_open_after_sale(order)
    line = order.lines.filter(pk=line_id).first()
    offered = next((each for each in queries.offers_instead(order, by, at) if each.line_id == line_id), None)
    if line is None or offered is None:
        raise UnknownError(what="offer")
    return order, line, offered.offered


def _amend(line: OrderLine, offered: Offered) -> None:
    line.wanted_by = offered.wanted_by
    if "colour" in offered.changes:
        line.spec = recoloured(line.spec, offered.colour)
    line.save(update_fields=["wanted_by", "spec"])


def _agreed_line(line: OrderLine, offered: Offered) -> AgreedLine:
    spec = recoloured(line.spec, offered.colour) if "colour" in offered.changes else line.spec
    return AgreedLine(
        line_id=line.pk,
        quantity=offered.quantity,
        amount=Money(offered.price_fen),
        spec=spec,
        wanted_by=offered.wanted_by,
    )
