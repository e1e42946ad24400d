"""The invariants that must hold whatever dies; each is one question to the database. `huopan check` asks them all."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

CheckT = TypeVar("CheckT", bound=Callable[..., Iterable[object]])

AREAS = {
    "M": "money",
    "S": "stock",
    "C": "capacity",
    "O": "orders",
    "L": "logistics",
    "B": "membership",
    "E": "events",
    "T": "isolation",
    "J": "jobs",
    "P": "parties",
    "I": "search",
}


@dataclass(frozen=True, slots=True)
class Invariant:
    """`code` as in the design's list, such as "M1"; `law` is one sentence that must be true."""

    code: str
    law: str
    violated_by: Callable[..., Iterable[object]]

    @property
    def area(self) -> str:
        return AREAS.get(self.code[0], self.code[0])

    def violations(self, at: datetime) -> list[str]:
        """What breaks the law now, each in words; empty when it holds."""
        asks_time = "at" in inspect.signature(self.violated_by).parameters
        return [str(found) for found in (self.violated_by(at=at) if asks_time else self.violated_by())]


@dataclass(frozen=True, slots=True)
class Finding:
    invariant: Invariant
    violations: list[str]

    def as_json(self) -> dict[str, Any]:
        return {"code": self.invariant.code, "law": self.invariant.law, "violations": self.violations}


_invariants: dict[str, Invariant] = {}


class TwiceRegisteredError(RuntimeError):
    """Two functions claim the same invariant."""


def invariant(code: str, law: str) -> Callable[[CheckT], CheckT]:
    """Register a function that returns what breaks `law` (strings or rows, empty when it holds).

    It takes no argument, or `at` when time matters. Several functions may serve one law: number them "M5a", "M5b".
    """

    def register(check: CheckT) -> CheckT:
        known = _invariants.get(code)
        if known and known.violated_by.__qualname__ != check.__qualname__:
            raise TwiceRegisteredError(code)
        _invariants[code] = Invariant(code, law, check)
        return check

    return register


def invariants(area: str = "") -> list[Invariant]:
    """Those of `area` (a letter, a code or a name such as "money"), all when empty, in order of their codes."""
    chosen = [known for known in _invariants.values() if not area or area in {known.code, known.code[0], known.area}]
    return sorted(chosen, key=lambda known: (known.code[0], int(known.code[1:].rstrip("abcdefgh")), known.code))


def findings(*, at: datetime, area: str = "") -> list[Finding]:
    """Every invariant of `area` with what breaks it."""
    return [Finding(known, known.violations(at)) for known in invariants(area)]


def broken(*, at: datetime, area: str = "") -> list[Finding]:
    """Only the invariants that do not hold: an empty list is what every test wants to see."""
    return [finding for finding in findings(at=at, area=area) if finding.violations]
