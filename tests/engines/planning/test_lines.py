"""Queues of one-step jobs on like machines: nobody gets late by an opening, and the plan keeps the planner's laws."""

import random
from itertools import permutations

import pytest

from huopan.engines.planning.checking import faults
from huopan.engines.planning.lines import Lines, Price
from huopan.engines.planning.model import (
    HOUR,
    Calendar,
    Job,
    Machine,
    Option,
    Placement,
    SetupRule,
    Shift,
    Shop,
    Span,
    Step,
    WorkCentre,
    traits,
)
from huopan.engines.planning.setups import setup_seconds

RULE = SetupRule(base=60, changes=(("colour", 900), ("process", 900)), pairs=(("colour", "c0", "c1", 300),))
CENTRE = WorkCentre("press", (Machine("1"), Machine("2", traits(colour="c1", process="p0"), 900)), setup=RULE)


def job(number: int, dice: random.Random, *, promised_in: int = 12 * HOUR) -> Job:
    looks = traits(colour=f"c{dice.randrange(6)}", process=f"p{dice.randrange(2)}")
    step = Step("print", (Option("press", dice.randint(60, 1200), dice.choice((0, 240))),), looks)
    due = dice.randint(promised_in // 3, promised_in)
    return Job(f"job{number}", (step,), due=due, deadline=due + HOUR, is_promised=True)


def filled(seed: int, count: int = 60) -> tuple[Lines, list[Job]]:
    dice, lines, taken = random.Random(seed), Lines(CENTRE), []
    for number in range(count):
        asked = job(number, dice)
        opening = lines.opening(asked)
        if opening:
            lines.hold(asked, opening)
            taken.append(asked)
    return lines, taken


@pytest.mark.parametrize("seed", range(8))
def test_whoever_is_taken_is_done_by_the_due_and_so_is_everybody_before(seed: int):
    dice, lines, taken = random.Random(seed), Lines(CENTRE), []
    refused = 0
    for number in range(80):
        asked = job(number, dice)
        opening, setups = lines.opening(asked), sum(each.setup for each in lines.plan().placements)
        if opening is None:
            refused += 1
            continue
        lines.hold(asked, opening)
        taken.append(asked)
        plan = lines.plan()
        assert faults(Shop((CENTRE,)), taken, plan) == []
        assert plan.finish(asked.code) == opening.end
        assert sum(each.setup for each in plan.placements) - setups == opening.added_setup_seconds
        assert all(plan.finish(each.code) <= each.due for each in taken)
    assert refused > 0
    assert len(taken) > 20


@pytest.mark.parametrize("seed", range(4))
def test_improving_keeps_every_job_and_law_and_is_never_worse(seed: int):
    lines, taken = filled(seed)
    setups = sum(each.setup for each in lines.plan().placements)
    before, after = lines.improve(seed=seed, iterations=300)
    plan = lines.plan()
    assert faults(Shop((CENTRE,)), taken, plan) == []
    assert after <= before == setups
    assert sum(each.setup for each in plan.placements) <= setups
    assert all(plan.finish(each.code) <= each.due for each in taken)


def test_improving_finds_the_shared_set_ups():
    lines, _taken = filled(1)
    before, after = lines.improve(seed=1, iterations=1000)
    assert after < 0.8 * before


def timed(queue: tuple[Job, ...], machine: Machine) -> list[Placement]:
    """A machine's queue reckoned the slow way, by the rule of the house."""
    at, before, found = machine.free_from, machine.traits, []
    for each in queue:
        option, after = each.steps[0].options[0], each.steps[0].traits
        setup = setup_seconds(RULE, option, before, after)
        end = at + setup + option.run
        found.append(Placement(each.code, 0, "press", machine.code, at, setup, end))
        at, before = end, after
    return found


def cost(queue: tuple[Job, ...], machine: Machine, price: Price) -> float:
    total = 0.0
    for each, placed in zip(queue, timed(queue, machine), strict=True):
        late, broken = max(0, placed.end - each.due), placed.end - each.deadline
        total += placed.setup + price.spoiled * (placed.setup > 0) + price.late * late
        total += price.late * (10 * broken + 2 * HOUR) if broken > 0 else 0
        total += price.haste * each.steps[0].options[0].run * (placed.end - machine.free_from)
    return total


@pytest.mark.parametrize("price", [Price(1, 0, 0), Price(0.3, 600, 0), Price(0.3, 0, 1e-4), Price(0.5, 300, 1e-3)])
@pytest.mark.parametrize("seed", range(4))
def test_improving_finds_the_cheapest_of_all_queues(seed: int, price: Price):
    dice = random.Random(seed)
    lines, jobs = Lines(CENTRE), [job(number, dice, promised_in=2 * HOUR) for number in range(20)]
    taken = []
    for each in jobs:
        opening = lines.opening(each)
        if opening and len(taken) < 5:
            lines.hold(each, opening)
            taken.append(each)
    one, two = Machine("1", free_from=HOUR), CENTRE.machines[1]  # the first is held up: somebody gets late
    lines.expect(0, one.free_from)
    best = min(
        cost(order[:split], one, price) + cost(order[split:], two, price)
        for order in permutations(taken)
        for split in range(len(taken) + 1)
    )
    _before, after = lines.improve(seed=seed, iterations=400, price=price)
    by_code = {each.code: each for each in taken}
    queues = [tuple(by_code[p.job] for p in lines.plan().by_machine.get(("press", m.code), ())) for m in (one, two)]
    assert len(taken) >= 4
    assert after == pytest.approx(best)
    assert sum(cost(queue, machine, price) for queue, machine in zip(queues, (one, two), strict=True)) == (
        pytest.approx(best)
    )


@pytest.mark.parametrize("seed", range(8))
def test_an_opening_is_the_one_that_adds_least_set_up_of_all_that_keep_every_due(seed: int):
    dice, lines = random.Random(seed), Lines(CENTRE)
    queues: dict[int, list[Job]] = {0: [], 1: []}
    for number in range(25):
        asked, found = job(number, dice, promised_in=3 * HOUR), []
        for machine, queue in queues.items():
            was = sum(each.setup for each in timed(tuple(queue), CENTRE.machines[machine]))
            for place in range(len(queue) + 1):
                tried = [*queue[:place], asked, *queue[place:]]
                placed = timed(tuple(tried), CENTRE.machines[machine])
                if all(p.end <= each.due for p, each in zip(placed, tried, strict=True)):
                    found.append((sum(p.setup for p in placed) - was, placed[place].end))
        opening = lines.opening(asked)
        assert (opening and (opening.added_setup_seconds, opening.end)) == min(found, default=None)
        if opening:
            lines.hold(asked, opening)
            queues[opening.machine].insert(opening.place, asked)
    assert sum(map(len, queues.values())) >= 8


def test_haste_lets_long_runs_go_first():
    lines = Lines(WorkCentre("press", (Machine("1"),), setup=SetupRule(changes=(("colour", 900),))))
    for number, run in enumerate((300, 1200, 600, 2400)):
        step = Step("print", (Option("press", run),), traits(colour=f"c{number}"))
        asked = Job(f"job{number}", (step,))
        lines.hold(asked, lines.opening(asked))
    lines.improve(seed=1, iterations=200, price=Price(1.0, 0.0, 1e-3))
    assert [each.job for each in lines.plan().placements] == ["job3", "job1", "job2", "job0"]


def test_the_same_seed_gives_the_same_queues():
    plans = []
    for seed in (3, 3, 4):
        lines, _taken = filled(2)
        lines.improve(seed=seed, iterations=100)
        plans.append(lines.plan())
    assert plans[0] == plans[1]
    assert plans[0] != plans[2]


def test_what_is_late_is_caught_up_where_it_can_be():
    lines, taken = filled(3)
    lines.expect(0, 6 * HOUR)
    late = sum(lines.plan().finish(each.code) > each.deadline for each in taken)
    lines.improve(seed=1, iterations=500)
    assert late > 0
    assert sum(lines.plan().finish(each.code) > each.deadline for each in taken) < late


def test_a_machine_takes_its_first_and_is_set_up_for_it():
    lines, _taken = filled(4)
    first = lines.plan().by_machine["press", "1"][0]
    assert lines.next_on(0).code == first.job
    assert lines.setup_before_next(0) == first.setup
    assert lines.begin(0, first.start) == first.end
    assert first.job not in lines.rows
    assert lines.plan().by_machine["press", "1"][0].start == first.end


def test_a_queue_may_wait_until_one_of_it_would_pass_its_due():
    lines, taken = filled(5)
    spare, dues = lines.spare_seconds(1), {each.code: each.due for each in taken}
    lines.expect(1, int(lines.free[1]) + spare)
    ends = lines.plan().by_machine["press", "2"]
    assert all(each.end <= dues[each.job] for each in ends)
    assert any(each.end == dues[each.job] for each in ends)


@pytest.mark.parametrize(
    "centre",
    [
        WorkCentre("press", (Machine("1"),), Calendar((Shift(0, 100),))),
        WorkCentre("press", (Machine("1", down=(Span(0, 9),)),)),
    ],
)
def test_a_centre_that_closes_is_refused(centre: WorkCentre):
    with pytest.raises(ValueError, match="closes at times"):
        Lines(centre)
