"""What the killed processes of these tests do: buy, pay and relay through the real actions, and ask again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from huopan.domains.orders import actions as orders
from huopan.domains.parties.queries import actor_of_person
from huopan.domains.settlement import actions as settlement
from huopan.domains.settlement.models import Payment
from huopan.infra import clock
from huopan.infra.idempotency.replaying import Answer, fingerprint_of, once
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import Actor
from tests.factories.orders import NOON, SHENZHEN
from tests.factories.settlement import a_notice

LEASE = timedelta(seconds=0.3)


@dataclass(frozen=True)
class Errand:
    """Who buys which SKUs how often, and whether each order is brought to its end. `is_keyed` false is the negative
    control: a client without idempotency keys."""

    person_id: int
    party_id: int
    sku_ids: list[int]
    times: int
    is_keyed: bool = True
    is_whole_life: bool = False

    @property
    def by(self) -> Actor:
        actor = actor_of_person(self.person_id, self.party_id)
        assert actor is not None
        return actor


def run(errand: Errand) -> None:
    """From the first purchase on: whoever was killed asks again for everything, blindly."""
    for turn in range(errand.times):
        pay(buy(errand, turn))
        relay_once(20, clock.now(), lease=LEASE)
    settle_down()


def buy(errand: Errand, turn: int) -> str:
    """The number of the purchase that this turn brought, now or at an earlier try."""
    work = partial(_place, errand)
    if not errand.is_keyed:
        return str(_atomically(work).body["number"])
    wanted = fingerprint_of("buy", str(errand.sku_ids))
    answer = once(asker=f"party:{errand.party_id}", key=f"turn-{turn}", fingerprint=wanted, at=NOON, work=work)
    return str(answer.body["number"])


def pay(purchase_number: str) -> None:
    """The provider repeats its notice until somebody listens, under the same id."""
    payment = Payment.objects.get(reference=purchase_number)
    notice = a_notice(payment, external_id=f"notice-of-{purchase_number}")
    settlement.receive_notice(provider=payment.provider, notice=notice, at=NOON)


def settle_down(rounds: int = 3) -> None:
    """Relay until nothing was waiting for so many looks, also not behind the leases that dead relays left."""
    until = time.monotonic() + 10
    quiet = 0
    while quiet < rounds and time.monotonic() < until:
        quiet = 0 if relay_once(100, clock.now(), lease=LEASE) else quiet + 1
        if quiet and rounds > 1:
            time.sleep(LEASE.total_seconds() / 2)


def _place(errand: Errand) -> Answer:
    orders.put_in_cart(lines=[(sku_id, 1) for sku_id in errand.sku_ids], by=errand.by, at=NOON)
    purchase = orders.place_purchase(address=SHENZHEN, by=errand.by, at=NOON)
    return Answer(201, {"number": purchase.number})


def _atomically(work: partial[Answer]) -> Answer:
    from django.db import transaction

    from huopan.infra.crashing import crash_point

    with transaction.atomic(durable=True):
        answer = work()
        crash_point("before_commit")
    crash_point("after_commit")
    return answer
