"""A stretch of time, closed at its start and open at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huopan.kernel.refusal import RefusedError, said


class BackwardPeriodError(RefusedError):
    kind = "invalid"
    sentence = said("The end, {ends_at}, lies before the start, {starts_at}; swap them.")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """`[starts_at, ends_at)`, both aware."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at < self.starts_at:
            raise BackwardPeriodError(starts_at=self.starts_at, ends_at=self.ends_at)

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def holds(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at

    def overlaps(self, other: Period) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at
