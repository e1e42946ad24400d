"""How a thing is made, and the job that a quantity of it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huopan.engines.planning.model import ALWAYS, Job, Need, Option, Step, Traits
from huopan.kernel.refusal import RefusedError, said


class EmptyRoutingError(RefusedError):
    kind = "invalid"
    sentence = said("This routing has no operation; add the first one.")


class RepeatedOperationError(RefusedError):
    kind = "invalid"
    sentence = said("“{operation}” stands in the routing twice; give one of them another name.")


class RoutingLoopError(RefusedError):
    kind = "invalid"
    sentence = said("The routing runs in a circle through {operations}; let one of them come first.")


class NotAChainError(RefusedError):
    kind = "invalid"
    sentence = said(
        "“{operation}” cannot come after “{after}”: each operation but the first follows exactly one other."
    )


class TimeNotPositiveError(RefusedError):
    kind = "invalid"
    sentence = said(
        "“{operation}” on “{work_centre}” needs a cycle time above 0, pieces above 0 and no negative set-up."
    )


class UnknownWorkCentreError(RefusedError):
    kind = "invalid"
    sentence = said("“{operation}” names the work centre “{work_centre}”, which this factory does not have.")


class NothingToMakeError(RefusedError):
    kind = "invalid"
    sentence = said("{quantity} pieces cannot be made; ask for at least 1.")


@dataclass(frozen=True, slots=True)
class Way:
    """Where an operation can be done: `pieces_per_cycle` pieces each `cycle_ms` milliseconds, after its own set-up."""

    work_centre: str
    cycle_ms: int
    pieces_per_cycle: int = 1
    setup_seconds: int = 0
    is_approved: bool = True

    def run_seconds(self, quantity: int) -> int:
        """Whole cycles for `quantity` pieces, rounded up to the second."""
        cycles = -(-quantity // self.pieces_per_cycle)
        return -(-cycles * self.cycle_ms // 1000)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `after`: the code of the one before it; where none is named, the routing's own order counts."""

    code: str
    ways: tuple[Way, ...]
    traits: Traits = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Routing:
    """Operations of one product, a chain. See `chain` for what is refused."""

    operations: tuple[Operation, ...]


def chain(routing: Routing) -> tuple[Operation, ...]:
    """The operations first to last.

    Raises EmptyRoutingError, RepeatedOperationError, RoutingLoopError, NotAChainError."""
    by_code: dict[str, Operation] = {}
    for each in routing.operations:
        if each.code in by_code:
            raise RepeatedOperationError(operation=each.code)
        by_code[each.code] = each
    if not by_code:
        raise EmptyRoutingError
    if not any(each.after for each in routing.operations):
        return routing.operations
    return _followed(routing, by_code)


def _followed(routing: Routing, by_code: dict[str, Operation]) -> tuple[Operation, ...]:
    next_of: dict[str, Operation] = {}
    for each in routing.operations:
        if each.after in next_of or (each.after and each.after not in by_code):
            raise NotAChainError(operation=each.code, after=each.after)
        next_of[each.after] = each
    found: list[Operation] = []
    code = ""
    while code in next_of:
        found.append(next_of[code])
        code = found[-1].code
    if len(found) < len(by_code):
        left = [each.code for each in routing.operations if each not in found]
        raise RoutingLoopError(operations=" → ".join(left))
    return tuple(found)


def check(routing: Routing, work_centres: Iterable[str]) -> tuple[Operation, ...]:
    """The chain, when a factory with these work centres can follow it.

    Raises what `chain` raises, TimeNotPositiveError, UnknownWorkCentreError."""
    known = set(work_centres)
    operations = chain(routing)
    for operation in operations:
        for way in operation.ways:
            if way.work_centre not in known:
                raise UnknownWorkCentreError(operation=operation.code, work_centre=way.work_centre)
            if way.cycle_ms <= 0 or way.pieces_per_cycle <= 0 or way.setup_seconds < 0:
                raise TimeNotPositiveError(operation=operation.code, work_centre=way.work_centre)
    return operations


def job_of(
    routing: Routing,
    quantity: int,
    *,
    code: str,
    work_centres: Iterable[str],
    release: int = 0,
    due: int = ALWAYS,
    deadline: int = ALWAYS,
    revenue_fen: int = 0,
    late_hour_fen: int = 0,
    needs: tuple[Need, ...] = (),
    is_promised: bool = False,
) -> Job:
    """`quantity` pieces as a job for the planner. Raises NothingToMakeError and what `check` raises."""
    if quantity <= 0:
        raise NothingToMakeError(quantity=quantity)
    steps = tuple(_step(operation, quantity) for operation in check(routing, work_centres))
    return Job(code, steps, release, due, deadline, revenue_fen, late_hour_fen, is_promised, needs)


def _step(operation: Operation, quantity: int) -> Step:
    options = tuple(
        Option(way.work_centre, way.run_seconds(quantity), way.setup_seconds, way.is_approved) for way in operation.ways
    )
    return Step(operation.code, options, operation.traits)
