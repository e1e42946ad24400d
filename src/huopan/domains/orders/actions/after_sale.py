"""A buyer claims, the supplier answers, goods and money go back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huopan.domains.orders import queries
from huopan.domains.orders.actions.evidence import show
from huopan.domains.orders.actions.moving import ReasonMissingError
from huopan.domains.orders.actions.settling import drop_unshipped, go_on, move, must_stand_in, pay_back, take_back
from huopan.domains.orders.actions.stepping import RefundBeyondOrderError, left_of, must_have_no_open_after_sale
from huopan.domains.orders.events import (
    AfterSaleAgreed,
    AfterSaleClosed,
    AfterSaleRefunded,
    AfterSaleRefused,
    AfterSaleRequested,
    GoodsReceivedBack,
    GoodsSentBack,
)
from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.orders.policies import must_have_bought, must_supply
from huopan.domains.orders.rules.after_sale import (
    ClaimsNothingError,
    check_refund,
    check_return,
    due_at,
    must_be_claimable,
    price_of,
)
from huopan.infra.files.pictures import Picture
from huopan.infra.numbers import new_number
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError, said

State = AfterSale.State


class WaybillMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Write the courier and the waybill number, so that both sides can follow the goods.")


@transaction.atomic
def request_after_sale(
    *,
    number: str,
    kind: str,
    reason: str,
    pieces: Mapping[int, int] | None = None,
    amount: Money | None = None,
    pictures: Sequence[Picture] = (),
    by: Actor,
    at: datetime,
) -> AfterSale:
    """The buyer of order `number` asks for money ("refund") or to send goods back for it ("return").

    `pieces`: quantities by SKU id; before the last shipment a refund is for pieces that have not left. `amount`: what
    is asked for, at most what is not refunded yet; without it, the price of the pieces. `pictures` are its first
    evidence. The order waits until it is settled. Raises UnknownError, NotItsBuyerError, AfterSaleOpenError,
    RefundBeyondOrderError, TooMuchEvidenceError and the refusals of rules.after_sale.
    """
    order = queries.locked_order(number, by)
    must_have_bought(order, by)
    _must_be_claimable(order, at)
    must_have_no_open_after_sale(order)
    if not reason.strip():
        raise ReasonMissingError
    asked = _asked(order, AfterSale.Kind(kind), pieces or {}, amount)
    after_sale = AfterSale.objects.create(
        number=new_number("AS", at),
        order=order,
        kind=kind,
        reason=reason.strip(),
        amount_fen=asked.fen,
        lines=[{"sku_id": sku_id, "quantity": quantity} for sku_id, quantity in sorted((pieces or {}).items())],
        due_at=due_at(State.REQUESTED, at=at, limits=settings.HUOPAN),
        requested_at=at,
    )
    announce(AfterSaleRequested.of(after_sale, after_sale_kind=kind, amount_fen=asked.fen, at=at), by=by)
    for picture in pictures:
        show(after_sale, "", picture, by=by, at=at)
    return after_sale


@transaction.atomic
def agree_after_sale(*, number: str, answer: str = "", by: Actor, at: datetime) -> AfterSale:
    """The supplier agrees: money goes back at once, or, for a return, the buyer may send the goods.

    Raises UnknownError, NotItsSupplierError, AfterSaleNotReadyError and, on a completed order, SellerShortError.
    """
    after_sale = queries.locked_after_sale(number, by)
    must_supply(after_sale.order, by)
    must_stand_in(after_sale, State.REQUESTED)
    if after_sale.kind == AfterSale.Kind.RETURN:
        move(after_sale, State.AGREED, at=at, answer=answer.strip())
        announce(AfterSaleAgreed.of(after_sale, at=at), by=by)
    else:
        _refund(after_sale, answer=answer.strip(), by=by, at=at)
    return after_sale


@transaction.atomic
def refuse_after_sale(*, number: str, answer: str, by: Actor, at: datetime) -> AfterSale:
    """The supplier says no, and why; the buyer may dispute it for a while.

    Raises UnknownError, NotItsSupplierError, ReasonMissingError, AfterSaleNotReadyError.
    """
    after_sale = queries.locked_after_sale(number, by)
    must_supply(after_sale.order, by)
    must_stand_in(after_sale, State.REQUESTED)
    if not answer.strip():
        raise ReasonMissingError
    move(after_sale, State.REFUSED, at=at, answer=answer.strip())
    announce(AfterSaleRefused.of(after_sale, at=at), by=by)
    return after_sale


@transaction.atomic
def send_goods_back(*, number: str, carrier: str, waybill_number: str, by: Actor, at: datetime) -> AfterSale:
    """The buyer has handed the goods to a courier. Raises NotItsBuyerError, WaybillMissingError,
    AfterSaleNotReadyError."""
    after_sale = queries.locked_after_sale(number, by)
    must_have_bought(after_sale.order, by)
    if not (carrier.strip() and waybill_number.strip()):
        raise WaybillMissingError
    must_stand_in(after_sale, State.AGREED)
    move(after_sale, State.GOODS_RETURNING, at=at, return_waybill=f"{carrier.strip()} {waybill_number.strip()}")
    announce(GoodsSentBack.of(after_sale, at=at), by=by)
    return after_sale


@transaction.atomic
def receive_goods_back(*, number: str, is_sellable: bool = True, by: Actor, at: datetime) -> AfterSale:
    """The supplier has the goods again: they go into stock when `is_sellable`, and the money goes back.

    Raises UnknownError, NotItsSupplierError, AfterSaleNotReadyError and, on a completed order, SellerShortError.
    """
    after_sale = queries.locked_after_sale(number, by)
    must_supply(after_sale.order, by)
    must_stand_in(after_sale, State.GOODS_RETURNING)
    move(after_sale, State.GOODS_RECEIVED, at=at)
    announce(GoodsReceivedBack.of(after_sale, at=at), by=by)
    take_back(after_sale, is_sellable=is_sellable, by=by, at=at)
    _refund(after_sale, by=by, at=at)
    return after_sale


@transaction.atomic
def withdraw_after_sale(*, number: str, by: Actor, at: datetime) -> AfterSale:
    """The buyer asks for nothing any more, and the order goes on. Raises NotItsBuyerError, AfterSaleNotReadyError."""
    after_sale = queries.locked_after_sale(number, by)
    must_have_bought(after_sale.order, by)
    close(after_sale, because="withdrawn", by=by, at=at)
    return after_sale


def close(after_sale: AfterSale, *, because: str, by: Actor, at: datetime) -> None:
    """End a locked after-sale without money."""
    move(after_sale, State.CLOSED, at=at)
    announce(AfterSaleClosed.of(after_sale, because=because, at=at), by=by)
    go_on(after_sale, at=at)


def _refund(after_sale: AfterSale, *, by: Actor, at: datetime, **changes: str) -> None:
    amount = Money(after_sale.amount_fen)
    move(after_sale, State.REFUNDED, at=at, refunded_fen=amount.fen, **changes)
    announce(AfterSaleRefunded.of(after_sale, refund_fen=amount.fen, at=at), by=by)
    pay_back(after_sale, amount, by=by, at=at)
    drop_unshipped(after_sale, by=by, at=at)
    go_on(after_sale, at=at)


def _must_be_claimable(order: SupplierOrder, at: datetime) -> None:
    must_be_claimable(
        order.state,
        closed_at=order.closed_at,
        at=at,
        window_days=settings.HUOPAN.after_sale_window_days,
        label=str(SupplierOrder.State(order.state).label),
    )


def _asked(order: SupplierOrder, kind: AfterSale.Kind, pieces: Mapping[int, int], amount: Money | None) -> Money:
    lines, left = queries.claim_lines(order), left_of(order)
    if kind == AfterSale.Kind.RETURN:
        check_return(lines, pieces)
    elif not pieces and amount is None:
        raise ClaimsNothingError
    else:
        check_refund(lines, pieces, is_shipping=order.state == SupplierOrder.State.AWAITING_SHIPMENT)
    asked = price_of(lines, pieces, left=left) if amount is None else amount
    if not 0 < asked.fen <= left.fen:
        raise RefundBeyondOrderError(number=order.number, left=left)
    return asked
