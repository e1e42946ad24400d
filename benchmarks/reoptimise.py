"""Re-optimising a factory's open jobs: contribution and lateness against the greedy plan after 5, 15 and 30 s.

    make bench NAME=reoptimise      (N=500,2000 open jobs; SECONDS_AFTER=5,15,30)

Custom print orders, seeded: 40 colours × 3 processes, one to three steps, 16 machines in four work centres, two shifts
and overtime, mixed deadlines, a fifth of the jobs promised. Greedy puts the jobs in by due date, each where it costs
least. Seconds are the process's own CPU seconds, so that a busy machine does not shorten the search.
"""

from __future__ import annotations

import os
import random
import time
from typing import Any

from benchmarks._figures import publish, say
from huopan.engines.planning.checking import faults
from huopan.engines.planning.model import (
    HOUR,
    Calendar,
    Job,
    Machine,
    Option,
    Plan,
    SetupRule,
    Shift,
    Shop,
    Step,
    WorkCentre,
    traits,
)
from huopan.engines.planning.reoptimising import greedy_plan, reoptimise
from huopan.engines.planning.reoptimising.figures import figures_of

SIZES = [int(size) for size in (os.environ.get("N") or "500,2000").split(",")]
SECONDS = [int(seconds) for seconds in (os.environ.get("SECONDS_AFTER") or "5,15,30").split(",")]
DAY, MINUTE = 24 * HOUR, 60
PROCESSES = {"screen": 25 * MINUTE, "transfer": 15 * MINUTE, "digital": 5 * MINUTE}


def main() -> None:
    figures: dict[str, Any] = {}
    warm_up()
    for size in SIZES:
        figures |= measure(size)
    publish(figures)


def measure(size: int) -> dict[str, Any]:
    shop, jobs, plan = world(size, seed=size)
    began = time.process_time()
    first = greedy_plan(shop, jobs, plan)
    figures: dict[str, Any] = {f"greedy_seconds_{size}": round(time.process_time() - began, 2)}
    greedy = figures_of(shop, jobs, first)
    figures |= told(f"greedy_{size}", greedy)
    for seconds in SECONDS:
        began = time.process_time()
        better = reoptimise(
            shop,
            jobs,
            first,
            seed=1,
            iterations=None,
            seconds=seconds,
            elapsed=lambda at=began: time.process_time() - at,
        )
        assert faults(shop, jobs, better.plan) == []
        figures |= told(f"after_{seconds}_s_{size}", better.after)
        gain = 100 * (better.after.profit_fen - greedy.profit_fen) / abs(greedy.profit_fen)
        figures |= {f"gain_pct_{seconds}_s_{size}": round(gain, 2), f"iterations_{seconds}_s_{size}": better.iterations}
        say(f"{size} jobs, {seconds} s: {gain:+.1f}% in {better.iterations} iterations, {len(better.moves)} jobs moved")
    return figures


def _since(began: float) -> float:
    return time.process_time() - began


def told(name: str, figures: Any) -> dict[str, Any]:
    return {
        f"{name}_contribution_yuan": figures.profit_fen // 100,
        f"{name}_late_hours": figures.late_seconds // HOUR,
        f"{name}_late_jobs": figures.late_jobs,
        f"{name}_taken": figures.taken,
        f"{name}_setup_hours": figures.setup_seconds // HOUR,
    }


def world(size: int, *, seed: int) -> tuple[Shop, list[Job], Plan]:
    """A shop loaded to about its capacity until the last due date, its jobs, and a plan of the promised ones."""
    chance = random.Random(seed)
    days = max(2, size // 20)
    jobs = [_job(chance, nth, days) for nth in range(size)]
    shop = Shop(tuple(_centre(code, days + 20) for code in ("print", "cure", "sew", "pack")))
    asked = [job for job in jobs if chance.random() < 0.2]
    kept = greedy_plan(shop, asked, Plan())
    promised = {job.code for job in asked if job.code in kept.by_job}
    return shop, [_promised(job) if job.code in promised else job for job in jobs], kept


def _promised(job: Job) -> Job:
    values = {name: getattr(job, name) for name in Job.__slots__}
    return Job(**(values | {"is_promised": True}))


def _centre(code: str, days: int) -> WorkCentre:
    shifts = [shift for day in range(days) if day % 7 != 6 for shift in _shifts(day)]
    minutes = PROCESSES["screen"] if code == "print" else 10 * MINUTE
    rule = SetupRule(base=5 * MINUTE, changes=(("colour", 15 * MINUTE if code == "print" else 0), ("process", minutes)))
    return WorkCentre(code, tuple(Machine(str(nth)) for nth in range(4)), Calendar(tuple(shifts)), rule, hour_fen=6_000)


def _shifts(day: int) -> list[Shift]:
    at = day * DAY
    return [
        Shift(at + 8 * HOUR, at + 12 * HOUR),
        Shift(at + 13 * HOUR, at + 18 * HOUR),
        Shift(at + 18 * HOUR, at + 21 * HOUR, 150),
    ]


def _job(chance: random.Random, nth: int, days: int) -> Job:
    pieces = chance.choice((20, 50, 100, 200))
    asks = traits(colour=f"c{chance.randrange(40)}", process=chance.choice(list(PROCESSES)))
    steps = [Step("print", (Option("print", int(pieces * chance.uniform(60, 120))),), asks)]
    if chance.random() < 0.6:
        where = tuple(Option(code, pieces * 40) for code in chance.sample(("cure", "sew"), chance.randint(1, 2)))
        steps.append(Step("finish", where, asks))
    if chance.random() < 0.5:
        steps.append(Step("pack", (Option("pack", pieces * 30),)))
    due = int(chance.uniform(0.5, days) * DAY) + 18 * HOUR
    late_fen = chance.choice((200, 500, 1_500))
    revenue = int(pieces * chance.uniform(250, 900))
    release = int(chance.uniform(0, max(0, due - 2 * DAY)) * 0.5)
    return Job(str(nth), tuple(steps), release, due, due + chance.choice((1, 2, 5)) * DAY, revenue, late_fen)


def warm_up() -> None:
    """Load or compile the machine code before anything is measured."""
    shop, jobs, plan = world(5, seed=1)
    reoptimise(shop, jobs, plan, seed=1, iterations=3)


if __name__ == "__main__":
    main()
