"""What a factory offers instead of what was ordered, and the buyer's answer."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from huopan.api.base import Asking, Id, Moment, Number, Router, Schema
from huopan.api.orders.shapes import MovedOut
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries

router = Router()


class OfferedOut(Schema):
    """`changes`: later, sooner, quantity, price, colour, pool, those that differ from what was asked. `is_to_pay`:
    agreeing makes a new order, to be paid, and pays this one back; otherwise `less_fen` of what was paid goes back."""

    line_id: int
    title: str
    changes: list[str]
    asked_by: datetime | None
    asked_quantity: int
    asked_fen: int
    asked_colour: str
    wanted_by: datetime | None
    quantity: int
    price_fen: int
    colour: str
    pool_closes_at: datetime | None
    expires_at: datetime
    is_to_pay: bool
    less_fen: int

    @classmethod
    def of(cls, instead: queries.OfferedInstead) -> OfferedOut:
        own = {"line_id", "is_to_pay", "less_fen"}
        offered = {name: getattr(instead.offered, name) for name in set(cls.model_fields) - own - {"changes"}}
        return cls(changes=list(instead.offered.changes), **{name: getattr(instead, name) for name in own}, **offered)


class OfferedAllOut(Schema):
    items: list[OfferedOut]


class OfferAnswerIn(Schema):
    expires_at: Moment | None = Field(None, description="Of the offer you were shown; another one is refused")


class AgreedOut(Schema):
    number: str = Field(description="Of the order that goes on")
    state: str
    purchase_number: str
    is_to_pay: bool

    @classmethod
    def of(cls, agreed: orders.Agreed) -> AgreedOut:
        order = agreed.order
        return cls(
            number=order.number, state=order.state, purchase_number=order.group.number, is_to_pay=agreed.is_to_pay
        )


@router.get("/orders/{number}/offers", response=OfferedAllOut, summary="What the factory offers instead")
@reads("buy", "sell")
def order_offers(request: Asking, number: Number) -> OfferedAllOut:
    found = queries.offers_instead(queries.order(number, request.actor), request.actor, request.at)
    return OfferedAllOut(items=[OfferedOut.of(each) for each in found])


@router.post("/orders/{number}/offers/{line_id}/agree", response=AgreedOut, summary="Agree to what is offered")
@writes("buy")
def agree_to_offer(request: Asking, number: Number, line_id: Id, body: OfferAnswerIn) -> AgreedOut:
    """Its capacity is held at once. Another quantity or a higher price makes a new order, to be paid."""
    agreed = orders.agree_to_offer(
        number=number, line_id=line_id, expires_at=body.expires_at, by=request.actor, at=request.at
    )
    return AgreedOut.of(agreed)


@router.post("/orders/{number}/offers/{line_id}/decline", response=MovedOut, summary="Decline what is offered")
@writes("buy")
def decline_offer(request: Asking, number: Number, line_id: Id, body: OfferAnswerIn) -> MovedOut:
    """The order waits for another answer."""
    orders.decline_offer(number=number, line_id=line_id, expires_at=body.expires_at, by=request.actor, at=request.at)
    return MovedOut.of(queries.order(number, request.actor))
