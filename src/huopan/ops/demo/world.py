"""The demo market as one transaction: either all of it stands, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from huopan.domains.parties import queries
from huopan.ops.demo import factories, stories
from huopan.ops.demo.goods import OFFERS_EACH, put_on_market
from huopan.ops.demo.people import LOGINS, settle_in
from huopan.ops.demo.words import MAKERS

SEED = 1688
TALES: tuple[tuple[stories.Tale, int, int], ...] = (
    # What happens, how often, how many days ago it began.
    (stories.completed, 28, 12),
    (stories.delivered, 3, 5),
    (stories.after_sale_refunded, 1, 9),
    (stories.after_sale_disputed, 1, 6),
    (stories.after_sale_asked, 2, 4),
    (stories.on_its_way, 4, 2),
    (stories.waiting_for_collection, 3, 1),
    (stories.waiting_for_shipment, 4, 1),
    (stories.waiting_for_acceptance, 4, 0),
    (stories.refused, 1, 3),
    (stories.cancelled, 2, 2),
    (stories.unpaid, 3, 0),
)
STEPS = len(MAKERS) * OFFERS_EACH + sum(times for _tale, times, _days in TALES) + factories.STEPS


def stands() -> bool:
    """Whether the demo market has been built in this database."""
    return queries.person_id_of(LOGINS[0].email) is not None


@transaction.atomic(durable=True)
def build(*, at: datetime, tick: Callable[[], None], seed: int = SEED) -> None:
    """Build the market as of `at`, the same for the same `seed` but for dates; `tick` is called STEPS times."""
    opened_at = at - timedelta(days=30)
    cast = settle_in(opened_at)
    put_on_market(cast, seed=seed, at=opened_at, tick=tick)
    stage = stories.Stage(cast, Random(seed), opened_at)  # noqa: S311 - a repeatable demo
    stories.relay(stage)
    place = 0
    for tale, times, days_ago in TALES:
        for turn in range(times):
            stage.at = at - timedelta(days=days_ago, minutes=20 - turn)
            tale(stage, place)
            place += 1
            tick()
    stage.at = at - timedelta(hours=4)
    factories.set_to_work(stage, tick=tick)
    stage.at = at
    stories.relay(stage)
