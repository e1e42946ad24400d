"""How floors are run today: first come first served, and the foreman's habit of running a colour while it lasts."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable

from benchmarks._factory_world import MACHINES, Done, Order, World, done, setup_of

Family = tuple[int, int]
MEAN_SETUP = 25 * 60  # the foreman's rule of thumb: one in three changes keeps the process


class Floor:
    """Machines, and what each is set up for; `queue` decides who is next."""

    def __init__(self, world: World, queue: Fifo | SameColour) -> None:
        self.world, self.queue = world, queue
        self.free_at, self.family = [0] * MACHINES, [None] * MACHINES  # type: list[int], list[Family | None]
        self.expected_free = [0] * MACHINES
        self.finished: list[Done] = []

    def work_until(self, at: int) -> None:
        """Every machine that gets free before `at` takes what is next."""
        while self.queue and (machine := self._first_free()) is not None and self._free(machine) < at:
            start = self._free(machine)
            order = self.queue.next(self.family[machine])
            self._start(order, machine, start)

    def take(self, order: Order, at: int) -> None:
        """An idle machine begins at once, the one that needs least set-up first; otherwise it waits in the queue."""
        self.queue.add(order)
        idle = [machine for machine in range(MACHINES) if self._free(machine) <= at]
        if idle and len(self.queue) == 1:
            best = min(idle, key=lambda machine: setup_of(self.family[machine], order.family))
            self._start(self.queue.next(self.family[best]), best, at)

    def _free(self, machine: int) -> int:
        return self.world.up_from(machine, self.free_at[machine])

    def _first_free(self) -> int:
        return min(range(MACHINES), key=self._free)

    def _start(self, order: Order, machine: int, start: int) -> None:
        before, self.family[machine] = self.family[machine], order.family
        made = done(self.world, order, machine, start, before)
        self.free_at[machine] = made.end
        self.expected_free[machine] = start + setup_of(before, order.family) + order.run
        self.finished.append(made)


class Fifo:
    def __init__(self) -> None:
        self.waiting: deque[Order] = deque()

    def __len__(self) -> int:
        return len(self.waiting)

    def add(self, order: Order) -> None:
        self.waiting.append(order)

    def next(self, _family: Family | None) -> Order:
        return self.waiting.popleft()


class SameColour:
    """What needs no set-up first, then the same colour, then the earliest due; earliest due among equals."""

    def __init__(self) -> None:
        self.by_family: dict[Family, list[tuple[int, int, Order]]] = defaultdict(list)
        self.run = self.count = 0

    def __len__(self) -> int:
        return self.count

    def add(self, order: Order) -> None:
        heapq.heappush(self.by_family[order.family], (order.deadline, order.number, order))
        self.run, self.count = self.run + order.run, self.count + 1

    def next(self, family: Family | None) -> Order:
        chosen = min(self.by_family, key=lambda each: (self._rank(family, each), self.by_family[each][0][:2]))
        order = heapq.heappop(self.by_family[chosen])[2]
        if not self.by_family[chosen]:
            del self.by_family[chosen]
        self.run, self.count = self.run - order.run, self.count - 1
        return order

    def _rank(self, before: Family | None, after: Family) -> int:
        return 0 if before == after else 1 if before and before[0] == after[0] else 2


def lived(world: World, queue: Fifo | SameColour, accepts: Callable[[Floor, Order], bool]) -> list[Done]:
    floor = Floor(world, queue)
    for order in world.orders:
        floor.work_until(order.at)
        if accepts(floor, order):
            floor.take(order, order.at)
    floor.work_until(10**9)
    return floor.finished


def everything(_floor: Floor, _order: Order) -> bool:
    return True


def in_time_by_turn(floor: Floor, order: Order) -> bool:
    """First come first served: in time, if everything in the queue before it goes as planned."""
    machines = [
        (max(floor.expected_free[each], floor.world.expected_up_from(each, order.at)), each) for each in range(MACHINES)
    ]
    families = list(floor.family)
    heapq.heapify(machines)
    end = 0
    for each in [*floor.queue.waiting, order]:  # type: ignore[union-attr]
        free, machine = heapq.heappop(machines)
        end = free + setup_of(families[machine], each.family) + each.run
        families[machine] = each.family
        heapq.heappush(machines, (end, machine))
    return end <= order.deadline


def backlog_allows(floor: Floor, order: Order) -> bool:
    """The queue, one set-up for each colour and process in it, shared by the machines, ends before the deadline."""
    queue: SameColour = floor.queue  # type: ignore[assignment]
    families = len(queue.by_family) + (order.family not in queue.by_family)
    begun = sum(max(0, each - order.at) for each in floor.expected_free)
    return order.at + (begun + queue.run + order.run + families * MEAN_SETUP) / MACHINES <= order.deadline


def fifo_all(world: World) -> list[Done]:
    return lived(world, Fifo(), everything)


def fifo_reject(world: World) -> list[Done]:
    return lived(world, Fifo(), in_time_by_turn)


def habit_all(world: World) -> list[Done]:
    return lived(world, SameColour(), everything)


def habit_backlog(world: World) -> list[Done]:
    return lived(world, SameColour(), backlog_allows)
