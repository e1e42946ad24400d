"""What a page costs: every step of the tour, as its person sees it in the demo's market.

    make bench NAME=pages                              builds the demo's whole market first
    make bench NAME=pages ARGS="--data /path/to/var"   of a demo that was built there and does not run now

`…_kb`: HTML, styles and scripts as they travel on the first view, compressed as the server does it, kilobytes of 1,000;
pictures apart. `…_sql`: statements of one warm request, transactions' own among them. `…_cpu_…_ms`: processor time of
this process over 30 warm requests, from middleware to compressed bytes, without a web server's few tenths;
a full garbage collection, one in hundreds of requests, falls between pages.
The table before the JSON line is for the README. The profile of the slowest page and the statements of the most asking
one go to standard error.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TIMES, WARMING = 30, 3
TARGETS = {"kb": 60.0, "sql": 8, "cpu_p95_ms": 30.0}
LINKED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"?]+)')


@dataclass(frozen=True)
class Cost:
    kb: float
    sql: int
    cpu_p50_ms: float
    cpu_p95_ms: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--step", help="only this one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="huopan-bench-") as folder:
        _open(asked.data or Path(folder))
        from huopan.web.tour.steps import STEPS

        steps = [step for step in STEPS if asked.step in (None, step.key)]
        costs = {step.key: cost_of(step) for step in steps}
        told = flat(costs)
        _explain(told, {step.key: step for step in steps})
    print(table(steps, costs))
    print(json.dumps(told))


def _open(folder: Path) -> None:
    """Wake Django up on the folder's market, and build it if there is none."""
    os.environ |= {"HUOPAN_DATA_DIR": str(folder), "HUOPAN_DEMO": "true", "HUOPAN_LOG_LEVEL": "WARNING"}
    from huopan.ops.starting import start

    start()
    from django.core.management import call_command

    from huopan.ops.demo import command, world
    from huopan.ops.demo.galleries import Studio
    from huopan.ops.demo.sizes import WHOLE
    from huopan.ops.serving import collect_static

    call_command("migrate", verbosity=0, interactive=False)
    if not world.stands():
        command.console.file = sys.stderr
        command._build(Studio(WHOLE, kept_in=folder / "drawings"))
    collect_static()


def cost_of(step: Any) -> Cost:
    from huopan.ops.warming import settle

    client, address = visitor_of(step)
    for _ in range(WARMING):
        body = client.get(address, headers={"accept-encoding": "gzip"})
    settle()
    took = sorted(_cpu_ms(client, address) for _ in range(TIMES))
    return Cost(
        kb=round((len(body.content) + _linked_bytes(client.get(address).text)) / 1000, 1),
        sql=len(statements_of(client, address)),
        cpu_p50_ms=round(statistics.median(took), 1),
        cpu_p95_ms=round(statistics.quantiles(took, n=20)[-1], 1),
    )


def visitor_of(step: Any) -> tuple[Any, str]:
    """A browser in which the step's person is logged in, and where the step is."""
    from django.test import Client

    from huopan.domains.parties.models import Person
    from huopan.web.tour.steps import PEOPLE, address_of

    client = Client(headers={"host": "localhost", "accept-language": "zh-CN"})
    if step.role != "visitor":
        client.force_login(Person.objects.get(email=PEOPLE[step.role]))
    return client, address_of(step)


def statements_of(client: Any, address: str) -> list[str]:
    from django.db import connection

    told: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        told.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return told


def _cpu_ms(client: Any, address: str) -> float:
    before = time.process_time()
    client.get(address, headers={"accept-encoding": "gzip"})
    return (time.process_time() - before) * 1000


def _linked_bytes(page: str) -> int:
    from django.conf import settings

    total = 0
    for address in set(LINKED.findall(page)):
        kept = Path(settings.STATIC_ROOT) / address.removeprefix("/static/")
        packed = kept.with_name(kept.name + ".gz")
        total += (packed if packed.exists() else kept).stat().st_size
    return total


def table(steps: list[Any], costs: dict[str, Cost]) -> str:
    """For the README: what is over its target stands out."""
    from django.utils.translation import override

    with override("en"):
        named = [(f"{step.title} (`{step.key}`)", costs[step.key]) for step in steps]
    rows = (
        f"| {name} | {_marked(cost.kb, 'kb')} | {_marked(cost.sql, 'sql')} | {cost.cpu_p50_ms} |"
        f" {_marked(cost.cpu_p95_ms, 'cpu_p95_ms')} |"
        for name, cost in named
    )
    return "\n".join(("| page | KB | statements | CPU p50, ms | CPU p95, ms |", "|---|---|---|---|---|", *rows))


def _marked(figure: float, name: str) -> str:
    return f"**{figure}**" if figure > TARGETS[name] else str(figure)


def flat(costs: dict[str, Cost]) -> dict[str, Any]:
    told: dict[str, Any] = {"load_average_1_min": round(os.getloadavg()[0], 1)}
    for key, cost in costs.items():
        name = key.replace("-", "_")
        told |= {f"{name}_{figure}": getattr(cost, figure) for figure in ("kb", "sql", "cpu_p50_ms", "cpu_p95_ms")}
    for figure, target in TARGETS.items():
        worst = max(costs, key=lambda key: getattr(costs[key], figure))
        over = [key for key, cost in costs.items() if getattr(cost, figure) > target]
        told |= {
            f"worst_{figure}": getattr(costs[worst], figure),
            f"worst_{figure}_page": worst,
            f"target_{figure}": target,
            f"missed_{figure}_pages": len(over),
            f"missed_{figure}": ",".join(over),
        }
    return told


def _explain(told: dict[str, Any], steps: dict[str, Any]) -> None:
    """Why the worst page is what it is."""
    client, address = visitor_of(steps[told["worst_sql_page"]])
    print(f"Statements of {told['worst_sql_page']}:", *statements_of(client, address), sep="\n  ", file=sys.stderr)
    client, address = visitor_of(steps[told["worst_cpu_p95_ms_page"]])
    client.get(address)
    profile = cProfile.Profile()
    profile.runcall(client.get, address)
    print(f"Profile of {told['worst_cpu_p95_ms_page']}:", file=sys.stderr)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    main()
