"""After a fault everything keeps its order and moves no further than it must; what comes out is a sound plan."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from huopan.engines.planning.checking import faults
from huopan.engines.planning.model import (
    HOUR,
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
from huopan.engines.planning.retiming import retimed

DAYS = Calendar(tuple(Shift(day * 24 * HOUR, day * 24 * HOUR + 8 * HOUR) for day in range(30)))
PRESSES = WorkCentre("press", (Machine("A"), Machine("B")), DAYS, SetupRule(changes=(("colour", 900),)))
DRYER = WorkCentre("dryer", (Machine("D"),), DAYS, may_pause=False)
SHOP = Shop((PRESSES, DRYER))


def job(code: str, colour: str, minutes: int = 60, **fields) -> Job:
    print_it = Step("print", (Option("press", minutes * 60),), traits(colour=colour))
    return Job(code, (print_it, Step("dry", (Option("dryer", 600),))), **fields)


def broken(shop: Shop, machine: str, *spans: Span) -> Shop:
    machines = tuple(replace(each, down=spans) if each.code == machine else each for each in PRESSES.machines)
    return replace(shop, work_centres=(replace(PRESSES, machines=machines), *shop.work_centres[1:]))


def test_nothing_moves_when_nothing_happened() -> None:
    jobs = [job("a", "red"), job("b", "red"), job("c", "blue")]
    plan = retimed(SHOP, jobs, Plan())
    assert faults(SHOP, jobs, plan) == []
    assert retimed(SHOP, jobs, plan) == plan


def test_a_breakdown_moves_work_to_the_other_machine_only_when_that_ends_sooner() -> None:
    jobs = [job("a", "red"), job("b", "blue")]
    plan = retimed(SHOP, jobs, Plan())
    [on_a] = [each for each in plan.placements if each.machine == "A"]
    short, long = Span(on_a.start, on_a.start + 60), Span(on_a.start, on_a.start + 6 * HOUR)
    waited = retimed(broken(SHOP, "A", short), jobs, plan).by_job[on_a.job][0]
    assert (waited.machine, waited.start) == ("A", short.end)
    moved = retimed(broken(SHOP, "A", long), jobs, plan).by_job[on_a.job][0]
    assert moved.machine == "B"


def test_what_is_fixed_stays_and_the_rest_flows_around_it() -> None:
    jobs = [job("a", "red", 120), job("b", "blue", 120), job("c", "red", 120)]
    plan = retimed(SHOP, jobs, Plan())
    pinned = Plan(tuple(replace(each, is_fixed=each.job == "b") for each in plan.placements))
    after = retimed(SHOP, jobs, pinned, now=HOUR)
    assert [each for each in after.placements if each.job == "b"] == [
        each for each in pinned.placements if each.job == "b"
    ]
    assert all(each.start >= HOUR for each in after.placements if not each.is_fixed)
    assert faults(SHOP, jobs, after) == []


def test_late_material_holds_its_job_only() -> None:
    jobs = [job("a", "red"), job("b", "red")]
    plan = retimed(SHOP, jobs, Plan())
    late = [replace(jobs[0], release=4 * HOUR), jobs[1]]
    after = retimed(SHOP, late, plan)
    assert after.by_job["a"][0].start == 4 * HOUR
    assert after.finish("b") <= plan.finish("b")


@settings(max_examples=60, deadline=None)
@given(
    wanted=st.lists(st.tuples(st.sampled_from(["red", "blue", "green"]), st.integers(1, 400)), min_size=1, max_size=12),
    down=st.lists(st.tuples(st.integers(0, 200_000), st.integers(1, 60_000)), max_size=3),
    now=st.integers(0, 90_000),
)
def test_whatever_breaks_the_plan_stays_sound(wanted, down, now) -> None:
    jobs = [job(f"j{n}", colour, minutes) for n, (colour, minutes) in enumerate(wanted)]
    plan = retimed(SHOP, jobs, Plan())
    shop = broken(SHOP, "A", *(Span(start, start + length) for start, length in down))
    after = retimed(shop, jobs, plan, now=now)
    assert faults(shop, jobs, after) == []
    assert after.by_job.keys() == {each.code for each in jobs}
    assert all(each.start >= now for each in after.placements)
