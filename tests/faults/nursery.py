"""Raises children and kills them: Django wakes once, each life is a fork. Orders come as JSON lines, answers go back.

{"do": "live", "errand": {…}, "crash_at": "after_ledger"}  one life, dead at a named point or of old age
{"do": "kill", "errand": {…}, "times": 20, "seed": 7}      lives cut short at random, then one left to finish
{"do": "race", "errand": {…}, "racers": 6}                 all at once, turn 0 only
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

import django


def main() -> None:
    django.setup()
    from huopan.domains.settlement.ports import PROVIDERS
    from tests.factories.settlement import FakeProvider

    PROVIDERS["sandbox"] = FakeProvider()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(ORDERS[asked.pop("do")](**asked)), flush=True)


def live(errand: dict[str, Any], crash_at: str = "") -> dict[str, Any]:
    return {"status": _end_of(_born(lambda: _run(errand, crash_at)))}


def kill(errand: dict[str, Any], times: int, seed: int, longest: float = 0.25) -> dict[str, Any]:
    chance = random.Random(seed)
    kills = 0
    for _ in range(times):
        child = _born(lambda: _run(errand))
        time.sleep(chance.uniform(0.005, longest))
        os.kill(child, signal.SIGKILL)
        kills += _end_of(child) == -signal.SIGKILL
    return {"kills": kills, "status": _end_of(_born(lambda: _run(errand)))}


def race(errand: dict[str, Any], racers: int) -> dict[str, Any]:
    gate = time.monotonic() + 0.3
    children = [_born(lambda: _buy_at(errand, gate)) for _ in range(racers)]
    return {"statuses": [_end_of(child) for child in children]}


def _run(errand: dict[str, Any], crash_at: str = "") -> None:
    from django.conf import settings

    from tests.faults import buying, trading

    settings.HUOPAN.crash_at = crash_at
    wanted = buying.Errand(**errand)
    run = trading.run if wanted.is_whole_life else buying.run
    run(wanted)


def _buy_at(errand: dict[str, Any], gate: float) -> None:
    from django.db import connection

    from tests.faults import buying

    connection.ensure_connection()
    time.sleep(max(gate - time.monotonic(), 0))
    buying.buy(buying.Errand(**errand), 0)


def _born(life: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        life()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a child never returns into its parent's code
        traceback.print_exc()
        os._exit(1)


def _end_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


ORDERS: dict[str, Callable[..., dict[str, Any]]] = {"live": live, "kill": kill, "race": race}

if __name__ == "__main__":
    main()
