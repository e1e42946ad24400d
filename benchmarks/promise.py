"""How long a promise with its economics takes at 100, 1,000 and 10,000 open jobs in one factory.

    make bench NAME=promise

Sixteen machines in three work centres, weeks of eight-hour days with overtime, 40 colours × 3 processes, three steps a
job; the open jobs are promised and committed by the engine itself, each with a deadline up to a week after its finish,
so that slack is scarce; a board is built of their plan as after a restart. Then 400 quotes: earliest finish, cost
lines, bid price and verdict, each on its own; each is committed and released again. Processor time, seeded.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from dataclasses import replace
from typing import Any

from benchmarks._figures import percentile, publish, say
from huopan.engines.planning import pooling, promising, verdicts
from huopan.engines.planning.boards import Board
from huopan.engines.planning.economics import QuoteRequest, Usage, job_for
from huopan.engines.planning.model import (
    HOUR,
    Arrival,
    Calendar,
    Machine,
    Material,
    Plan,
    SetupRule,
    Shift,
    Shop,
    WorkCentre,
    traits,
)
from huopan.engines.planning.routing import Operation, Routing, Way
from huopan.kernel.money import UnitPrice

SIZES = (100, 1000, 10_000)
QUOTES, SEED = 400, 20261125
DAY, DAYS = 24 * HOUR, 1500
COLOURS = [f"colour {n}" for n in range(40)]
PROCESSES = ("screen", "transfer", "uv")
CENTRES = (("print", 6), ("cure", 5), ("pack", 5))


def main() -> None:
    chance = random.Random(SEED)
    board = Board(factory(), [], Plan())
    began = time.perf_counter()
    verdicts.judge(board, request("first", chance))
    figures: dict[str, Any] = {"first_call_s": round(time.perf_counter() - began, 2)}
    for size in SIZES:
        furnish(board, size, chance)
        board = Board(board.shop, list(board.jobs.values()), board.plan())
        figures |= measured(board, size, random.Random(SEED + size))
    publish(figures)


def factory() -> Shop:
    days = [day for day in range(DAYS) if day % 7 < 6]
    shifts = [
        part
        for day in days
        for part in (
            Shift(day * DAY + 8 * HOUR, day * DAY + 12 * HOUR),
            Shift(day * DAY + 13 * HOUR, day * DAY + 17 * HOUR),
            Shift(day * DAY + 17 * HOUR, day * DAY + 19 * HOUR, 150),
        )
    ]
    rule = SetupRule(base=300, changes=(("colour", 900), ("process", 600)))
    centres = tuple(
        WorkCentre(code, tuple(Machine(str(n)) for n in range(machines)), Calendar(tuple(shifts)), rule, 6000)
        for code, machines in CENTRES
    )
    return Shop(centres, (Material("cup", (Arrival(0, 10**9),), 120),))


def request(code: str, chance: random.Random) -> QuoteRequest:
    """A print in one of 120 set-ups, 20 to 120 pieces at 1 to 2 minutes each at every step."""
    named = traits(colour=chance.choice(COLOURS), process=chance.choice(PROCESSES))
    operations = tuple(
        Operation(centre, (Way(centre, chance.randrange(60_000, 120_000)),), named) for centre, _machines in CENTRES
    )
    price = UnitPrice.from_yuan(str(chance.randrange(6, 14)))
    return QuoteRequest(
        code, Routing(operations), chance.randrange(20, 120), price, (Usage("cup"),), UnitPrice(2000), 200
    )


def furnish(board: Board, size: int, chance: random.Random) -> None:
    """Promise and commit until so many jobs are open."""
    while len(board.jobs) < size:
        job = job_for(board, request(f"open {len(board.jobs)}", chance))
        soonest = promising.promise(board, job)
        deadline = soonest.finish + chance.randrange(0, 7 * DAY)
        promising.commit(board, promising.promise(board, replace(job, deadline=deadline, is_promised=True)))
        if len(board.jobs) % 1000 == 0:
            say(f"{len(board.jobs)} jobs are open")


def measured(board: Board, size: int, chance: random.Random) -> dict[str, Any]:
    quotes, commits, cheapests, offers, slid = [], [], [], [], []
    gc.collect()
    for number in range(QUOTES):
        asked = request(f"quote {number}", chance)
        began = time.process_time_ns()
        verdict = verdicts.judge(board, asked, with_counters=False)
        quotes.append(time.process_time_ns() - began)
        made = verdict.promise
        if made is None:
            sys.exit(f"quote {number} was refused: {verdict.refusal}")
        slid.append(made.moved_steps)
        began = time.process_time_ns()
        promising.commit(board, made)
        commits.append(time.process_time_ns() - began)
        board.release(asked.code)
        if number % 4 == 0:
            began = time.process_time_ns()
            promising.cheapest(board, made.job, made.finish + 2 * DAY)
            cheapests.append(time.process_time_ns() - began)
            began = time.process_time_ns()
            pooling.offers(board, made.job)
            offers.append(time.process_time_ns() - began)
    return {
        f"cpu_p50_ms_{size}": ms(quotes, 0.5),
        f"cpu_p95_ms_{size}": ms(quotes, 0.95),
        f"commit_p50_ms_{size}": ms(commits, 0.5),
        f"commit_p95_ms_{size}": ms(commits, 0.95),
        f"cheapest_p95_ms_{size}": ms(cheapests, 0.95),
        f"pool_offers_p95_ms_{size}": ms(offers, 0.95),
        f"steps_moved_p95_{size}": percentile(slid, 0.95),
    }


def ms(nanoseconds: list[int], share: float) -> float:
    return round(percentile(nanoseconds, share) / 1e6, 3)


if __name__ == "__main__":
    main()
