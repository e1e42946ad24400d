"""One buyer of a race, run as a process of its own: waits at the gate, takes pieces, prints what it got.

`unguarded` is the negative control: it reads what is available and writes what it concludes, as most shops do.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import django

AT = datetime(2026, 3, 2, tzinfo=UTC)


def main(mode: str, gate: str, attempts: str, *skus: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huopan.config.settings"
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    Path(f"{gate}.{os.getpid()}").touch()
    while not Path(gate).exists():
        time.sleep(0.005)
    attempt = guarded if mode == "guarded" else unguarded
    outcomes = Counter(attempt([int(sku) for sku in skus], f"{os.getpid()}-{n}") for n in range(int(attempts)))
    print(json.dumps(outcomes))


def guarded(skus: list[int], source: str) -> str:
    from huopan.domains.catalog import actions as catalog
    from huopan.kernel.actor import SYSTEM

    try:
        catalog.reserve_stock(takes=[catalog.Take(source, sku, 1) for sku in skus], by=SYSTEM, at=AT)
    except catalog.NotEnoughStockError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - a race test wants to see every kind
        return type(error).__name__
    return "sold"


def unguarded(skus: list[int], source: str) -> str:
    from huopan.domains.catalog.models import Reservation, Stock

    before = {stock.pk: stock for stock in Stock.objects.filter(pk__in=skus)}
    time.sleep(0.002)
    if any(stock.on_hand - stock.reserved < 1 for stock in before.values()):
        return "refused"
    for sku, stock in before.items():
        Stock.objects.filter(pk=sku).update(reserved=stock.reserved + 1)
        Reservation.objects.create(sku_id=sku, source=source, quantity=1, remaining=1)
    return "sold"


if __name__ == "__main__":
    main(*sys.argv[1:])
