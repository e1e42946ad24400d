"""What phones on one floor do at once, each in a process of its own; see tests/races.py.

`scanning` is the room as it is; `unguarded` is the negative control: it reads what was made and writes what it
concludes.
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

from huopan.domains.production import actions as production  # noqa: E402
from huopan.domains.production.models import FloorReport, WorkOrder, WorkOrderStep  # noqa: E402
from huopan.infra import checking  # noqa: E402
from huopan.kernel.actor import Actor  # noqa: E402
from huopan.kernel.refusal import RefusedError  # noqa: E402
from tests.factories.production import MONDAY  # noqa: E402
from tests.races import forked  # noqa: E402


def scanning(number: str, *scans: tuple[str, int]) -> Counter[str]:
    """Report `good` pieces of the first operation under each id."""
    factory_id = WorkOrder.objects.values_list("factory_id", flat=True).get(number=number)
    by = Actor(party_id=factory_id, role="floor", scopes=frozenset({"floor"}))
    outcomes: Counter[str] = Counter()
    for client_id, good in scans:
        try:
            production.report_floor(
                client_id=client_id, number=number, position=0, kind="good", good=good, by=by, at=MONDAY
            )
            outcomes["heard"] += 1
        except RefusedError as refusal:
            outcomes[refusal.code] += 1
        except Exception as error:  # noqa: BLE001 - a race test wants to see every kind
            outcomes[type(error).__name__] += 1
    return outcomes


def unguarded(number: str, *scans: tuple[str, int]) -> Counter[str]:
    """Reads what was made, and writes what it concludes."""
    step = WorkOrderStep.objects.get(work_order__number=number, position=0)
    time.sleep(0.2)
    for client_id, good in scans:
        step.good += good
        WorkOrderStep.objects.filter(pk=step.pk).update(good=step.good)
        FloorReport.objects.create(
            factory_id=step.work_order.factory_id,
            client_id=f"{client_id} {os.getpid()}",
            step=step,
            kind="good",
            good=good,
            at=MONDAY,
        )
    return Counter({"heard": len(scans)})


def report(number: str) -> dict[str, Any]:
    step = WorkOrderStep.objects.get(work_order__number=number, position=0)
    broken = [finding.invariant.code for finding in checking.broken(at=MONDAY, area="C")]
    return {"reports": FloorReport.objects.filter(kind="good").count(), "good": step.good, "broken": broken}


if __name__ == "__main__":
    mode, *racers = json.loads(sys.argv[1])
    print(json.dumps({"outcomes": forked(globals()[mode], racers), "report": report(racers[0][0])}))
