"""What a factory is to the planner: values that never change, in integer seconds and integer fen.

A `Shop` is what can work and what is there; a `Job` is what is wanted, a chain of `Step`s; a `Plan` says which machine
does which step when. Whoever plans gets these and returns these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

HOUR = 3600
ALWAYS = 10**9  # seconds: beyond any horizon (31 years)

Traits = tuple[tuple[str, str], ...]  # sorted by name: (("colour", "red"), ("process", "screen_print"))


def traits(**values: str) -> Traits:
    """`traits(colour="red", process="screen_print")`: what a step asks of a machine's set-up."""
    return tuple(sorted(values.items()))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in seconds."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shift:
    """An open stretch `[start, end)`. `rate_pct`: what an hour costs in it, 150 on overtime."""

    start: int
    end: int
    rate_pct: int = 100


@dataclass(frozen=True, slots=True)
class Calendar:
    """Open stretches, sorted and apart. Work waits while it is closed."""

    shifts: tuple[Shift, ...] = (Shift(0, ALWAYS),)


@dataclass(frozen=True, slots=True)
class SetupRule:
    """Seconds to change a machine over from one step's traits to the next one's.

    `base` is spent before every step that differs in any trait named here; `changes` adds the seconds of each
    trait that differs; `pairs` replaces what a trait adds for one pair of values, `(trait, from, to) → seconds`.
    A machine that has not worked yet has the value "" for every trait it does not name."""

    base: int = 0
    changes: tuple[tuple[str, int], ...] = ()
    pairs: tuple[tuple[str, str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """One of a work centre's machines. `traits`: how it is set up at the origin; `down`: spans when it cannot work."""

    code: str
    traits: Traits = ()
    free_from: int = 0
    down: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkCentre:
    """Machines that do the same work on one calendar. `hour_fen`: an hour of one machine with its people.

    `may_pause`: a step begun before closing goes on at the next opening; otherwise it must fit between two closings."""

    code: str
    machines: tuple[Machine, ...]
    calendar: Calendar = Calendar()
    setup: SetupRule = SetupRule()
    hour_fen: int = 0
    may_pause: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """`quantity` more of a material from second `at` on; the stock at the origin is an arrival at 0."""

    at: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Material:
    """A material's supply that nobody has claimed yet. `unit_fen`: what one costs to buy again."""

    code: str
    arrivals: tuple[Arrival, ...] = ()
    unit_fen: int = 0


@dataclass(frozen=True, slots=True)
class Shop:
    """What can work, and what is there."""

    work_centres: tuple[WorkCentre, ...]
    materials: tuple[Material, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One way to do a step: where, and how long for the whole quantity of the job. Set-up comes on top.

    `setup`: seconds that this step needs on this work centre whatever ran before (mounting a screen);
    it is spared, like the rule's seconds, when the machine last did a step with equal traits.
    `is_approved`: somebody answers for these times; nothing is promised on others."""

    work_centre: str
    run: int
    setup: int = 0
    is_approved: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a job: any of `options`, on a machine set up for `traits`."""

    code: str
    options: tuple[Option, ...]
    traits: Traits = ()


@dataclass(frozen=True, slots=True)
class Need:
    """`quantity` of a material in all, needed before the job's first step."""

    material: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Job:
    """What is wanted: steps one after the other, none before `release` or before its materials are there.

    `due`: late after it, at `late_hour_fen` an hour; `deadline`: worthless after it. A job that `is_promised` is never
    left out and never ends after its deadline, whatever it costs to keep. `revenue_fen` is net of what does not
    depend on the plan (material, packaging, rework)."""

    code: str
    steps: tuple[Step, ...]
    release: int = 0
    due: int = ALWAYS
    deadline: int = ALWAYS
    revenue_fen: int = 0
    late_hour_fen: int = 0
    is_promised: bool = False
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Step `step` (by its place) of a job on a machine: set-up in `[start, start + setup)` of working time, run until
    `end`. `is_fixed`: begun or pinned by hand; nobody moves it."""

    job: str
    step: int
    work_centre: str
    machine: str
    start: int
    setup: int
    end: int
    is_fixed: bool = False


@dataclass(frozen=True)
class Plan:
    """Placements of the jobs taken; jobs that are not in it are left out."""

    placements: tuple[Placement, ...] = ()
    by_job: dict[str, tuple[Placement, ...]] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        grouped: dict[str, list[Placement]] = {}
        for each in self.placements:
            grouped.setdefault(each.job, []).append(each)
        for job, placements in grouped.items():
            self.by_job[job] = tuple(sorted(placements, key=lambda each: each.step))

    def finish(self, job: str) -> int | None:
        """The second in which the job's last step ends; None when the plan leaves it out."""
        placements = self.by_job.get(job)
        return placements[-1].end if placements else None

    @cached_property
    def by_machine(self) -> dict[tuple[str, str], tuple[Placement, ...]]:
        """Placements of each (work centre, machine), first to last."""
        grouped: dict[tuple[str, str], list[Placement]] = {}
        for each in sorted(self.placements, key=lambda each: (each.start, each.end)):
            grouped.setdefault((each.work_centre, each.machine), []).append(each)
        return {key: tuple(value) for key, value in grouped.items()}
