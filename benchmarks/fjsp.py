"""Flexible job shops through the general model: makespan beside the best known, mk01 to mk10.

    make bench NAME=fjsp            (FILE=… another folder of such JSON files, SECONDS=60 for each)

Ruin and recreate, then tabu search on longest paths; CP-SAT in one thread tries a proof early and again at the end.
Seconds are the process's own CPU
seconds, so that a busy machine does not shorten the search.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from benchmarks._figures import publish, say
from huopan.engines.planning.model import Job, Machine, Option, Plan, Shop, Step, WorkCentre
from huopan.engines.planning.reoptimising import reoptimise

BEST_KNOWN = dict(
    zip([f"mk{nth:02}" for nth in range(1, 11)], (40, 26, 204, 60, 172, 58, 139, 523, 307, 197), strict=True)
)
FOLDER = Path(os.environ.get("FILE") or "../shared/data/fjsp")
SECONDS = float(os.environ.get("SECONDS_EACH") or 60)
SHARE = 0.3  # of the seconds for CP-SAT
UNIT = 60  # seconds to a time unit of the file


def main() -> None:
    paths = [FOLDER / f"{name}.json" for name in BEST_KNOWN if (FOLDER / f"{name}.json").exists()]
    if not paths:
        raise SystemExit(f"There is no mk01.json … mk10.json in {FOLDER}; name their folder with FILE=…")
    warm_up()
    figures: dict[str, Any] = {}
    gaps = []
    for path in paths:
        found, bound, took = solve(path)
        best = BEST_KNOWN[path.stem]
        gaps.append(100 * (found - best) / best)
        figures |= {path.stem: found, f"{path.stem}_best_known": best, f"{path.stem}_bound": bound}
        say(f"{path.stem}: {found} (best known {best}, bound {bound}) in {took:.0f} s")
    publish(
        {"mean_gap_pct": round(sum(gaps) / len(gaps), 2), "worst_gap_pct": round(max(gaps), 2)}
        | figures
        | {"seconds_each": SECONDS}
    )


def solve(path: Path) -> tuple[int, int, float]:
    """(makespan, bound, seconds taken) in the file's units."""
    described = json.loads(path.read_text())
    shop, jobs = shop_of(described), jobs_of(described)
    began = time.process_time()
    better = reoptimise(
        shop, jobs, Plan(), seed=1, iterations=None, seconds=SECONDS, elapsed=lambda: time.process_time() - began,
        objective="makespan", proof_seconds=SECONDS * SHARE, until_proven=True,
    )  # fmt: skip
    assert better.after.breaches == 0
    return better.after.makespan // UNIT, better.bound // UNIT, time.process_time() - began


def shop_of(described: dict[str, Any]) -> Shop:
    return Shop(tuple(WorkCentre(str(nth), (Machine("1"),)) for nth in range(described["machines"])))


def jobs_of(described: dict[str, Any]) -> list[Job]:
    return [
        Job(f"job {nth}", tuple(Step(str(k), _options(step)) for k, step in enumerate(steps)))
        for nth, steps in enumerate(described["jobs"])
    ]


def _options(step: list[dict[str, int]]) -> tuple[Option, ...]:
    return tuple(Option(str(each["machine"]), each["processing"] * UNIT) for each in step)


def warm_up() -> None:
    """Compile what will be measured."""
    shop = Shop((WorkCentre("0", (Machine("1"),)),))
    reoptimise(
        shop, [Job("one", (Step("0", (Option("0", UNIT),)),))], Plan(), seed=1, iterations=2, objective="makespan"
    )


if __name__ == "__main__":
    main()
