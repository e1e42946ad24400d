"""What the killed processes of test_killed_index do: `rebuild`, `live` (change, follow, again), `count`, `settle`."""

from __future__ import annotations

import random
import sys
import time

import django
from django.db import transaction


def main(errand: str) -> None:
    from huopan.domains.search import actions as search
    from huopan.domains.search.queries import differences

    if errand == "rebuild":
        search.rebuild_index()
    elif errand == "live":
        live()
    elif errand == "settle":
        search.follow_trail()
    print(len(list(differences())), flush=True)


def live() -> None:
    """Another title for some offer, then the index follows; again and again."""
    from huopan.domains.catalog.models import Offer
    from huopan.domains.search import actions as search

    follower, chance = search.Follower(), random.Random(time.time_ns())
    offers = list(Offer.objects.values_list("pk", "supplier_id"))
    print("begun", flush=True)
    while True:
        retitle(*chance.choice(offers), f"title {chance.randrange(10**9)}")
        follower.turn(time.monotonic())


@transaction.atomic
def retitle(offer_id: int, supplier_id: int, title: str) -> None:
    from huopan.domains.catalog.events import OfferChanged
    from huopan.domains.catalog.models import Offer
    from huopan.infra.outbox.announcing import announce
    from huopan.kernel.actor import SYSTEM
    from tests.factories.catalog import EPOCH

    Offer.objects.filter(pk=offer_id).update(title_en=title)
    announce(OfferChanged(at=EPOCH, offer_id=offer_id, supplier_id=supplier_id), by=SYSTEM)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
