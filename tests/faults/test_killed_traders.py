"""Row 1 for all that follows a purchase: shipping, release, refund and payout survive death at any moment."""

from __future__ import annotations

import signal
from collections import Counter

import pytest

from huopan.domains.catalog.models import Stock
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payout, Refund
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from tests.factories.orders import NOON, a_buyer, a_sku, owner_of
from tests.faults.buying import Errand
from tests.faults.world import Nursery, World

pytestmark = pytest.mark.slow
DEAD = -signal.SIGKILL
POINTS = ["after_ledger", "after_release", "after_payout", "after_refund", "before_commit", "after_commit"]
STOCK = 1_000


@pytest.fixture
def errand(transactional_db: None) -> Errand:
    buyer = a_buyer()
    skus = [a_sku(stock=STOCK), a_sku(stock=STOCK)]
    for sku in skus:
        supplier = owner_of(sku.offer.supplier_id)
        settlement.save_payout_account(holder="王", bank="中国银行", number="6222021234567890", by=supplier, at=NOON)
    return Errand(buyer.person_id, buyer.party_id, [sku.pk for sku in skus], times=3, is_whole_life=True)


def test_killed_at_random_and_at_every_point_each_order_ends_once(errand: Errand, world: World) -> None:
    nursery = Nursery(world)
    deaths = {point: nursery("live", errand, crash_at=point)["status"] for point in POINTS}
    told = nursery("kill", errand, times=20, seed=7, longest=0.4)
    world.close()
    assert deaths == dict.fromkeys(POINTS, DEAD), "a crash point was never reached"
    assert told["status"] == 0
    assert Counter(SupplierOrder.objects.values_list("state", flat=True)) == {"completed": 4, "terminated": 2}
    assert list(Refund.objects.values_list("state", flat=True)) == ["done"] * 2
    assert list(Payout.objects.values_list("state", flat=True)) == ["paid"] * 4
    assert set(Stock.objects.values_list("on_hand", "reserved")) == {(STOCK - 2, 0)}
    assert not TrailEntry.objects.filter(relayed_at=None).exists()
    assert [(finding.invariant.code, finding.violations) for finding in checking.broken(at=NOON)] == []
