"""Ours: quote from the live plan, hold the capacity, re-optimise in the background, follow what really happens.

Every order is quoted when it comes: where it adds least set-up and is done by its deadline less a safety buffer
(`chance.buffer_seconds`), with nobody else pushed past theirs. It is taken when it earns more than its share of the
set-up it adds and, with bid prices, than the machine time it takes is worth by what buyers asked for in the last two
days (`bidding`). Every quarter of an hour, and when a machine breaks or comes back, the queues are improved by ruin and
recreate; the dearer an hour, the sooner long runs go first. A machine does not begin a set-up while its whole queue can
wait and hours are worth nothing.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from benchmarks._factory_world import (
    CV,
    DOWN_SHARE,
    HOUR,
    MACHINES,
    MEAN_REPAIR,
    RULE,
    SETUP_FEN,
    Done,
    Order,
    World,
    done,
)
from huopan.engines.planning.bidding import Asked, Demand, Share
from huopan.engines.planning.chance import Uncertainty, buffer_seconds
from huopan.engines.planning.lines import Lines, Opening, Price
from huopan.engines.planning.model import Job, Machine, Option, Step, WorkCentre

PRESS = "press"
MEAN_SETUP = 25 * 60
NEVER = 10**12
UNCERTAINTY = Uncertainty(CV, (), DOWN_SHARE, MEAN_REPAIR)
HOURS_A_DAY = MACHINES * 24 * (1 - DOWN_SHARE)
SPOILED_HOUR_FEN = SETUP_FEN * HOUR / MEAN_SETUP
SHARED, UNSHARED = 140, 240  # seconds of set-up an order takes: in long queues, and in short ones
DEAR_FEN = 120_00  # an hour at which long runs go first with full weight


@dataclass(frozen=True, slots=True)
class Policy:
    """`patience`: seconds that a queue must be able to wait for its machine to wait with a set-up, while less than
    `wait_below` hours are planned on each; `quantile`: of the delays that the buffer covers; `every`: seconds from one
    improving to the next; `look_again`: seconds after which a machine that waits is asked again."""

    has_pools: bool = True
    has_bids: bool = False
    share: Share = field(default_factory=Share)
    patience: int = 40 * 60
    wait_below: int = 12
    quantile: float = 0.9
    least_buffer: int = HOUR // 2
    every: int = HOUR // 4
    iterations: int = 120
    late: float = 0.3
    haste: float = 2e-5
    look_again: int = HOUR // 4


class Factory:
    """One day under one policy. The desk knows nominal times, and of a machine whether it is broken now."""

    def __init__(self, world: World, policy: Policy) -> None:
        self.world, self.policy = world, policy
        machines = tuple(Machine(str(number)) for number in range(MACHINES))
        self.lines = Lines(WorkCentre(PRESS, machines, setup=RULE))
        self.running: list[Done | None] = [None] * MACHINES
        self.family: list[tuple[int, int] | None] = [None] * MACHINES
        self.expected, self.wakes = [0] * MACHINES, [0] * MACHINES
        self.is_broken = [False] * MACHINES
        self.events: list[tuple[int, int]] = []
        self.finished: list[Done] = []
        self.improved = 0
        self.demand = Demand()
        self.learnt_at, self.hour_fen, self.is_short = -HOUR, 0.0, False

    def lived(self) -> list[Done]:
        orders, tick = iter(self.world.orders), 0
        coming = next(orders, None)
        while coming or self.lines.rows or any(self.running):
            at, machine = self.events[0] if self.events else (NEVER, 0)
            if coming and coming.at <= min(at, tick):
                self._asked(coming)
                coming = next(orders, None)
            elif tick <= at:
                self._look(tick)
                self._improve(tick)
                tick += self.policy.every
            else:
                heapq.heappop(self.events)
                self._woken(machine, at)
        return self.finished

    # the desk

    def _asked(self, order: Order) -> None:
        if self._look(order.at):
            self._improve(order.at)
        self._heard(order)
        planned = self.lines.planned_seconds(order.at)
        job = self._job(order, planned)
        opening = self.lines.opening(job)
        if opening is None or order.margin_fen <= self._least_fen(order, opening, planned):
            return
        self.lines.hold(job, opening)
        self._begin_idle(order.at)

    def _job(self, order: Order, planned: int) -> Job:
        """`planned` seconds of the whole floor go wrong together: re-optimising shares delays among the machines."""
        buffer = buffer_seconds(UNCERTAINTY, planned, len(self.lines.rows) + 1, self.policy.quantile) // MACHINES
        due = order.deadline - max(self.policy.least_buffer, buffer)
        pooled = self.policy.has_pools
        option = Option(PRESS, order.run, 0 if pooled else MEAN_SETUP)
        step = Step("print", (option,), order.traits if pooled else ())
        return Job(str(order.number), (step,), order.at, due, order.deadline, order.margin_fen)

    def _least_fen(self, order: Order, opening: Opening, planned: int) -> float:
        hour = self.policy.share.hour_fen(self.hour_fen, planned / MACHINES / HOUR)
        return self.policy.share.least_fen(order.run, opening.added_setup_seconds, SPOILED_HOUR_FEN, hour)

    def _heard(self, order: Order) -> None:
        """What an hour is worth: learnt anew every half hour, at the first order after it."""
        self.demand.hear(Asked(order.at, order.run, order.margin_fen))
        if self.policy.has_bids and order.at >= self.learnt_at + HOUR // 2:
            self.learnt_at = order.at
            self.hour_fen = self.demand.hour_fen(order.at, HOURS_A_DAY, SHARED)
            self.is_short = self.demand.hour_fen(order.at, HOURS_A_DAY, UNSHARED) > 0

    def _look(self, at: int) -> bool:
        """What is expected of each machine now; whether one broke or came back since the last look."""
        was = list(self.is_broken)
        for machine in range(MACHINES):
            self.is_broken[machine] = self.world.up_from(machine, at) > at
            if self.is_broken[machine] and not was[machine]:
                self.expected[machine] = max(self.expected[machine], at) + MEAN_REPAIR
            if self.expected[machine] <= at:
                overdue = 5 * 60 if self.running[machine] else 0
                self.expected[machine] = at + (MEAN_REPAIR if self.is_broken[machine] else overdue)
            self.lines.expect(machine, self.expected[machine])
        return was != self.is_broken

    def _improve(self, at: int) -> None:
        self.improved += 1
        price = Price(self.policy.late, 0.0, self.policy.haste * min(1.0, self.hour_fen / DEAR_FEN))
        self.lines.improve(seed=self.improved, iterations=self.policy.iterations, price=price)
        self._begin_idle(at)

    # the floor

    def _begin_idle(self, at: int) -> None:
        for machine in range(MACHINES):
            if self.running[machine] is None:
                self._begin(machine, at)

    def _woken(self, machine: int, at: int) -> None:
        now = self.running[machine]
        if now is not None:
            if now.end > at:
                return
            self.finished.append(now)
            self.running[machine] = None
        self._begin(machine, at)

    def _begin(self, machine: int, at: int) -> None:
        up = self.world.up_from(machine, at)
        job = self.lines.next_on(machine)
        if up > at:
            heapq.heappush(self.events, (up, machine))
        elif job is not None:
            self.expected[machine] = at
            self.lines.expect(machine, at)
            if self._may_wait(machine, at):
                self._wake(machine, at + self.policy.look_again)
            else:
                self._run(machine, self.world.orders[int(job.code)], at)

    def _may_wait(self, machine: int, at: int) -> bool:
        """On a quiet floor a set-up is worth waiting for: more orders join it. On a crowded one the time is lost."""
        if not self.policy.has_pools or self.is_short or self.lines.setup_before_next(machine) == 0:
            return False
        is_quiet = self.lines.planned_seconds(at) < self.policy.wait_below * HOUR * MACHINES
        return is_quiet and self.lines.spare_seconds(machine) > self.policy.patience

    def _wake(self, machine: int, at: int) -> None:
        if self.wakes[machine] <= at - self.policy.look_again:
            self.wakes[machine] = at
            heapq.heappush(self.events, (at, machine))

    def _run(self, machine: int, order: Order, at: int) -> None:
        self.expected[machine] = self.lines.begin(machine, at)
        before, self.family[machine] = self.family[machine], order.family
        made = done(self.world, order, machine, at, before)
        self.running[machine] = made
        heapq.heappush(self.events, (made.end, machine))


ALONE = Policy(has_pools=False, share=Share(opener_pct=0), every=HOUR // 2, iterations=20)
POOLED = Policy()
BIDDING = Policy(has_bids=True)


def ours_alone(world: World) -> list[Done]:
    return Factory(world, ALONE).lived()


def ours_pools(world: World) -> list[Done]:
    return Factory(world, POOLED).lived()


def ours_pools_bids(world: World) -> list[Done]:
    return Factory(world, BIDDING).lived()
