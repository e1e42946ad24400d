"""Routings as people write them, checked: each step once, in an order that has no circle, with times that can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from huopan.kernel.refusal import RefusalsError, RefusedError, said

LONGEST_CYCLE_MS = 7 * 24 * 3600 * 1000
LONGEST_SETUP_SECONDS = 7 * 24 * 3600


class NoStepError(RefusedError):
    kind = "invalid"
    sentence = said("The routing “{code}” has no step; add at least one.")


class StepTwiceError(RefusedError):
    kind = "invalid"
    sentence = said("The step “{step}” stands twice in “{code}”; give each a code of its own.")


class NoWayError(RefusedError):
    kind = "invalid"
    sentence = said("Nothing can do the step “{step}”; name a work centre and its time.")


class WayTwiceError(RefusedError):
    kind = "invalid"
    sentence = said("“{step}” names the work centre “{work_centre}” twice; keep one of its times.")


class CycleTimeError(RefusedError):
    kind = "invalid"
    sentence = said("A cycle of “{step}” takes {value} ms; it must take more than 0 and at most a week.")


class PiecesPerCycleError(RefusedError):
    kind = "invalid"
    sentence = said("A cycle of “{step}” makes {value} pieces; it must make at least 1.")


class SetupTimeError(RefusedError):
    kind = "invalid"
    sentence = said("The set-up of “{step}” takes {value} s; it must be 0 or more and at most a week.")


class UnknownStepBeforeError(RefusedError):
    kind = "invalid"
    sentence = said("“{step}” comes after “{before}”, which is no step of “{code}”; mend the name.")


class StepsInACircleError(RefusedError):
    kind = "invalid"
    sentence = said("The steps {steps} of “{code}” come after one another in a circle; none could begin.")


@dataclass(frozen=True, slots=True)
class WayDraft:
    """`pieces_per_cycle` come out of `cycle_ms`, after `setup_seconds` of the step's own."""

    work_centre: str
    cycle_ms: int
    pieces_per_cycle: int = 1
    setup_seconds: int = 0
    is_approved: bool = False


@dataclass(frozen=True, slots=True)
class StepDraft:
    """`after`: the code of the step before it; empty: the one that is written before it."""

    code: str
    name_zh: str
    name_en: str = ""
    traits: dict[str, str] = field(default_factory=dict)
    ways: tuple[WayDraft, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class RoutingDraft:
    code: str
    name_zh: str
    name_en: str = ""
    steps: tuple[StepDraft, ...] = ()


def checked_routing(draft: RoutingDraft) -> RoutingDraft:
    """The routing with its steps in their order. Raises RefusalsError with everything that is wrong."""
    wrong: list[RefusedError] = [] if draft.steps else [NoStepError(code=draft.code, field="steps")]
    seen: set[str] = set()
    for place, step in enumerate(draft.steps):
        if step.code in seen:
            wrong.append(StepTwiceError(step=step.code, code=draft.code, field=f"steps.{place}.code"))
        seen.add(step.code)
        wrong += _wrong_ways(step, place)
    if wrong:
        raise RefusalsError(wrong)
    steps = in_order(draft.code, draft.steps)
    return RoutingDraft(draft.code, draft.name_zh, draft.name_en, tuple(steps))


def in_order(code: str, steps: Sequence[StepDraft]) -> list[StepDraft]:
    """First to last. Raises UnknownStepBeforeError and StepsInACircleError, as RefusalsError."""
    by_code = {step.code: step for step in steps}
    before = {step.code: step.after or (steps[place - 1].code if place else "") for place, step in enumerate(steps)}
    unknown = [
        UnknownStepBeforeError(step=step, before=earlier, code=code, field="after")
        for step, earlier in before.items()
        if earlier and earlier not in by_code
    ]
    if unknown:
        raise RefusalsError(list(unknown))
    done: list[str] = []
    left = list(by_code)
    while left:
        ready = [step for step in left if not before[step] or before[step] in done]
        if not ready:
            raise RefusalsError([StepsInACircleError(steps=" → ".join([*left, left[0]]), code=code, field="after")])
        done += ready
        left = [step for step in left if step not in ready]
    return [by_code[step] for step in done]


def _wrong_ways(step: StepDraft, place: int) -> list[RefusedError]:
    wrong: list[RefusedError] = [] if step.ways else [NoWayError(step=step.code, field=f"steps.{place}.ways")]
    seen: set[str] = set()
    for number, way in enumerate(step.ways):
        at = f"steps.{place}.ways.{number}"
        if way.work_centre in seen:
            wrong.append(WayTwiceError(step=step.code, work_centre=way.work_centre, field=f"{at}.work_centre"))
        seen.add(way.work_centre)
        if not 0 < way.cycle_ms <= LONGEST_CYCLE_MS:
            wrong.append(CycleTimeError(step=step.code, value=way.cycle_ms, field=f"{at}.cycle_ms"))
        if way.pieces_per_cycle < 1:
            wrong.append(
                PiecesPerCycleError(step=step.code, value=way.pieces_per_cycle, field=f"{at}.pieces_per_cycle")
            )
        if not 0 <= way.setup_seconds <= LONGEST_SETUP_SECONDS:
            wrong.append(SetupTimeError(step=step.code, value=way.setup_seconds, field=f"{at}.setup_seconds"))
    return wrong
