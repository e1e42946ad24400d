"""What racers over one after-sale do, each in a process of its own; see tests/races.py.

`agreeing` and `asking` are the house as it is; `hasty` is the negative control: it looks first and writes afterwards.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
django.setup()

from huopan.domains.orders import actions as orders  # noqa: E402
from huopan.domains.orders import queries  # noqa: E402
from huopan.domains.orders.actions import after_sale as claims  # noqa: E402
from huopan.domains.orders.models import AfterSale, SupplierOrder  # noqa: E402
from huopan.domains.settlement.models import Refund  # noqa: E402
from huopan.infra import checking  # noqa: E402
from huopan.kernel.actor import SYSTEM, Actor  # noqa: E402
from huopan.kernel.money import Money  # noqa: E402
from huopan.kernel.refusal import RefusedError  # noqa: E402
from tests.factories.orders import NOON  # noqa: E402
from tests.races import forked  # noqa: E402


def outcome_of(attempt: Any) -> Counter[str]:
    try:
        attempt()
    except RefusedError:
        return Counter(["refused"])
    except Exception as error:  # noqa: BLE001 - a race test wants to see every kind
        return Counter([type(error).__name__])
    return Counter(["done"])


def agreeing(number: str) -> Counter[str]:
    return outcome_of(lambda: orders.agree_after_sale(number=number, by=SYSTEM, at=NOON))


def asking(number: str, fen: int) -> Counter[str]:
    order = SupplierOrder.objects.get(number=number)
    buyer = Actor(party_id=order.buyer_id, role="owner", scopes=frozenset({"buy"}))
    claim = {"kind": "refund", "reason": "破了", "amount": Money(fen)}
    return outcome_of(lambda: orders.request_after_sale(number=number, by=buyer, at=NOON, **claim))


def hasty(number: str) -> Counter[str]:
    seen = queries.after_sale(number, SYSTEM)
    time.sleep(0.2)

    def move(after_sale: AfterSale, target: str, *, at: Any, **changes: Any) -> None:
        AfterSale.objects.filter(pk=after_sale.pk).update(state=target, due_at=None, closed_at=at, **changes)

    claims.move = move
    claims.queries.locked_after_sale = lambda *_: seen
    return agreeing(number)


def report() -> dict[str, Any]:
    laws = [finding.invariant for finding in checking.broken(at=NOON)]
    return {
        "refunds": Refund.objects.count(),
        "refunded": list(SupplierOrder.objects.values_list("refunded_fen", flat=True)),
        "claims": AfterSale.objects.count(),
        "broken": [law.code for law in laws if law.area != "events"],
    }


if __name__ == "__main__":
    mode, *racers = json.loads(sys.argv[1])
    print(json.dumps({"outcomes": forked(globals()[mode], racers), "report": report()}))
