"""What racers for capacity do, each in a process of its own; see tests/races.py.

`holding` is the room as it is; `guarded` is the bucket's own guard without the board's lock over it; `unguarded` is the
negative control: it reads what is free and writes what it concludes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import F  # noqa: E402

from huopan.domains.production import actions as production  # noqa: E402
from huopan.domains.production.actions.buckets import take  # noqa: E402
from huopan.domains.production.models import (  # noqa: E402
    CapacityBucket,
    CapacityHold,
    Demand,
    HeldCapacity,
    PoolMember,
)
from huopan.engines.planning import boards, model, promising  # noqa: E402
from huopan.infra import checking  # noqa: E402
from huopan.infra.database import DatabaseBusyError, refusing_when_busy  # noqa: E402
from huopan.infra.outbox.models import TrailEntry  # noqa: E402
from huopan.kernel.actor import SYSTEM  # noqa: E402
from huopan.kernel.refusal import RefusedError  # noqa: E402
from tests.factories.production import MONDAY  # noqa: E402
from tests.races import forked  # noqa: E402


def holding(*demands: int) -> Counter[str]:
    """Whoever is told "busy" (PostgreSQL waits 3 s for a lock) asks again, as the sentence says."""
    return Counter(
        _at_last(partial(production.hold_capacity, demand_id=demand_id, by=SYSTEM, at=MONDAY)) for demand_id in demands
    )


def committing(hold_id: int) -> Counter[str]:
    """Several at once take up one hold."""
    try:
        production.commit_hold(hold_id=hold_id, by=SYSTEM, at=MONDAY)
    except Exception as error:  # noqa: BLE001 - a race test wants to see every kind
        return Counter([type(error).__name__])
    return Counter(["committed"])


def joining(demand_id: int, pool_id: int, moment: str) -> Counter[str]:
    """Somebody joins a pool at `moment`."""
    at = datetime.fromisoformat(moment)
    return Counter([_at_last(lambda: production.join_pool(demand_id=demand_id, pool_id=pool_id, by=SYSTEM, at=at))])


def joining_or_locking(demand_id: int, pool_id: int, moment: str) -> Counter[str]:
    """Without a demand the sweep that locks what is due."""
    if demand_id:
        return joining(demand_id, pool_id, moment)
    at = datetime.fromisoformat(moment)
    return Counter(["lock:" + _at_last(lambda: production.lock_pools(at=at))])


def _at_last(act: Callable[[], object]) -> str:
    for _ in range(20):
        try:
            with refusing_when_busy():
                act()
        except DatabaseBusyError:
            continue
        except RefusedError as refusal:
            return refusal.code
        except Exception as error:  # noqa: BLE001 - a race test wants to see every kind
            return type(error).__name__
        return "held"
    return "busy"


def guarded(*takes: tuple[int, int, int]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for demand_id, bucket_id, seconds in takes:
        with transaction.atomic():
            if take({bucket_id: seconds}):
                _held(demand_id, bucket_id, seconds)
                outcomes["held"] += 1
            else:
                outcomes["refused"] += 1
    return outcomes


def unguarded(*takes: tuple[int, int, int]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for demand_id, bucket_id, seconds in takes:
        bucket = CapacityBucket.objects.get(pk=bucket_id)
        time.sleep(0.02)
        if bucket.reserved_seconds + seconds > bucket.capacity_seconds:
            outcomes["refused"] += 1
            continue
        CapacityBucket.objects.filter(pk=bucket_id).update(reserved_seconds=bucket.reserved_seconds + seconds)
        _held(demand_id, bucket_id, seconds)
        outcomes["held"] += 1
    return outcomes


def _held(demand_id: int, bucket_id: int, seconds: int) -> None:
    demand = Demand.objects.get(pk=demand_id)
    hold = CapacityHold.objects.create(
        factory_id=demand.factory_id,
        demand=demand,
        promised_at=MONDAY,
        held_at=MONDAY,
        expires_at=MONDAY + timedelta(hours=1),
    )
    HeldCapacity.objects.create(hold=hold, bucket_id=bucket_id, seconds=seconds)
    Demand.objects.filter(pk=demand_id).update(state="held")


def report() -> dict[str, Any]:
    return {
        "held": CapacityHold.objects.filter(state="active").count(),
        "accepted": Demand.objects.filter(state="accepted").count(),
        "broken": [finding.invariant.code for finding in checking.broken(at=MONDAY, area="C")],
        "overlaps": _overlaps(),
        "locked_members": [each.payload["members"] for each in TrailEntry.objects.filter(name="production.PoolLocked")],
        "in_pools": PoolMember.objects.filter(left_at__isnull=True).count(),
        "late_joins": PoolMember.objects.filter(joined_at__gte=F("pool__closes_at")).count(),
    }


def _overlaps() -> int:
    """Pairs of held steps on one machine at one time."""
    steps = sorted(
        (centre, machine, starts, ends)
        for placements in CapacityHold.objects.filter(state="active").values_list("placements", flat=True)
        for _step, centre, machine, starts, _setup, ends in placements
    )
    return sum(a[:2] == b[:2] and b[2] < a[3] for a, b in pairwise(steps))


def warm_up() -> None:
    """Load what is compiled once, before the processes fork."""
    step = model.Step("s", (model.Option("c", 60),))
    shop = model.Shop((model.WorkCentre("c", (model.Machine("m"),)),))
    standing = boards.Board(shop, (), model.Plan())
    promising.commit(standing, promising.promise(standing, model.Job("j", (step,))))


if __name__ == "__main__":
    warm_up()
    mode, *racers = json.loads(sys.argv[1])
    print(json.dumps({"outcomes": forked(globals()[mode], racers), "report": report()}))
