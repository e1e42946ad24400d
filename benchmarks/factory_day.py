"""A day of custom orders in one factory, under seven ways of running it.

    make bench NAME=factory-day        (ARGS="--seeds 3 --loads 500" for less)

The world, fixed before ours was tried on it: six printing stations around the clock, each able to run any of three
processes in any of forty colours. A change of colour takes 15 minutes, of colour and process 30, and spoils ¥15 of
blanks and ink. Orders come by Poisson, on average 7 pieces (geometric) at 1–2 minutes and ¥9–23 a piece, of which
material is 55%. A fifth is promised within 6–10 hours and pays a quarter more, half within 14–22 hours, three tenths
within 28–40 hours at 5% less. A late order costs 10% of its price at once and 5% for each hour begun, 60% at most.
Real set-up and run times vary with a coefficient of variation of 0.15; a station is down 2% of the time, an hour on
average. The floor fills up for a day, the orders of the second day count, a third day's keep competing. Loads: at
500 orders a day the same-colour habit can just keep up, from 650 on the floor is overloaded.

Ours was tuned on seeds 100 to 105; seeds 0 to 19 are measured. Nothing depends on the machine's speed.

What spoils in a set-up matters at the light loads: at 500 the habit keeps nearly all it promises, so that whoever made
every order in time with set-ups that cost nothing but time would earn 1.025 times as much.

Contribution: price less material, spoiled set-ups and what lateness costs. All policies meet the same orders, times
and breakdowns. Ratios are of mean contributions over the seeds; `…_seeds_min` and `…_max` are of single seeds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from typing import Any

from benchmarks import _factory_habits as habits
from benchmarks import _factory_ours as ours
from benchmarks._factory_world import Done, Result, World, result, world
from benchmarks._figures import publish, say

LOADS, SEEDS = (350, 500, 650, 800), 20
POLICIES: dict[str, Callable[[World], list[Done]]] = {
    "fifo_all": habits.fifo_all,
    "fifo_reject": habits.fifo_reject,
    "habit_all": habits.habit_all,
    "habit_backlog": habits.habit_backlog,
    "ours_alone": ours.ours_alone,
    "ours_pools": ours.ours_pools,
    "ours_pools_bids": ours.ours_pools_bids,
}
HABITS = ("habit_all", "habit_backlog")
OURS = "ours_pools_bids"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", type=int, default=SEEDS)
    asked.add_argument("--loads", type=int, nargs="*", default=LOADS)
    asked.add_argument("--policies", nargs="*", default=list(POLICIES))
    asked.add_argument("--processes", type=int, default=2)
    given = asked.parse_args()
    tasks = [(load, seed, name) for seed in range(given.seeds) for load in given.loads for name in given.policies]
    begun = time.perf_counter()
    with ProcessPoolExecutor(given.processes) as pool:
        results = {}
        for task, found in zip(tasks, pool.map(lived, tasks, chunksize=len(given.policies)), strict=True):
            results[task] = found
            say(f"{task[0]} orders, seed {task[1]}, {task[2]}: {found.contribution_fen / 100:.0f} yuan, {found}")
    figures: dict[str, Any] = {"seeds": given.seeds, "seconds": round(time.perf_counter() - begun)}
    for load in given.loads:
        by_policy = {name: [results[load, seed, name] for seed in range(given.seeds)] for name in given.policies}
        say(f"{load} orders a day")
        for name, found in by_policy.items():
            say(told(name, found))
            figures |= of_policy(name, load, found)
        if OURS in by_policy:
            figures |= of_ratios(load, by_policy)
    publish(figures)


drawn = lru_cache(maxsize=1)(world)


def lived(task: tuple[int, int, str]) -> Result:
    load, seed, name = task
    here = drawn(load, seed)
    return result(here, POLICIES[name](here))


def accepted_pct(found: list[Result]) -> float:
    return 100 * sum(each.accepted for each in found) / sum(each.came for each in found)


def kept_pct(found: list[Result]) -> float:
    return 100 * sum(each.kept for each in found) / max(1, sum(each.accepted for each in found))


def contribution(found: list[Result]) -> float:
    """Mean yuan a day."""
    return statistics.mean(each.contribution_fen for each in found) / 100


def setup_pct(found: list[Result]) -> float:
    return 100 * statistics.mean(each.setup_share for each in found)


def told(name: str, found: list[Result]) -> str:
    single = [each.contribution_fen / 100 for each in found]
    return (
        f"  {name:16} accepted {accepted_pct(found):5.1f}%  kept {kept_pct(found):6.2f}%"
        f"  contribution {contribution(found):8.0f} ({min(single):.0f} to {max(single):.0f}) yuan"
        f"  set-up {setup_pct(found):4.1f}% of the work"
    )


def of_policy(name: str, load: int, found: list[Result]) -> dict[str, float]:
    return {
        f"{name}_accepted_pct_{load}": round(accepted_pct(found), 1),
        f"{name}_kept_pct_{load}": round(kept_pct(found), 2),
        f"{name}_contribution_yuan_{load}": round(contribution(found)),
        f"{name}_contribution_yuan_sd_{load}": round(statistics.pstdev(e.contribution_fen / 100 for e in found)),
        f"{name}_setup_pct_{load}": round(setup_pct(found), 1),
    }


def of_ratios(load: int, by_policy: dict[str, list[Result]]) -> dict[str, float]:
    """Ours, with everything, beside first-come-first-served and the better habit at this load."""
    best = by_policy[OURS]
    kept = [100 * each.kept / max(1, each.accepted) for each in best]
    figures = {f"kept_pct_{load}": round(kept_pct(best), 2), f"kept_pct_{load}_seeds_min": round(min(kept), 2)}
    better = max((by_policy[name] for name in HABITS), key=contribution)
    for key, others in (("fifo", by_policy["fifo_reject"]), ("habit", better)):
        single = [
            mine.contribution_fen / max(1, theirs.contribution_fen) for mine, theirs in zip(best, others, strict=True)
        ]
        figures |= {
            f"contribution_ratio_{key}_{load}": round(contribution(best) / contribution(others), 3),
            f"contribution_ratio_{key}_{load}_seeds_min": round(min(single), 3),
            f"contribution_ratio_{key}_{load}_seeds_max": round(max(single), 3),
        }
    return figures


if __name__ == "__main__":
    main()
