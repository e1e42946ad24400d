"""Several windows at once never spend more than the month allows, and one request becomes one purchase."""

from __future__ import annotations

from collections import Counter

import pytest

from huopan.domains.orders import actions as orders
from huopan.domains.parties.models import Party
from huopan.kernel.money import Money
from tests.domains.orders.test_limits import a_limit, limited, total_of_two
from tests.factories.orders import NOON, SHENZHEN, a_sku, a_supplier, owner_of
from tests.factories.parties import a_grant
from tests.races import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACERS, EACH = 4, 2


def run(mode, folder, racers):
    ran = start("tests.domains.orders.limit_racing", folder, mode, *racers)
    return sum(map(Counter, ran["outcomes"]), Counter()), ran["report"]


def one_clerk_in_every_window(allowed):
    """Everybody's goods lie in the one cart, each window orders its own; `allowed` purchases fit the month."""
    clerk, supplier = limited(), a_supplier()
    skus = [a_sku(supplier) for _ in range(RACERS * EACH)]
    orders.put_in_cart(lines=[(sku.pk, 2) for sku in skus], by=clerk, at=NOON)
    total = total_of_two(clerk, skus[0])
    a_limit(clerk, per_month=Money(total * allowed))
    ids = [sku.pk for sku in skus]
    return [[clerk.person_id, clerk.party_id, *ids[start::RACERS]] for start in range(RACERS)], total


def test_no_two_windows_spend_the_same_room(tmp_path):
    racers, total = one_clerk_in_every_window(allowed=3)
    outcomes, report = run("placing", tmp_path, racers)
    assert outcomes == {"done": 3, "over_month_limit": RACERS * EACH - 3}
    assert report["ordered_fen"] == 3 * total


def test_whoever_looks_first_and_believes_it_spends_too_much(tmp_path):
    racers, total = one_clerk_in_every_window(allowed=3)
    _, report = run("looking_first", tmp_path, racers)
    assert report["ordered_fen"] > 3 * total


def test_a_request_approved_in_many_windows_is_ordered_once(tmp_path):
    clerk = limited()
    sku = a_sku(a_supplier())
    orders.put_in_cart(lines=[(sku.pk, 2)], by=clerk, at=NOON)
    a_limit(clerk, per_order=Money(1))
    asked = orders.ask_for_approval(address=SHENZHEN, by=clerk, at=NOON)
    a_grant(Party.objects.get(pk=clerk.party_id), "owner")
    owner = owner_of(clerk.party_id)
    outcomes, report = run("approving", tmp_path, [[owner.person_id, owner.party_id, asked.number]] * RACERS)
    assert outcomes == {"done": 1, "request_decided": RACERS - 1}
    assert (report["purchases"], report["states"]) == (1, ["approved"])
