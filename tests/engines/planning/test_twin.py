"""The twin: played step by step, rehearsed from arrays, and asked what if."""

import random

import pytest

from huopan.engines.planning import whatif
from huopan.engines.planning.chance import CERTAINTY, DAY, Luck, Uncertainty, buffer_seconds
from huopan.engines.planning.checking import faults
from huopan.engines.planning.model import (
    HOUR,
    Calendar,
    Job,
    Machine,
    Option,
    Placement,
    Plan,
    SetupRule,
    Shift,
    Shop,
    Span,
    Step,
    WorkCentre,
    traits,
)
from huopan.engines.planning.rehearsal import Place, rehearse
from huopan.engines.planning.setups import setup_seconds
from huopan.engines.planning.twin import Situation, played
from huopan.engines.planning.working import clock_of

COLOURS = ("red", "blue", "green")
RULE = SetupRule(changes=(("colour", 900),))
DAYS = Calendar(tuple(Shift(day * DAY + 8 * HOUR, day * DAY + 18 * HOUR) for day in range(30)))


def shop(*, calendar: Calendar = DAYS, centres: int = 2, may_pause: bool = True) -> Shop:
    machines = (Machine("1"), Machine("2"))
    return Shop(tuple(WorkCentre(f"centre{n}", machines, calendar, RULE, may_pause=may_pause) for n in range(centres)))


def situation(seed: int, *, count: int = 30, slack: int = 4 * HOUR, **shape: object) -> Situation:
    """Jobs of one step a work centre, put one after the other on the machine that begins first."""
    dice, where = random.Random(seed), shop(**shape)  # type: ignore[arg-type]
    free = {
        (centre.code, machine.code): (0, machine.traits) for centre in where.work_centres for machine in centre.machines
    }
    jobs, placements = [], []
    for number in range(count):
        steps = tuple(
            Step(
                centre.code,
                (Option(centre.code, dice.randint(5, 60) * 60, 60 * dice.randint(0, 5)),),
                traits(colour=dice.choice(COLOURS)),
            )
            for centre in where.work_centres
        )
        ready, code = 0, f"job{number}"
        for index, (centre, step) in enumerate(zip(where.work_centres, steps, strict=True)):
            machine = min(centre.machines, key=lambda each: free[centre.code, each.code][0])
            since, was = free[centre.code, machine.code]
            clock, setup = clock_of(centre, machine), setup_seconds(centre.setup, step.options[0], was, step.traits)
            work = setup + step.options[0].run
            start = clock.begin(max(ready, since), work)
            ready = clock.end(start, work)
            free[centre.code, machine.code] = (ready, step.traits)
            placements.append(Placement(code, index, centre.code, machine.code, start, setup, ready))
        jobs.append(Job(code, steps, deadline=ready + dice.randint(0, slack)))
    return Situation(where, tuple(jobs), Plan(tuple(placements)))


def test_without_uncertainty_every_promise_is_kept_and_the_plan_comes_true():
    here = situation(1)
    assert faults(here.shop, here.jobs, here.plan) == []
    forecast = rehearse(here, Luck(CERTAINTY, 3, seed=1)).forecast()
    assert set(forecast.kept.values()) == {1.0}
    assert forecast.p50 == forecast.p90 == {job.code: here.plan.finish(job.code) for job in here.jobs}


@pytest.mark.parametrize("may_pause", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_the_rehearsal_is_what_simpy_plays(seed: int, may_pause: bool):
    here = situation(seed, may_pause=may_pause)
    luck = Luck(Uncertainty(absent_share=0.1), 6, seed=seed)
    quick = rehearse(here, luck)
    for run in range(luck.runs):
        slow = played(here, luck, run)
        assert {(each.job, each.step): Span(*pair) for each, pair in zip(
            quick.order, zip(quick.starts[run].tolist(), quick.ends[run].tolist(), strict=True), strict=True
        )} == slow.spans  # fmt: skip


def test_begun_work_ends_later_than_now_and_finished_work_is_a_fact():
    here = situation(2, centres=1, calendar=Calendar())
    first, second, *rest = sorted(here.plan.placements, key=lambda each: each.end)
    facts = tuple(
        Placement(*[getattr(each, name) for name in Placement.__slots__[:-1]], True) for each in (first, second)
    )
    now = (first.end + second.end) // 2
    assert second.start < now
    there = Situation(here.shop, here.jobs, Plan((*facts, *rest)), at=now)
    luck = Luck(Uncertainty(), 20, seed=4, begin=now)
    quick = rehearse(there, luck)
    jobs = there.by_code
    assert set(quick.finishes(jobs[first.job]).tolist()) == {first.end}
    assert quick.finishes(jobs[second.job]).min() >= now
    assert all(played(there, luck, run).finish(job) == quick.finishes(job)[run] for run in (0, 7) for job in there.jobs)


def test_the_past_is_not_drawn():
    with pytest.raises(ValueError, match="the past has happened"):
        rehearse(Situation(shop(), (), Plan(), at=10), Luck(Uncertainty(), 1, seed=1))


def test_the_same_seed_gives_the_same_days():
    here = situation(3)
    one, two, other = (rehearse(here, Luck(Uncertainty(), 50, seed=seed)).forecast() for seed in (7, 7, 8))
    assert one == two
    assert one != other


def test_confidence_falls_as_times_vary_more():
    here = situation(4, slack=HOUR)
    kept = [
        sum(rehearse(here, Luck(Uncertainty(cv=cv, down_share=0.0), 200, seed=1)).forecast().kept.values())
        for cv in (0.0, 0.05, 0.15, 0.4)
    ]
    assert kept == sorted(kept, reverse=True)
    assert len(set(kept)) == len(kept)


def test_breakdowns_and_absences_cost_confidence():
    here = situation(5)
    calm, broken, absent = (
        sum(rehearse(here, Luck(each, 100, seed=1)).forecast().kept.values())
        for each in (Uncertainty(down_share=0.0), Uncertainty(down_share=0.1), Uncertainty(0.15, (), 0.0, 0, 0.2))
    )
    assert broken < calm
    assert absent < calm


@pytest.mark.parametrize("seed", range(6))
def test_a_confidence_from_arrays_is_what_playing_it_all_gives(seed: int):
    here = situation(seed, centres=1, slack=2 * HOUR)
    luck = Luck(Uncertainty(), 40, seed=seed)
    quick = rehearse(here, luck)
    position = 4
    before, after = (here.plan.by_machine["centre0", "1"][n] for n in (position - 1, position))
    step = Step("centre0", (Option("centre0", 1200),), traits(colour="violet"))
    job = Job("one more", (step,), deadline=before.end + 3000)
    answer = quick.confidence(job, (Place("centre0", "1", position),))

    placement = Placement(job.code, 0, "centre0", "1", after.start, 900, after.start)
    there = whatif.changed(here, whatif.TakeOrder(job, (placement,)))
    kept = harmless = 0
    for run in range(luck.runs):
        alone, together = played(here, luck, run), played(there, luck, run)
        kept += together.finish(job) <= job.deadline
        harmless += all(
            together.finish(each) <= each.deadline for each in here.jobs if alone.finish(each) <= each.deadline
        )
    assert 0 < kept < luck.runs
    assert answer.kept == pytest.approx(kept / luck.runs)
    assert answer.others_kept == pytest.approx(harmless / luck.runs)


def test_a_route_from_arrays_is_near_what_playing_it_all_gives():
    here = situation(9, count=40, slack=3 * HOUR)
    luck = Luck(Uncertainty(), 100, seed=2)
    ends = [placements[-3:-1] for placements in (here.plan.by_machine[f"centre{n}", "1"] for n in range(2))]
    steps = tuple(Step(f"centre{n}", (Option(f"centre{n}", 1200),), traits(colour="red")) for n in range(2))
    job = Job("one more", steps, deadline=ends[1][0].end + 4 * HOUR)
    places = tuple(
        Place(f"centre{n}", "1", here.plan.by_machine[f"centre{n}", "1"].index(ends[n][1])) for n in range(2)
    )
    answer = rehearse(here, luck).confidence(job, places)
    placements = tuple(
        Placement(job.code, n, f"centre{n}", "1", ends[n][1].start, 0, ends[n][1].start) for n in range(2)
    )
    full = rehearse(whatif.changed(here, whatif.TakeOrder(job, placements)), luck).forecast()
    assert answer.kept == pytest.approx(full.kept[job.code], abs=0.02)


def test_losing_a_machine_never_raises_confidence():
    here = situation(6, centres=1, slack=2 * HOUR)
    change = whatif.LoseMachine("centre0", "2", Span(9 * HOUR, 15 * HOUR))
    gained = whatif.compared(here, change, Luck(Uncertainty(), 60, seed=3)).gained
    assert max(gained.values()) <= 0
    assert min(gained.values()) < -0.5


def test_one_more_shift_never_costs_confidence():
    here = situation(6, centres=1, slack=2 * HOUR)
    luck = Luck(Uncertainty(), 60, seed=3)
    compared = whatif.compared(here, whatif.AddShift("centre0", Shift(18 * HOUR, 22 * HOUR, 150)), luck)
    assert min(compared.gained.values()) >= 0
    assert max(compared.gained.values()) > 0.2
    assert sum(compared.after.p90.values()) < sum(compared.before.p90.values())


def test_the_bottleneck_is_where_most_of_the_open_time_is_worked():
    here = situation(7, count=60)
    forecast = rehearse(here, Luck(CERTAINTY, 1, seed=1)).forecast()
    for centre in here.shop.work_centres:
        busy = sum(
            clock_of(centre, machine).open_seconds(each.start, each.end)
            for machine in centre.machines
            for each in here.plan.by_machine[centre.code, machine.code]
        )
        opened = 2 * 10 * HOUR
        assert sum(forecast.load[centre.code]) * opened == pytest.approx(busy, rel=0.001)
    assert forecast.bottleneck == max(forecast.load, key=lambda code: sum(forecast.load[code]))


def test_the_buffer_grows_with_the_queue_and_with_what_may_go_wrong():
    calm, usual = Uncertainty(down_share=0.0), Uncertainty()
    assert buffer_seconds(CERTAINTY, 8 * HOUR, 20, 0.99) == 0
    assert 0 < buffer_seconds(calm, 2 * HOUR, 5, 0.99) < buffer_seconds(calm, 8 * HOUR, 20, 0.99)
    assert buffer_seconds(calm, 8 * HOUR, 20, 0.99) < buffer_seconds(usual, 8 * HOUR, 20, 0.99)
    assert buffer_seconds(usual, 8 * HOUR, 20, 0.9) < buffer_seconds(usual, 8 * HOUR, 20, 0.99)
