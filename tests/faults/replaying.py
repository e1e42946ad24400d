"""Many hearings of one notice at once, in threads of a process of its own: waits for the gate, prints the verdicts.

`unguarded` is the negative control: it looks whether the payment is open and then books it, as most shops do.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain
from threading import Barrier

import django

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
THREADS = 10  # PostgreSQL's hundred connections are for everybody
PATIENCE = 60


def main(mode: str, number: str, hearings: str) -> None:
    django.setup()
    gate = Barrier(THREADS + 1)
    hear = guarded if mode == "guarded" else unguarded

    def several(_: int) -> list[str]:
        from django.db import connection

        connection.ensure_connection()
        gate.wait(PATIENCE)
        try:
            return [told(hear, number) for _ in range(int(hearings) // THREADS)]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        verdicts = pool.map(several, range(THREADS))
        print("ready", flush=True)
        sys.stdin.readline()
        gate.wait(PATIENCE)
        print(json.dumps(Counter(chain.from_iterable(verdicts))), flush=True)


def told(hear: Callable[[str], str], number: str) -> str:
    try:
        return hear(number)
    except Exception as error:  # noqa: BLE001 - a race test wants to see every kind
        return type(error).__name__


def guarded(number: str) -> str:
    from huopan.domains.settlement import actions as settlement
    from huopan.domains.settlement.models import Payment
    from tests.factories.settlement import a_notice

    notice = a_notice(Payment.objects.get(number=number), external_id="the-notice")
    return str(settlement.receive_notice(provider="sandbox", notice=notice, at=AT))


def unguarded(number: str) -> str:
    from huopan.domains.settlement.models import Account, Payment, Transfer

    payment = Payment.objects.get(number=number)
    if payment.state != "pending":
        return "repeated"
    time.sleep(0.05)
    for reference, payee_id, fen in payment.allocations:
        account = Account.objects.get(kind="available", party_id=payee_id)
        cause = f"{reference}:{time.perf_counter_ns()}"
        Transfer.objects.create(debit_id=-11, credit=account, amount_fen=fen, cause=cause, at=AT)
    Payment.objects.filter(number=number).update(state="paid", paid_at=AT)
    return "booked"


if __name__ == "__main__":
    main(*sys.argv[1:])
