"""How long a search may go on, by iterations or by the caller's clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, inf


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `iterations` (None: as many as there is time for) and `seconds` of whatever `elapsed` counts.

    With `iterations` the cooling follows them and the time only cuts it off; without, it follows the time."""

    iterations: int | None = 20_000
    seconds: float | None = None
    elapsed: Callable[[], float] | None = None
    stop: Callable[[], bool] | None = None
    enough: int | None = None  # fen × 3600 of profit, or seconds of makespan, that nothing can beat

    def spent(self) -> float:
        """Share of the seconds that are gone."""
        return self.elapsed() / self.seconds if self.seconds and self.elapsed else 0.0

    def left(self) -> float:
        """Seconds that are left; none as soon as it is told to stop, without end when nothing limits them."""
        if self.stop is not None and self.stop():
            return 0.0
        return self.seconds - self.elapsed() if self.seconds is not None and self.elapsed else inf

    def is_over(self, done: int) -> bool:
        used_up = self.iterations is not None and done >= self.iterations
        return used_up or self.spent() >= 1 or (self.stop is not None and self.stop())

    def progress(self, done: int) -> float:
        return min(1.0, done / self.iterations if self.iterations else self.spent())

    def most(self, done: int) -> int:
        """Iterations that are left; a great many when nothing limits them."""
        return 2**62 if self.iterations is None else self.iterations - done

    def is_enough(self, reached: int) -> bool:
        """Whether a makespan is as short as any can be."""
        return self.enough is not None and reached <= self.enough

    def part(self, share: float) -> Budget:
        """The first `share` of it."""
        iterations = None if self.iterations is None else ceil(self.iterations * share)
        return replace(self, iterations=iterations, seconds=self.seconds * share if self.seconds else self.seconds)

    def without(self, done: int) -> Budget:
        """What is left of it after `done` iterations."""
        return replace(self, iterations=None if self.iterations is None else max(0, self.iterations - done))
