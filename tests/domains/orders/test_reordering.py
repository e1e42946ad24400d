from __future__ import annotations

import pytest

from huopan.domains.catalog.models import Offer, PriceTier, Stock
from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import CartLine
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.after_sales import buyer_of
from tests.factories.orders import NOON, a_buyer, a_purchase, a_sku, an_order, owner_of
from tests.factories.parties import an_actor

pytestmark = pytest.mark.django_db


def test_every_line_of_an_order_lies_in_the_cart_again() -> None:
    order = an_order()
    [line] = orders.buy_again(number=order.number, by=buyer_of(order), at=NOON)
    assert (line.is_gone, line.has_changed, line.quantity) == (False, False, 2)
    assert CartLine.objects.get(buyer=order.buyer).quantity == 2


def test_a_purchase_brings_the_goods_of_all_its_suppliers() -> None:
    purchase = a_purchase(pieces={a_sku(): 2, a_sku(): 3})
    orders.buy_again(number=purchase.number, by=owner_of(purchase.buyer_id), at=NOON)
    assert sorted(CartLine.objects.values_list("quantity", flat=True)) == [2, 3]


def test_a_price_that_moved_is_told() -> None:
    order = an_order()
    PriceTier.objects.update(unit_price_hao=150_000)
    [line] = orders.buy_again(number=order.number, by=buyer_of(order), at=NOON)
    assert line.has_changed
    assert line.price is not None
    assert (line.price_then.hao, line.price.hao) == (125_000, 150_000)


def test_what_is_off_sale_or_sold_out_stays_out_and_is_told() -> None:
    purchase = a_purchase(pieces={a_sku(): 2, (sold_out := a_sku()): 3, a_sku(): 4})
    Offer.objects.filter(pk=purchase.orders.first().lines.get().offer_id).update(state="draft")
    Stock.objects.filter(sku=sold_out).update(on_hand=3)
    told = orders.buy_again(number=purchase.number, by=owner_of(purchase.buyer_id), at=NOON)
    assert [line.is_gone for line in told] == [True, True, False]
    assert CartLine.objects.get().quantity == 4


def test_nobody_buys_from_another_ones_orders() -> None:
    order = an_order()
    for number in (order.number, order.group.number):
        for stranger in (a_buyer(), owner_of(order.supplier_id)):
            with pytest.raises(UnknownError):
                orders.buy_again(number=number, by=stranger, at=NOON)
    with pytest.raises(ForbiddenError):
        orders.buy_again(number=order.number, by=an_actor(order.buyer, "finance"), at=NOON)
