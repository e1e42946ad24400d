"""Several processes at one after-sale: it is settled once, and an order has one claim at a time."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.factories.after_sales import a_claim, pieces_of
from tests.factories.orders import an_order
from tests.races import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACERS = 4


def run(mode, folder, *arguments):
    ran = start("tests.domains.orders.claiming", folder, mode, *[arguments] * RACERS)
    return sum(map(Counter, ran["outcomes"]), Counter()), ran["report"]


def test_a_claim_agreed_to_in_many_windows_is_refunded_once(tmp_path):
    order = an_order("awaiting_shipment")
    claim = a_claim(order, pieces=pieces_of(order, 1))
    outcomes, report = run("agreeing", tmp_path, claim.number)
    assert outcomes == {"done": 1, "refused": RACERS - 1}
    assert (report["refunds"], report["refunded"], report["broken"]) == (1, [claim.amount_fen], [])


def test_a_claim_that_is_read_first_and_settled_later_is_counted_often(tmp_path):
    claim = a_claim(an_order("delivered"), amount=100)
    outcomes, report = run("hasty", tmp_path, claim.number)
    assert outcomes["done"] > 1
    assert report["broken"] != []


def test_two_claims_at_once_are_one(tmp_path):
    order = an_order("delivered")
    outcomes, report = run("asking", tmp_path, order.number, order.total_fen)
    assert outcomes == {"done": 1, "refused": RACERS - 1}
    assert report["claims"] == 1
