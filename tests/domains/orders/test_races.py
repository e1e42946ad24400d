"""Several processes at once: the last piece is sold once, a cart is ordered once, a due order is moved once."""

from __future__ import annotations

from collections import Counter

import pytest

from huopan.domains.orders import actions as orders
from tests.factories.orders import NOON, a_buyer, a_sku, an_order, relay
from tests.races import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACERS, EACH, PIECES = 4, 5, 6


def run(mode, folder, racers):
    ran = start("tests.domains.orders.racing", folder, mode, *racers)
    return sum(map(Counter, ran["outcomes"]), Counter()), ran["report"]


def buyers_with_one_piece_each(stock):
    sku = a_sku(stock=stock)
    buyers = [a_buyer() for _ in range(RACERS * EACH)]
    for buyer in buyers:
        orders.put_in_cart(lines=[(sku.pk, 1)], by=buyer, at=NOON)
    ids = [buyer.party_id for buyer in buyers]
    return [ids[start::RACERS] for start in range(RACERS)]


def test_the_last_pieces_are_ordered_exactly_once(tmp_path):
    outcomes, report = run("placing", tmp_path, buyers_with_one_piece_each(PIECES))
    assert outcomes == {"sold": PIECES, "refused": RACERS * EACH - PIECES}
    assert (report["purchases"], report["ordered"], report["broken"]) == (PIECES, PIECES, [])


def test_without_the_guard_more_is_sold_than_there_is(tmp_path):
    outcomes, report = run("careless", tmp_path, buyers_with_one_piece_each(PIECES))
    assert outcomes["sold"] > PIECES
    assert "S2b" in report["broken"]


def one_cart_in_every_window():
    buyer, sku = a_buyer(), a_sku()
    orders.put_in_cart(lines=[(sku.pk, 2)], by=buyer, at=NOON)
    return [[buyer.party_id]] * RACERS


def test_one_cart_in_many_windows_is_ordered_once(tmp_path):
    outcomes, report = run("placing", tmp_path, one_cart_in_every_window())
    assert outcomes == {"sold": 1, "refused": RACERS - 1}
    assert (report["purchases"], report["ordered"]) == (1, 2)


def test_a_cart_that_is_read_first_and_emptied_later_is_ordered_often(tmp_path):
    outcomes, _ = run("forgetful", tmp_path, one_cart_in_every_window())
    assert outcomes["sold"] > 1


def due_orders():
    for _ in range(8):
        an_order("awaiting_acceptance")
    relay()


def test_several_workers_sweep_each_order_once(tmp_path):
    due_orders()
    outcomes, report = run("sweeping", tmp_path, [[2]] * 3)
    assert outcomes == {"awaiting_acceptance": 8}
    assert (report["states"], report["broken"]) == ({"terminated": 8}, [])


def test_workers_that_do_not_look_again_sweep_orders_several_times(tmp_path):
    due_orders()
    outcomes, _ = run("sleepwalking", tmp_path, [[2]] * 3)
    assert outcomes["awaiting_acceptance"] > 8
