"""What racers do, each in a process of its own; see tests/races.py.

`placing` and `sweeping` are the shop as it is; `careless`, `forgetful` and `sleepwalking` are the negative controls,
each with one guard taken off.
"""

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

from huopan.domains.catalog import actions as catalog  # noqa: E402
from huopan.domains.catalog.models import Reservation, Stock  # noqa: E402
from huopan.domains.orders import actions as orders  # noqa: E402
from huopan.domains.orders import queries  # noqa: E402
from huopan.domains.orders.actions import placing as till  # noqa: E402
from huopan.domains.orders.models import CartLine, PurchaseGroup, SupplierOrder  # noqa: E402
from huopan.domains.parties.models import RoleGrant  # noqa: E402
from huopan.infra import checking  # noqa: E402
from huopan.kernel.actor import Actor  # noqa: E402
from huopan.kernel.refusal import RefusedError  # noqa: E402
from tests.factories.orders import NOON, SHENZHEN, later  # noqa: E402
from tests.races import forked  # noqa: E402


def place(buyers: Sequence[int], before: Callable[[Actor], None]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for party_id in buyers:
        person_id = RoleGrant.objects.get(party_id=party_id).person_id
        buyer = Actor(person_id=person_id, party_id=party_id, role="owner", scopes=frozenset({"buy"}))
        before(buyer)
        try:
            orders.place_purchase(address=SHENZHEN, by=buyer, at=NOON)
            outcomes["sold"] += 1
        except RefusedError:
            outcomes["refused"] += 1
        except Exception as error:  # noqa: BLE001 - a race test wants to see every kind
            outcomes[type(error).__name__] += 1
    return outcomes


def placing(*buyers: int) -> Counter[str]:
    return place(buyers, lambda buyer: None)


def careless(*buyers: int) -> Counter[str]:
    """Reserves by writing what it read before, as most shops do."""
    read: dict[int, int] = {}

    def look(buyer: Actor) -> None:
        skus = CartLine.objects.filter(buyer_id=buyer.party_id).values("sku_id")
        read.update(Stock.objects.filter(sku__in=skus).values_list("sku_id", "reserved"))
        time.sleep(0.01)

    def reserve(*, takes: list[catalog.Take], **told: Any) -> None:
        for take in takes:
            Stock.objects.filter(pk=take.sku_id).update(reserved=read[take.sku_id] + take.quantity)
            row = {"sku_id": take.sku_id, "source": take.source, "quantity": take.quantity}
            Reservation.objects.create(**row, remaining=take.quantity)

    till.catalog.reserve_stock = reserve
    return place(buyers, look)


def forgetful(*buyers: int) -> Counter[str]:
    """Reads the cart first and empties it afterwards."""
    read: dict[int, dict[int, int]] = {}

    def look(buyer: Actor) -> None:
        lines = CartLine.objects.filter(buyer_id=buyer.party_id)
        read[buyer.party_id] = dict(lines.values_list("sku_id", "quantity"))
        time.sleep(0.2)

    till.take_from_cart = lambda sku_ids, by: read[by.party_id]
    return place(buyers, look)


def sweeping(days: int) -> dict[str, int]:
    return orders.sweep_due(at=later(days=days))


def sleepwalking(days: int) -> dict[str, int]:
    """Moves what it saw due before, whoever has moved it since."""
    due = list(queries.due_orders(later(days=days)))
    time.sleep(0.2)
    for order in due:
        SupplierOrder.objects.filter(pk=order.pk).update(state="terminated", due_at=None)
    return {"awaiting_acceptance": len(due)}


def report() -> dict[str, Any]:
    laws = [finding.invariant for finding in checking.broken(at=NOON)]
    return {
        "purchases": PurchaseGroup.objects.count(),
        "ordered": sum(Reservation.objects.values_list("quantity", flat=True)),
        "states": Counter(SupplierOrder.objects.values_list("state", flat=True)),
        "broken": [law.code for law in laws if law.area != "events"],
    }


if __name__ == "__main__":
    mode, *racers = json.loads(sys.argv[1])
    print(json.dumps({"outcomes": forked(globals()[mode], racers), "report": report()}))
