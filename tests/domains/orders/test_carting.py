import pytest
from django.db import transaction

from huopan.domains.orders import actions as orders
from huopan.domains.orders.models import CartLine
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError
from tests.factories.orders import NOON, a_buyer, a_sku

pytestmark = pytest.mark.django_db


def in_cart(buyer):
    return dict(CartLine.objects.filter(buyer_id=buyer.party_id).values_list("sku_id", "quantity"))


def test_what_is_put_in_twice_adds_up():
    buyer, sku = a_buyer(), a_sku()
    orders.put_in_cart(lines=[(sku.pk, 2), (sku.pk, 1)], by=buyer, at=NOON)
    orders.put_in_cart(lines=[(sku.pk, 4)], by=buyer, at=NOON)
    assert in_cart(buyer) == {sku.pk: 7}


def test_a_set_line_replaces_the_quantity():
    buyer, sku, other = a_buyer(), a_sku(), a_sku()
    orders.put_in_cart(lines=[(sku.pk, 2), (other.pk, 5)], by=buyer, at=NOON)
    orders.set_cart_line(sku_id=sku.pk, quantity=9, by=buyer, at=NOON)
    assert in_cart(buyer) == {sku.pk: 9, other.pk: 5}


def test_many_lines_go_in_with_one_statement(django_assert_num_queries):
    buyer, skus = a_buyer(), [a_sku() for _ in range(3)]
    with django_assert_num_queries(1):
        orders.put_in_cart(lines=[(sku.pk, 1) for sku in skus], by=buyer, at=NOON)


@pytest.mark.parametrize("quantity", [0, -1, orders.MOST_PIECES + 1])
def test_a_cart_refuses_impossible_quantities(quantity):
    buyer, sku = a_buyer(), a_sku()
    with pytest.raises(orders.NotAQuantityError), transaction.atomic():
        orders.put_in_cart(lines=[(sku.pk, quantity)], by=buyer, at=NOON)


def test_a_quantity_stops_at_the_largest_there_is():
    buyer, sku = a_buyer(), a_sku()
    for _ in range(2):
        orders.put_in_cart(lines=[(sku.pk, orders.MOST_PIECES)], by=buyer, at=NOON)
    assert in_cart(buyer) == {sku.pk: orders.MOST_PIECES}


def test_unknown_and_hidden_goods_are_refused_and_nothing_is_put():
    buyer, sku, draft = a_buyer(), a_sku(), a_sku(state="draft")
    with pytest.raises(orders.NoSuchSkuError) as refused, transaction.atomic():
        orders.put_in_cart(lines=[(sku.pk, 1), (draft.pk, 1), (10**9, 1)], by=buyer, at=NOON)
    assert refused.value.params == {"count": 2, "sku_ids": f"{draft.pk}, {10**9}"}
    assert in_cart(buyer) == {}


def test_lines_are_taken_out_one_by_one_or_all_together():
    buyer, sku, other, third = a_buyer(), a_sku(), a_sku(), a_sku()
    orders.put_in_cart(lines=[(sku.pk, 1), (other.pk, 1), (third.pk, 1)], by=buyer, at=NOON)
    assert orders.remove_cart_lines(sku_ids=[sku.pk, 10**9], by=buyer, at=NOON) == 1
    assert set(in_cart(buyer)) == {other.pk, third.pk}
    assert orders.remove_cart_lines(by=buyer, at=NOON) == 2
    assert in_cart(buyer) == {}


def test_carts_are_apart():
    buyer, stranger, sku = a_buyer(), a_buyer(), a_sku()
    orders.put_in_cart(lines=[(sku.pk, 2)], by=buyer, at=NOON)
    assert orders.remove_cart_lines(by=stranger, at=NOON) == 0
    assert in_cart(buyer) == {sku.pk: 2}


def test_only_who_may_buy_fills_a_cart():
    sku = a_sku()
    floor = Actor(person_id=1, party_id=a_buyer().party_id, role="floor", scopes=frozenset({"floor"}))
    with pytest.raises(ForbiddenError), transaction.atomic():
        orders.put_in_cart(lines=[(sku.pk, 1)], by=floor, at=NOON)
