"""Purchases of one limited person in several processes; see tests/races.py. `looking_first` is the negative control: it
reads what is left before the purchase begins, and believes it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
django.setup()

from huopan.domains.orders import actions as orders  # noqa: E402
from huopan.domains.orders import queries  # noqa: E402
from huopan.domains.orders.actions import placing as till  # noqa: E402
from huopan.domains.orders.models import PurchaseGroup, PurchaseRequest, SupplierOrder  # noqa: E402
from huopan.domains.parties.queries import actor_of_person  # noqa: E402
from huopan.kernel.refusal import RefusedError  # noqa: E402
from tests.factories.orders import NOON, SHENZHEN  # noqa: E402
from tests.races import forked  # noqa: E402


def counted(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for act in acts:
        try:
            act()
            outcomes["done"] += 1
        except RefusedError as refusal:
            outcomes[refusal.code] += 1
    return outcomes


def placing(person_id: int, party_id: int, *sku_ids: int) -> Counter[str]:
    by = actor_of_person(person_id, party_id)
    assert by is not None
    return counted(
        [
            lambda sku_id=sku_id: orders.place_purchase(address=SHENZHEN, sku_ids=[sku_id], by=by, at=NOON)  # type: ignore[misc]
            for sku_id in sku_ids
        ]
    )


def looking_first(person_id: int, party_id: int, *sku_ids: int) -> Counter[str]:
    by = actor_of_person(person_id, party_id)
    assert by is not None
    seen = queries.allowance(by, NOON)
    time.sleep(0.3)

    def believe(total: Any, **_: Any) -> None:
        refusal = seen.refusal(total) if seen else None
        if refusal:
            raise refusal

    till.must_stay_within_limit = believe
    return placing(person_id, party_id, *sku_ids)


def approving(person_id: int, party_id: int, number: str) -> Counter[str]:
    by = actor_of_person(person_id, party_id)
    assert by is not None
    return counted([lambda: orders.approve_purchase(number=number, by=by, at=NOON)])


def report() -> dict[str, Any]:
    return {
        "purchases": PurchaseGroup.objects.count(),
        "ordered_fen": sum(SupplierOrder.objects.values_list("total_fen", flat=True)),
        "states": list(PurchaseRequest.objects.values_list("state", flat=True)),
    }


if __name__ == "__main__":
    mode, *racers = json.loads(sys.argv[1])
    print(json.dumps({"outcomes": forked(globals()[mode], racers), "report": report()}))
