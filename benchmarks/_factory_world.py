"""The world of the factory day: what buyers order, how long things really take, when machines are down.

Drawn once by seed before anybody decides, so that every policy meets the same orders, the same real times and the
same breakdowns. Seconds and fen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from huopan.engines.planning.model import HOUR, SetupRule, Span, Traits, traits

DAY = 24 * HOUR
DAYS, MEASURED = 3, (DAY, 2 * DAY)  # a day to fill the floor, the day that counts, a day that keeps competing
MACHINES = 6
COLOURS, PROCESSES = 40, ("screen_print", "heat_transfer", "uv_print")
CHANGE = 15 * 60
RULE = SetupRule(changes=(("colour", CHANGE), ("process", CHANGE)))
SETUP_FEN = 15_00
CV, DOWN_SHARE, MEAN_REPAIR = 0.15, 0.02, HOUR
# share, hours from order to promise, price in percent
DEADLINES = ((0.2, (6, 10), 125), (0.5, (14, 22), 100), (0.3, (28, 40), 95))
PIECES_MEAN = 7
PIECE_SECONDS, PIECE_FEN = (60, 120), (9_00, 23_00)
MATERIAL_PCT = 55
LATE_AT_ONCE_PCT, LATE_HOUR_PCT, LATE_MOST_PCT = 10, 5, 60


@dataclass(frozen=True, slots=True)
class Order:
    """`run`: nominal seconds; `margin_fen`: price less material; `setup_luck`, `run_luck`: what real times are
    multiplied with, known to nobody before the work is done."""

    number: int
    at: int
    colour: int
    process: int
    run: int
    deadline: int
    price_fen: int
    margin_fen: int
    setup_luck: float
    run_luck: float

    @property
    def family(self) -> tuple[int, int]:
        return self.colour, self.process

    @property
    def traits(self) -> Traits:
        return traits(colour=f"colour{self.colour}", process=PROCESSES[self.process])

    @property
    def counts(self) -> bool:
        return MEASURED[0] <= self.at < MEASURED[1]

    def late_fen(self, end: int) -> int:
        """What ending at `end` costs: 10% of the price at once, 5% for each begun hour, 60% at most."""
        if end <= self.deadline:
            return 0
        percent = LATE_AT_ONCE_PCT + LATE_HOUR_PCT * math.ceil((end - self.deadline) / HOUR)
        return self.price_fen * min(percent, LATE_MOST_PCT) // 100


def setup_of(before: tuple[int, int] | None, after: tuple[int, int]) -> int:
    """Nominal seconds: the same as `RULE` says."""
    if before is None:
        return 2 * CHANGE
    return CHANGE * ((before[0] != after[0]) + (before[1] != after[1]))


@dataclass(frozen=True, slots=True)
class World:
    orders: tuple[Order, ...]
    down: tuple[tuple[Span, ...], ...]

    def end(self, machine: int, start: int, work: int) -> int:
        """When `work` seconds begun at `start` are done, waiting out what breaks meanwhile."""
        end = start + work
        for span in self.down[machine]:
            if span.start >= end:
                break
            if span.end > start:
                end += span.end - max(span.start, start)
        return end

    def up_from(self, machine: int, at: int) -> int:
        """The first second from `at` on in which the machine is not broken."""
        return next((span.end for span in self.down[machine] if span.start <= at < span.end), at)

    def expected_up_from(self, machine: int, at: int) -> int:
        """What people at second `at` think of it: a machine that is broken now needs a mean repair yet."""
        return at + MEAN_REPAIR if self.up_from(machine, at) > at else at


def world(load: int, seed: int) -> World:
    """`load` orders a day on average."""
    dice = np.random.default_rng([load, seed])
    count = int(dice.poisson(load * DAYS))
    times = np.sort(dice.integers(0, DAYS * DAY, count))
    return World(
        tuple(_order(dice, number, int(at)) for number, at in enumerate(times)),
        tuple(_breakdowns(dice) for _ in range(MACHINES)),
    )


def _order(dice: np.random.Generator, number: int, at: int) -> Order:
    kind = DEADLINES[int(dice.choice(len(DEADLINES), p=[share for share, _, _ in DEADLINES]))]
    pieces = int(dice.geometric(1 / PIECES_MEAN))
    price = pieces * int(dice.integers(*PIECE_FEN)) * kind[2] // 100
    sigma = math.sqrt(math.log1p(CV**2))
    setup_luck, run_luck = np.exp(sigma * dice.standard_normal(2) - sigma**2 / 2)
    return Order(
        number=number,
        at=at,
        colour=int(dice.integers(COLOURS)),
        process=int(dice.integers(len(PROCESSES))),
        run=pieces * int(dice.integers(*PIECE_SECONDS, endpoint=True)),
        deadline=at + int(dice.integers(kind[1][0] * HOUR, kind[1][1] * HOUR)),
        price_fen=price,
        margin_fen=price * (100 - MATERIAL_PCT) // 100,
        setup_luck=float(setup_luck),
        run_luck=float(run_luck),
    )


def _breakdowns(dice: np.random.Generator) -> tuple[Span, ...]:
    ups = dice.exponential(MEAN_REPAIR * (1 - DOWN_SHARE) / DOWN_SHARE, 40)
    repairs = dice.exponential(MEAN_REPAIR, 40)
    spans, at = [], 0.0
    for up, repair in zip(ups, repairs, strict=True):
        at += up
        spans.append(Span(int(at), math.ceil(at + repair)))
        at += repair
    assert all(earlier.end <= later.start + 1 for earlier, later in pairwise(spans))
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class Done:
    """An order made: `setup` and `end` as they really were, `work` the real seconds of both."""

    order: Order
    machine: int
    start: int
    setup: int
    work: int
    end: int


def done(world: World, order: Order, machine: int, start: int, before: tuple[int, int] | None) -> Done:
    """The order made on a machine that was set up for `before`, as it really goes."""
    setup = round(setup_of(before, order.family) * order.setup_luck)
    work = setup + round(order.run * order.run_luck)
    return Done(order, machine, start, setup, work, world.end(machine, start, work))


@dataclass(frozen=True, slots=True)
class Result:
    """Of the orders that count: how many came, were accepted, were kept; contribution less set-ups and lateness."""

    came: int
    accepted: int
    kept: int
    contribution_fen: int
    setup_share: float


def result(world: World, finished: list[Done]) -> Result:
    mine = [each for each in finished if each.order.counts]
    setups = sum(SETUP_FEN for each in mine if each.setup)
    lateness = sum(each.order.late_fen(each.end) for each in mine)
    return Result(
        came=sum(order.counts for order in world.orders),
        accepted=len(mine),
        kept=sum(each.end <= each.order.deadline for each in mine),
        contribution_fen=sum(each.order.margin_fen for each in mine) - setups - lateness,
        setup_share=sum(each.setup for each in mine) / max(1, sum(each.work for each in mine)),
    )
