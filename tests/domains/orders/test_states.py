import pytest

from huopan.domains.orders.models import AfterSale, SupplierOrder
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, ORDER_MOVES, final_states, may_move, origins_of


@pytest.mark.parametrize(("moves", "states"), [(ORDER_MOVES, SupplierOrder.State), (AFTER_SALE_MOVES, AfterSale.State)])
def test_moves_know_exactly_the_stored_states(moves, states):
    assert set(moves) == set(states.values)
    assert {target for targets in moves.values() for target in targets} < set(states.values)


def test_closed_orders_never_move_again():
    assert final_states(ORDER_MOVES) == {"completed", "cancelled", "terminated"}


def test_an_order_is_not_accepted_before_it_is_paid():
    assert not may_move(ORDER_MOVES, origin="awaiting_payment", target="awaiting_shipment")
    assert origins_of(ORDER_MOVES, "awaiting_shipment") == {"awaiting_acceptance"}


def test_courier_news_may_skip_the_collection():
    assert may_move(ORDER_MOVES, origin="awaiting_collection", target="delivered")
