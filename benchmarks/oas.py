"""Order acceptance and scheduling with sequence-dependent set-ups: gap to the optimum or the upper bound, by size.

    make bench NAME=oas             (FILE=… another tar.gz of such instances; SIZES=10,15,50,100; SAMPLE=1,5 for a part)

The engine's general search on a shop of one machine; nothing is known to it but the instance. It stops before its time
only by its own proof (every order taken, none late). Seconds are the process's own CPU seconds, so that a busy machine
does not shorten the search; two processes share the instances when PROCESSES=2.
"""

from __future__ import annotations

import csv
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks._figures import publish, say
from benchmarks._order_acceptance import Instance, instances, jobs_of, shop_of, worth
from huopan.engines.planning.model import Plan
from huopan.engines.planning.reoptimising import reoptimise

ARCHIVE = Path(os.environ.get("FILE") or "../shared/data/oas/instances_odd.tar.gz")
SIZES = {int(size) for size in (os.environ.get("SIZES") or "10,15,20,25,50,100").split(",")}
SAMPLE = os.environ.get("SAMPLE")
PROCESSES = int(os.environ.get("PROCESSES") or 1)
SMALL, SMALL_SECONDS, SECONDS = 15, 2.0, 5.0
SEARCHED = 0.93  # of the seconds; the rest is for reading the instance in and checking the plan
EXACT = 1e-4  # the published optima are rounded to four decimals


class Found(NamedTuple):
    name: str
    size: int
    worth: float
    seconds: float
    iterations: int
    is_proven: bool


def main() -> None:
    if not ARCHIVE.exists():
        raise SystemExit(f"There is no {ARCHIVE}; name a tar.gz of instances with FILE=…")
    chosen = [each for each in instances(ARCHIVE) if each.size in SIZES and _is_sampled(each)]
    optima, bounds = _column("optima*.csv", "path", "optimum"), _column("best_known*.csv", "instance", "upper_bound")
    gaps: dict[int, list[float]] = defaultdict(list)
    missed: dict[int, list[str]] = defaultdict(list)
    for found in _solved(chosen):
        best = optima.get(found.name, bounds.get(found.name))
        gap = 0.0 if best is None else 100 * (best - found.worth) / best
        if best is not None:
            gaps[found.size].append(max(0.0, gap) if abs(best - found.worth) < EXACT else gap)
        if found.name in optima and optima[found.name] - found.worth > EXACT:
            missed[found.size].append(found.name)
        told = f"{found.worth:.4f} of {best}, {gap:.2f}%, {found.iterations} it, {found.seconds:.1f} s"
        say(f"{found.name}: {told}{' proven' if found.is_proven else ''}")
    publish(_figures(chosen, gaps, missed, optima))


def _figures(
    chosen: list[Instance], gaps: dict[int, list[float]], missed: dict[int, list[str]], optima: dict[str, float]
) -> dict[str, Any]:
    figures: dict[str, Any] = {"instances": len(chosen)}
    for size in sorted({each.size for each in chosen}):
        figures[f"instances_n{size}"] = sum(each.size == size for each in chosen)
        if any(each.name in optima for each in chosen if each.size == size):
            figures[f"optima_missed_n{size}"] = len(missed[size])
        if gaps[size]:
            figures[f"gap_pct_n{size}"] = round(sum(gaps[size]) / len(gaps[size]), 3)
            figures[f"worst_gap_pct_n{size}"] = round(max(gaps[size]), 2)
        figures[f"cpu_seconds_n{size}"] = SMALL_SECONDS if size <= SMALL else SECONDS
    return figures


def _is_sampled(instance: Instance) -> bool:
    return not SAMPLE or instance.name.removesuffix(".txt").rsplit("_", 1)[-1] in SAMPLE.split(",")


def _column(pattern: str, key: str, value: str) -> dict[str, float]:
    """By file name; from the first csv beside the archive that the pattern fits."""
    for path in sorted(ARCHIVE.parent.glob(pattern)):
        with path.open() as lines:
            return {row[key].rsplit("/", 1)[-1]: float(row[value]) for row in csv.DictReader(lines)}
    return {}


def _solved(chosen: list[Instance]) -> Iterable[Found]:
    if PROCESSES == 1:
        _warm_up()
        yield from map(solve, chosen)
        return
    with ProcessPoolExecutor(PROCESSES, initializer=_warm_up) as pool:
        yield from pool.map(solve, chosen)


def solve(instance: Instance) -> Found:
    shop, jobs = shop_of(instance), jobs_of(instance)
    seconds = SEARCHED * (SMALL_SECONDS if instance.size <= SMALL else SECONDS)
    began = time.process_time()
    better = reoptimise(
        shop, jobs, Plan(), seed=1, iterations=None, seconds=seconds, elapsed=lambda: time.process_time() - began,
        until_proven=True,
    )  # fmt: skip
    took = time.process_time() - began
    assert better.after.breaches == 0
    return Found(instance.name, instance.size, worth(instance, better.plan), took, better.iterations, better.is_proven)


def _warm_up() -> None:
    """Load or compile the machine code before anything is measured."""
    tiny = Instance("tiny", "", [0, 0], [3, 4], [3, 3], [6, 6], [1, 2], [1, 1], [[1, 1], [0, 1], [1, 0]])
    reoptimise(shop_of(tiny), jobs_of(tiny), Plan(), seed=1, iterations=3, until_proven=True)


if __name__ == "__main__":
    main()
