"""Row 8: a hundred hearings of one payment notice at the same moment, from several processes, book it once."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from huopan.domains.settlement.models import Account, Payment, ProviderNotice, Transfer
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from tests.factories.parties import a_party
from tests.factories.settlement import NOON, a_payment, an_allocation
from tests.faults.world import World

pytestmark = pytest.mark.slow
PROCESSES, HEARINGS = 2, 50


@pytest.fixture
def payment(transactional_db: None) -> Payment:
    seller = a_party("factory")
    Account.objects.create(kind="available", party=seller)
    return a_payment(a_party().pk, an_allocation(seller.pk, 12_345))


def hear(world: World, mode: str, payment: Payment) -> Counter[str]:
    """Run all hearings, let them go together, and add up what each came to."""
    children = [world.start("tests.faults.replaying", mode, payment.number, str(HEARINGS)) for _ in range(PROCESSES)]
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    verdicts = sum((Counter(json.loads(child.stdout.readline())) for child in children), Counter())
    world.close()
    return verdicts


def test_a_hundred_hearings_book_once(world: World, payment: Payment):
    verdicts = hear(world.open(), "guarded", payment)
    assert verdicts == {"booked": 1, "replayed": PROCESSES * HEARINGS - 1}
    assert ProviderNotice.objects.count() == 1
    assert Transfer.objects.get().amount_fen == 12_345
    assert TrailEntry.objects.filter(name="settlement.PaymentReceived").count() == 1
    assert checking.broken(at=NOON, area="M") == []


def test_without_the_guards_they_book_more_than_once(world: World, payment: Payment):
    assert hear(world.open(), "unguarded", payment)["booked"] > 1
    assert Transfer.objects.count() > 1
    assert "M9" in {finding.invariant.code for finding in checking.broken(at=NOON, area="M")}
