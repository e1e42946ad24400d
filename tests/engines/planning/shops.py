"""Small shops and jobs for property tests, and an oracle that tries every machine and place."""

from itertools import product

from hypothesis import strategies as st

from huopan.engines.planning.model import (
    ALWAYS,
    Calendar,
    Job,
    Machine,
    Option,
    Plan,
    SetupRule,
    Shift,
    Shop,
    Span,
    Step,
    WorkCentre,
    traits,
)
from huopan.engines.planning.setups import setup_seconds
from huopan.engines.planning.working import NEVER, clock_of

DAYS = Calendar(tuple(Shift(day * 100, day * 100 + 60) for day in range(40)))
LONG_DAYS = Calendar(
    tuple(
        part
        for day in range(40)
        for part in (Shift(day * 100, day * 100 + 50), Shift(day * 100 + 50, day * 100 + 70, 150))
    )
)
COLOURS = st.sampled_from(["red", "blue", "green"])

rules = st.builds(
    SetupRule,
    base=st.integers(0, 4),
    changes=st.sampled_from([(), (("colour", 3),), (("colour", 6), ("process", 2))]),
    pairs=st.sampled_from([(), (("colour", "red", "blue", 9), ("colour", "", "green", 1))]),
)
machines = st.lists(st.sampled_from([(), (Span(20, 130),)]), min_size=1, max_size=2).map(
    lambda downs: tuple(Machine(str(n), down=down) for n, down in enumerate(downs))
)


@st.composite
def shops(draw):
    return Shop(
        tuple(
            WorkCentre(
                code,
                draw(machines),
                draw(st.sampled_from([Calendar(), DAYS, LONG_DAYS])),
                draw(rules),
                hour_fen=draw(st.sampled_from([0, 3600, 7201])),
                may_pause=draw(st.booleans()),
            )
            for code in ("cut", "press")
        )
    )


@st.composite
def jobs(draw, code: str, *, most_steps: int = 2):
    steps = tuple(
        Step(
            f"{code}.{n}",
            tuple(
                Option(centre, draw(st.integers(1, 25)), draw(st.integers(0, 4)))
                for centre in draw(st.sampled_from([("cut",), ("press",), ("cut", "press")]))
            ),
            draw(st.one_of(st.just(()), st.builds(lambda colour: traits(colour=colour, process="ink"), COLOURS))),
        )
        for n in range(draw(st.integers(1, most_steps)))
    )
    slack = draw(st.sampled_from([0, 10, 60, 400, ALWAYS]))
    return Job(code, steps, release=draw(st.integers(0, 60))), slack


def earliest_by_trying_everything(shop: Shop, planned: list[Job], plan: Plan, job: Job, *, at: int = 0):
    """The earliest finish over every machine and place of each step; None when no way keeps every deadline."""
    kept = {key: [(each.job, each.step) for each in places] for key, places in plan.by_machine.items()}
    goals = {(each.job, each.step): each.end for each in plan.placements}
    best = None
    keys = [(centre.code, machine.code) for centre in shop.work_centres for machine in centre.machines]
    ways = [[key for key in keys for option in step.options if option.work_centre == key[0]] for step in job.steps]
    for machines_of_steps in product(*ways):
        for turns in _turns(kept, job, machines_of_steps, 0):
            finish = _finish(shop, [*planned, job], turns, goals, new=job, at=at)
            if finish is not None and (best is None or finish < best):
                best = finish
    return best


def _turns(turns, job, keys, step):
    if step == len(keys):
        yield turns
        return
    row = turns.get(keys[step], [])
    for place in range(len(row) + 1):
        yield from _turns({**turns, keys[step]: [*row[:place], (job.code, step), *row[place:]]}, job, keys, step + 1)


def _finish(shop, jobs_, turns, goals, *, new, at):
    by_code = {job.code: job for job in jobs_}
    ends = dict.fromkeys(((code, step) for row in turns.values() for code, step in row), 0)
    for _round in range(len(ends) + 2):
        changed = False
        for centre in shop.work_centres:
            for machine in centre.machines:
                clock, before, free = clock_of(centre, machine), machine.traits, 0
                for code, number in turns.get((centre.code, machine.code), []):
                    job = by_code[code]
                    step = job.steps[number]
                    option = next(option for option in step.options if option.work_centre == centre.code)
                    work = setup_seconds(centre.setup, option, before, step.traits) + option.run
                    ready = job.release if number == 0 else ends[code, number - 1]
                    begun = clock.begin(max(ready, free, at if job is new else 0), work)
                    end = clock.end(begun, work)
                    if (code, number) in goals and end < goals[code, number]:
                        end = clock.end(clock.latest(goals[code, number], work), work)
                    changed |= ends[code, number] != end
                    ends[code, number], free, before = end, end, step.traits
                    if end >= NEVER:
                        return None
        if not changed:
            late = any(ends[job.code, len(job.steps) - 1] > job.deadline for job in jobs_ if (job.code, 0) in ends)
            return None if late else ends[new.code, len(new.steps) - 1]
    return None
