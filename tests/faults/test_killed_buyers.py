"""Rows 1, 5 and 6: killed at any moment, asked again blindly, doubled by an impatient finger."""

from __future__ import annotations

import signal
from dataclasses import replace

import pytest

from huopan.domains.catalog.models import Reservation, Stock
from huopan.domains.orders.models import PurchaseGroup, SupplierOrder
from huopan.domains.settlement.models import Payment
from huopan.infra import checking
from huopan.infra.idempotency.models import IdempotencyKey
from huopan.infra.outbox.models import TrailEntry
from tests.factories.orders import NOON, a_buyer, a_sku
from tests.faults.buying import Errand
from tests.faults.world import Nursery, World

pytestmark = pytest.mark.slow
DEAD = -signal.SIGKILL
POINTS = ["before_stock", "after_stock", "before_commit", "after_commit", "after_ledger", "relay_before_settling"]


@pytest.fixture
def errand(transactional_db: None) -> Errand:
    """Two suppliers' goods, plenty of them."""
    buyer = a_buyer()
    return Errand(buyer.person_id, buyer.party_id, [a_sku(stock=10_000).pk, a_sku(stock=10_000).pk], times=6)


@pytest.fixture
def nursery(errand: Errand, world: World) -> Nursery:
    return Nursery(world)


def everything_holds() -> None:
    assert [(finding.invariant.code, finding.violations) for finding in checking.broken(at=NOON)] == []
    assert not Payment.objects.exclude(state="paid").exists()
    assert not SupplierOrder.objects.exclude(state="awaiting_acceptance").exists()
    assert not TrailEntry.objects.filter(relayed_at=None).exists()
    sold = PurchaseGroup.objects.count()
    assert set(Stock.objects.values_list("reserved", flat=True)) == {sold}
    assert Reservation.objects.count() == 2 * sold


def test_killed_at_random_and_asked_again_everything_happens_once(
    nursery: Nursery, errand: Errand, world: World
) -> None:
    told = nursery("kill", errand, times=25, seed=7)
    world.close()
    assert told["status"] == 0
    assert told["kills"] >= 15, "too few were killed at work to show anything"
    assert PurchaseGroup.objects.count() == errand.times
    everything_holds()


def test_killed_at_every_named_point_and_asked_again_everything_happens_once(
    nursery: Nursery, errand: Errand, world: World
) -> None:
    deaths = [nursery("live", errand, crash_at=point)["status"] for point in POINTS]
    assert nursery("live", errand)["status"] == 0
    world.close()
    assert deaths == [DEAD] * len(POINTS), "a crash point was never reached"
    assert PurchaseGroup.objects.count() == errand.times
    everything_holds()


def test_without_a_key_the_same_deaths_buy_twice(nursery: Nursery, errand: Errand, world: World) -> None:
    """The negative control: a commit that nobody heard of is repeated. Money and stock still agree."""
    keyless = replace(errand, is_keyed=False, times=2)
    assert nursery("live", keyless, crash_at="after_commit")["status"] == DEAD
    assert nursery("live", keyless)["status"] == 0
    world.close()
    assert PurchaseGroup.objects.count() == keyless.times + 1


def test_double_click_in_six_windows_is_one_purchase(nursery: Nursery, errand: Errand, world: World) -> None:
    statuses = nursery("race", errand, racers=6)["statuses"]
    world.close()
    assert statuses == [0] * 6
    assert PurchaseGroup.objects.count() == IdempotencyKey.objects.count() == 1


def test_without_a_key_six_windows_are_six_purchases(nursery: Nursery, errand: Errand, world: World) -> None:
    keyless = replace(errand, is_keyed=False, times=2)
    statuses = nursery("race", keyless, racers=6)["statuses"]
    world.close()
    assert PurchaseGroup.objects.count() == statuses.count(0) > 1
