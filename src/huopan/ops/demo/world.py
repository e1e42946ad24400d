"""The demo market as one transaction: either all of it stands, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from huopan.domains.orders import actions as orders
from huopan.domains.parties import queries
from huopan.ops.demo import desks, factories, goods, members, offices, papers, stories
from huopan.ops.demo.galleries import Studio
from huopan.ops.demo.people import LOGINS, apply_to_sell, settle_in
from huopan.ops.demo.sizes import WHOLE, Size
from huopan.ops.demo.stage import Stage, relay
from huopan.ops.demo.words import MAKERS

SEED = 1688
DAYS = 30


TALES: tuple[tuple[stories.Tale, int, int], ...] = (
    # What happens, how often, how many days ago it began. The first time of each it happens to the tour's people.
    (stories.completed_large, 2, 14),
    (stories.return_received, 1, 11),
    (stories.after_sale_arbitrated, 2, 10),
    (stories.after_sale_refunded, 2, 9),
    (stories.after_sale_withdrawn, 1, 8),
    (stories.after_sale_disputed, 2, 6),
    (stories.delivered, 5, 5),
    (stories.return_on_its_way, 1, 5),
    (stories.return_agreed, 1, 4),
    (stories.after_sale_refused, 1, 3),
    (stories.refused, 2, 3),
    (stories.after_sale_asked, 3, 2),
    (stories.cancelled, 3, 2),
    (stories.on_its_way, 7, 2),
    (stories.waiting_for_collection, 5, 1),
    (stories.waiting_for_shipment, 7, 1),
    (stories.waiting_for_acceptance, 8, 0),
    (stories.unpaid, 4, 0),
)
Tick = Callable[[int], None]


def stands() -> bool:
    """Whether the demo market has been built in this database."""
    return queries.person_id_of(LOGINS[0].email) is not None


def is_somebodys() -> bool:
    """Whether this database is a market of somebody's own, where the demo has no business."""
    return not stands() and queries.belts().exists()


def steps_of(size: Size, studio: Studio) -> int:
    """How much `tick` is told in all."""
    told = sum(times for _tale, times, _days in TALES) + size.everyday + factories.steps_of(size.factories)
    return len(MAKERS) * size.offers_each + len(studio) + told


@transaction.atomic(durable=True)
def build(*, at: datetime, tick: Tick, size: Size = WHOLE, studio: Studio, seed: int = SEED) -> None:
    """Build the market as of `at`, the same for the same `seed` but for dates; `tick` is told `steps_of` in all."""
    opened_at = at - timedelta(days=DAYS)
    cast = settle_in(opened_at, buyers=size.buyers)
    goods.put_on_market(cast, offers_each=size.offers_each, seed=seed, at=opened_at, tick=tick)
    studio.hang_first(cast, at=opened_at + timedelta(hours=1), tick=tick)
    papers.hand_in(cast, opened_at + timedelta(hours=2))
    members.join(cast, opened_at + timedelta(hours=6), until=at)
    stage = Stage(cast, Random(seed), opened_at)  # noqa: S311 - a repeatable demo
    stage.stock_up()
    relay(stage)
    _live(stage, size, at=at, tick=tick)
    stage.at = at - timedelta(hours=4)
    factories.set_to_work(stage, count=size.factories, tick=tick)
    studio.hang_rest(cast, at=stage.at, tick=tick)
    stage.at = at
    offices.furnish(stage)
    desks.lay_out(stage)
    apply_to_sell(at - timedelta(days=1))
    goods.suspend_one(cast.operator, at=at - timedelta(days=2))
    relay(stage)
    orders.sweep_due(at=at)  # what the clock has ended by now: goods received a week ago and never confirmed
    relay(stage)
    offices.read_old_notices(stage)


def _live(stage: Stage, size: Size, *, at: datetime, tick: Tick) -> None:
    """The everyday orders spread over the month, then one of each state that an order may be left in."""
    for place in range(size.everyday):
        days_ago = DAYS - 1 - place * (DAYS - 9) / size.everyday
        stage.at = at - timedelta(days=days_ago, hours=stage.chance.randrange(9))
        stage.is_star = place % 12 == 0
        stories.completed(stage, place)
        tick(1)
    place = size.everyday
    for tale, times, days_ago in TALES:
        for turn in range(times):
            stage.at = at - timedelta(days=days_ago, minutes=29 - turn)
            stage.is_star = turn == 0
            tale(stage, place)
            place += 1
            tick(1)
    stage.is_star = False
