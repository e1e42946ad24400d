"""The cart."""

from __future__ import annotations

from ninja import Query

from huopan.api.base import Asking, Id, Router
from huopan.api.orders.cart_shapes import CartOut, Destination, WantedLines
from huopan.api.writing import reads, writes
from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries

router = Router()


@router.get("/cart", response=CartOut, summary="The cart by supplier, priced and checked")
@reads("buy")
def read_cart(request: Asking, to: Query[Destination]) -> CartOut:
    return CartOut.of(queries.cart(request.actor, request.at, to.division or None))


@router.post("/cart/lines", response={204: None}, summary="Add pieces to the cart")
@writes("buy")
def add_cart_lines(request: Asking, body: WantedLines) -> None:
    orders.put_in_cart(lines=body.pairs(), by=request.actor, at=request.at)


@router.put("/cart/lines", response={204: None}, summary="Have the cart hold exactly these pieces of these SKUs")
@writes("buy")
def replace_cart_lines(request: Asking, body: WantedLines) -> None:
    orders.set_cart_lines(lines=body.pairs(), by=request.actor, at=request.at)


@router.delete("/cart/lines/{sku_id}", response={204: None}, summary="Take a SKU out of the cart")
@writes("buy")
def remove_cart_line(request: Asking, sku_id: Id) -> None:
    orders.remove_cart_lines(sku_ids=[sku_id], by=request.actor, at=request.at)


@router.delete("/cart", response={204: None}, summary="Empty the cart")
@writes("buy")
def empty_cart(request: Asking) -> None:
    orders.remove_cart_lines(by=request.actor, at=request.at)
