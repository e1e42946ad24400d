"""Why a promise is refused, in sentences a factory can act on.

Seconds are shown as datetimes when the board knows its `Origin`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from huopan.kernel.refusal import RefusedError, said

Moment = datetime | int


@dataclass(frozen=True, slots=True)
class Shortage:
    """What a job has to wait for: a material or a work centre, and from when it is free for it (None: never)."""

    kind: Literal["material", "work_centre"]
    code: str
    free_from: Moment | None
    missing: int = 0

    def __str__(self) -> str:
        when = self.free_from.strftime("%Y-%m-%d %H:%M") if isinstance(self.free_from, datetime) else self.free_from
        return self.code if when is None else f"{self.code} ({when})"


class TimesNotApprovedError(RefusedError):
    sentence = said("The times of step “{step}” are missing or not approved; approve them in the routing first.")


class NoMachineError(RefusedError):
    sentence = said("No machine can do step “{step}”: {work_centres}; add one or give the step another work centre.")


class AlreadyPlannedError(RefusedError):
    sentence = said("“{job}” is in the plan already; take it out first to plan it anew.")


class NotPlannedError(RefusedError):
    kind = "unknown"
    sentence = said("“{job}” is not in the plan.")


class MaterialShortError(RefusedError):
    """`short`: a Shortage for each material that is not there at once."""

    sentence = said("Too little of {materials} is there or on order; order more, then ask again.")

    def __init__(self, short: tuple[Shortage, ...]) -> None:
        self.short = short
        never = [each.code for each in short if each.free_from is None]
        super().__init__(materials=", ".join(never or [each.code for each in short]))


class DeadlineMissedError(RefusedError):
    """`short`: what the job would wait for; `earliest`: when it could be done."""

    sentence = said("This cannot be done by {deadline}: it waits for {resources} and is done on {earliest} at best.")

    def __init__(self, deadline: Moment, earliest: Moment, short: tuple[Shortage, ...]) -> None:
        self.short, self.earliest, self.deadline = short, earliest, deadline
        super().__init__(deadline=deadline, earliest=earliest, resources=", ".join(str(each) for each in short) or "–")


class BeyondCalendarError(RefusedError):
    sentence = said("“{job}” does not fit before the calendars of {work_centres} end; plan further ahead.")


class PromiseLapsedError(RefusedError):
    sentence = said("The plan has changed since “{job}” was offered; ask for a new date.")


class PlanContradictsError(RefusedError):
    sentence = said("The stored plan contradicts itself at “{job}”; plan anew.")
