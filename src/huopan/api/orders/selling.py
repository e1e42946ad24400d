"""Orders: what the supplier does."""

from __future__ import annotations

from huopan.api.base import Asking, Number, Router
from huopan.api.orders.shapes import AddressOut, MovedOut, NumbersIn, RefusalIn, ShipIn, TriedAllOut
from huopan.api.writing import writes
from huopan.domains.orders import actions as orders

router = Router()


@router.post("/orders/accept", response=TriedAllOut, summary="Accept many orders; each that cannot be says why")
@writes("sell")
def accept_orders(request: Asking, body: NumbersIn) -> TriedAllOut:
    tried = orders.accept_orders(numbers=body.numbers, by=request.actor, at=request.at)
    return TriedAllOut.of(tried)


@router.post("/orders/{number}/accept", response=MovedOut, summary="The supplier will ship it")
@writes("sell")
def accept_order(request: Asking, number: Number) -> MovedOut:
    return MovedOut.of(orders.accept_order(number=number, by=request.actor, at=request.at))


@router.post("/orders/{number}/refuse", response=MovedOut, summary="The supplier will not ship it; the money goes back")
@writes("sell")
def refuse_order(request: Asking, number: Number, body: RefusalIn) -> MovedOut:
    return MovedOut.of(orders.refuse_order(number=number, because=body.because, by=request.actor, at=request.at))


@router.post("/orders/{number}/ship", response=MovedOut, summary="Goods leave, all that is left or some")
@writes("sell")
def ship_order(request: Asking, number: Number, body: ShipIn) -> MovedOut:
    shipped = orders.ship_order(
        number=number,
        parcels=[(parcel.carrier, parcel.waybill_number) for parcel in body.parcels],
        quantities=body.quantities(),
        by=request.actor,
        at=request.at,
    )
    return MovedOut.of(shipped)


@router.post("/orders/{number}/consignee", response=AddressOut, summary="The address in full; looking is noted")
@writes("sell")
def reveal_consignee(request: Asking, number: Number) -> AddressOut:
    return AddressOut.of(orders.reveal_consignee(number=number, by=request.actor, at=request.at))
