"""A client with many writes to make and a line that keeps breaking; it asks again, blindly, until it gets an answer."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable
from functools import partial

import django
from django.db import DatabaseError, InterfaceError, connection, transaction


def main(wanted: int, sku_id: int, *, is_keyed: bool) -> None:
    django.setup()
    breaks = 0
    for turn in range(wanted):
        write = partial(_with_key if is_keyed else _without_key, sku_id, turn)
        while not _answered(write):
            breaks += 1
    print(json.dumps({"breaks": breaks}))


def _answered(write: Callable[[], object]) -> bool:
    try:
        write()
    except (DatabaseError, InterfaceError):
        connection.close()
        return False
    return True


def _with_key(sku_id: int, turn: int) -> None:
    from huopan.infra.idempotency.replaying import Answer, once
    from tests.faults.buying import NOON

    def work() -> Answer:
        _reserve(sku_id)
        return Answer(201, {})

    once(asker="writer", key=f"turn-{turn}", fingerprint="same", at=NOON, work=work)


def _without_key(sku_id: int, _turn: int) -> None:
    with transaction.atomic(durable=True):
        _reserve(sku_id)


def _reserve(sku_id: int) -> None:
    from huopan.domains.catalog import actions as catalog
    from huopan.kernel.actor import SYSTEM
    from tests.faults.buying import NOON

    catalog.reserve_stock(takes=[catalog.Take(secrets.token_hex(8), sku_id, 1)], by=SYSTEM, at=NOON)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), is_keyed=sys.argv[3] == "keyed")
