"""People are told once: the relay dies after it told and before it noted so, the sender of letters before and after the
mail server took one. Nothing is made or sent twice, and what may not have left waits for the operator."""

from __future__ import annotations

import json
import signal
from collections import Counter

import pytest

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.models import Letter, Notice
from huopan.domains.settlement.models import Payment
from huopan.infra.outbox.models import TrailEntry
from tests.factories import settlement
from tests.factories.orders import NOON, a_purchase, a_sku
from tests.factories.parties import an_operator
from tests.faults.world import World

pytestmark = pytest.mark.slow
DEAD = -signal.SIGKILL
SUPPLIERS = 3


def lives(world: World, *errands: str) -> list[int]:
    """How they ended; what they did is seen here afterwards."""
    world.open()
    ends: list[int] = json.loads(world.run("tests.faults.telling", str(world.folder / "server"), *errands))
    world.close()
    return ends


def left(world: World) -> Counter[str]:
    """How often the mail server got each letter."""
    return Counter((world.folder / "server").read_text().split())


@pytest.fixture
def _paid(transactional_db: None) -> None:
    purchase = a_purchase(pieces={a_sku(): 2 for _ in range(SUPPLIERS)})
    settlement.pay(Payment.objects.get(number=purchase.payment_number), at=NOON)


@pytest.mark.usefixtures("_paid")
def test_killed_relay_and_sender_tell_once_and_lose_nothing_silently(world: World) -> None:
    dying = [f"relay:{minute}:relay_before_settling" for minute in (0, 10, 20)]
    assert lives(world, *dying, "relay:30", "relay:40") == [DEAD, DEAD, DEAD, 0, 0]
    told = Notice.objects.filter(kind="order_to_accept").values_list("person", "facts__number")
    assert sorted(Counter(told).values()) == [1] * SUPPLIERS
    assert not TrailEntry.objects.filter(relayed_at=None).exists()

    killed = ["letters:50:letter_claimed", "letters:51:letter_left"]
    assert lives(world, *killed, "letters:60", "letters:70") == [DEAD, DEAD, 0, 0]
    assert set(left(world).values()) == {1}, "a letter left twice"
    assert not Notice.objects.filter(mail_due_at__lte=NOON, letter=None).exists(), "a notice was never written about"
    unsure = list(Letter.objects.filter(state="unsure").order_by("pk"))
    assert [left(world)[f"notice-{letter.pk}"] for letter in unsure] == [0, 1], "nobody but the server knows which"
    assert Letter.objects.exclude(state="unsure").count() == Letter.objects.filter(state="sent").count() >= 1

    notifications.send_again(letter_id=unsure[0].pk, by=an_operator(), at=NOON)
    assert lives(world, "letters:80", "letters:90") == [0, 0]
    assert set(left(world).values()) == {1}
    assert Letter.objects.get(state="unsure") == unsure[1]
