"""A better plan, never a worse one; and what must not move does not."""

import random
from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huopan.engines.planning.checking import faults
from huopan.engines.planning.model import (
    Arrival,
    Calendar,
    Job,
    Machine,
    Material,
    Need,
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
from huopan.engines.planning.reoptimising import UnknownWorkError, greedy_plan, reoptimise
from huopan.engines.planning.reoptimising.changeovers import changeover_table
from huopan.engines.planning.reoptimising.figures import figures_of, rank
from huopan.engines.planning.reoptimising.flooring import ground_of
from huopan.engines.planning.reoptimising.windowing import polish
from huopan.engines.planning.retiming import retimed
from huopan.engines.planning.setups import changeover

COLOURS = ("", "red", "blue")
RULES = st.builds(
    SetupRule,
    base=st.integers(0, 3),
    changes=st.just((("colour", 4), ("process", 2))),
    pairs=st.sampled_from([(), (("colour", "red", "blue", 9), ("colour", "", "red", 1))]),
)
DAYS = Calendar(tuple(Shift(day * 50, day * 50 + 30) for day in range(20)))
OVERTIME = Calendar(tuple(Shift(at, at + 20, 100 + at % 40 * 5 // 2) for at in range(0, 800, 20)))
CALENDARS = st.sampled_from([Calendar(), DAYS, OVERTIME])


@st.composite
def shops(draw):
    centres = []
    for code in ("press", "oven")[: draw(st.integers(1, 2))]:
        machines = tuple(
            Machine(
                str(nth),
                traits(colour=draw(st.sampled_from(COLOURS))),
                free_from=draw(st.integers(0, 20)),
                down=draw(st.sampled_from([(), (Span(15, 35),)])),
            )
            for nth in range(draw(st.integers(1, 2)))
        )
        centres.append(
            WorkCentre(
                code, machines, draw(CALENDARS), draw(RULES), draw(st.sampled_from([0, 3600])), draw(st.booleans())
            )
        )
    return Shop(tuple(centres), (Material("cotton", (Arrival(0, 5), Arrival(25, 5))),))


@st.composite
def wants(draw, shop):
    codes = [centre.code for centre in shop.work_centres]
    jobs = []
    for nth in range(draw(st.integers(1, 6))):
        steps = []
        for k in range(draw(st.integers(1, 3))):
            at = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True))
            options = tuple(Option(code, draw(st.integers(1, 12)), draw(st.integers(0, 3))) for code in at)
            colour = draw(st.sampled_from(COLOURS))
            steps.append(Step(str(k), options, traits(colour=colour) if colour else ()))
        due = draw(st.integers(5, 120))
        jobs.append(
            Job(
                str(nth),
                tuple(steps),
                release=draw(st.integers(0, 30)),
                due=due,
                deadline=due + draw(st.integers(0, 200)),
                revenue_fen=draw(st.integers(0, 200)),
                late_hour_fen=draw(st.sampled_from([0, 3600])),
                needs=draw(st.sampled_from([(), (Need("cotton", 7),)])),
            )
        )
    return jobs


@st.composite
def worlds(draw):
    """A shop, jobs, and a plan of some of them, in which some are promised and some placements are fixed."""
    shop = draw(shops())
    jobs = draw(wants(shop))
    plan = greedy_plan(shop, jobs, Plan())
    promised = [job.code for job in jobs if job.code in plan.by_job and draw(st.booleans())]
    begun = draw(st.integers(0, 2))
    early = {each.job for each in plan.placements[:begun] if each.step == 0}
    placements = tuple(
        Placement(e.job, e.step, e.work_centre, e.machine, e.start, e.setup, e.end, e.step == 0 and e.job in early)
        for e in plan.placements
    )
    jobs = [replace(job, is_promised=job.code in promised) for job in jobs]
    return shop, jobs, Plan(placements)


QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(worlds(), st.integers(1, 50))
def test_a_plan_is_without_fault_and_never_worse(world, seed):
    shop, jobs, plan = world
    assert faults(shop, jobs, plan) == []
    better = reoptimise(shop, jobs, plan, seed=seed, iterations=60)
    assert faults(shop, jobs, better.plan) == []
    assert rank(better.after, "profit") >= rank(better.before, "profit")
    assert better.after == figures_of(shop, jobs, better.plan)
    assert {job.code for job in jobs if job.is_promised} <= better.plan.by_job.keys()
    assert [e for e in better.plan.placements if e.is_fixed] == [e for e in plan.placements if e.is_fixed]


@QUICK
@given(worlds(), st.integers(1, 50))
def test_the_same_seed_gives_the_same_plan(world, seed):
    shop, jobs, plan = world
    plans = [reoptimise(shop, jobs, plan, seed=seed, iterations=30).plan for _ in range(2)]
    assert plans[0] == plans[1]


@QUICK
@given(RULES, st.lists(st.sampled_from(COLOURS), min_size=1, max_size=3), st.sampled_from(["", "dtg"]))
def test_the_table_of_changeovers_reckons_like_the_rule(rule, colours, process):
    steps = [
        Step("s", (Option("press", 1),), traits(colour=colour, process=process) if process else traits(colour=colour))
        for colour in colours
    ]
    centre = WorkCentre("press", (Machine("1"),), setup=rule)
    table = changeover_table(centre, steps)
    for before, after in product(table.classes, repeat=2):
        seconds = int(table.seconds[table.classes[before], table.classes[after]])
        assert seconds == changeover(rule, before, after)


def orders(chance, count):
    colours = ("red", "blue", "green")
    return [
        Job(
            str(nth),
            (Step("s", (Option("press", chance.randint(2, 9)),), traits(colour=chance.choice(colours))),),
            release=chance.randint(0, 15),
            due=(due := chance.randint(8, 35)),
            deadline=due + chance.randint(0, 12),
            revenue_fen=chance.randint(1, 30),
            late_hour_fen=3600 * chance.randint(0, 4),
        )
        for nth in range(count)
    ]


def press(machines):
    rule = SetupRule(changes=(("colour", 3),), pairs=(("colour", "red", "blue", 6), ("colour", "", "green", 1)))
    return Shop((WorkCentre("press", tuple(Machine(str(nth)) for nth in range(machines)), setup=rule, hour_fen=360),))


def best_of_all(shop, jobs):
    """The most any sequence on any machines earns, by trying all of them."""
    centre = shop.work_centres[0]
    best = 0
    for count in range(len(jobs) + 1):
        for chosen in permutations(jobs, count):
            for where in product(range(len(centre.machines)), repeat=count):
                best = max(best, worth(centre, chosen, where))
    return best


def worth(centre, chosen, where):
    ends, classes, earned = [0] * len(centre.machines), [()] * len(centre.machines), 0
    for job, machine in zip(chosen, where, strict=True):
        step = job.steps[0]
        setup = changeover(centre.setup, classes[machine], step.traits)
        end = max(ends[machine], job.release) + setup + step.options[0].run
        if end > job.deadline:
            return 0
        earned += job.revenue_fen * 3600 - job.late_hour_fen * max(0, end - job.due)
        earned -= centre.hour_fen * (setup + step.options[0].run)
        ends[machine], classes[machine] = end, step.traits
    return earned


def test_one_machine_and_few_orders_earn_the_most_possible():
    for seed in range(12):
        jobs = orders(random.Random(seed), 5)
        found = reoptimise(press(1), jobs, Plan(), seed=1, iterations=400)
        assert found.after.earned == best_of_all(press(1), jobs)


def test_two_machines_and_few_orders_earn_the_most_possible():
    for seed in range(6):
        jobs = orders(random.Random(seed), 4)
        found = reoptimise(press(2), jobs, Plan(), seed=1, iterations=400)
        assert found.after.earned == best_of_all(press(2), jobs)


def test_cp_sat_proves_what_trying_everything_finds():
    for seed in range(4):
        jobs = orders(random.Random(seed), 5)
        proven = reoptimise(press(1), jobs, Plan(), seed=1, iterations=1, proof_seconds=20)
        assert proven.is_proven
        assert proven.bound == proven.after.earned == best_of_all(press(1), jobs)


def test_a_promise_is_kept_although_another_order_would_earn_more():
    poor = Job("poor", (Step("s", (Option("press", 10),)),), due=10, deadline=10, revenue_fen=1, is_promised=True)
    rich = Job("rich", (Step("s", (Option("press", 10),)),), due=10, deadline=10, revenue_fen=900)
    shop = Shop((WorkCentre("press", (Machine("1"),)),))
    plan = greedy_plan(shop, [poor], Plan())
    better = reoptimise(shop, [poor, rich], plan, seed=1, iterations=100)
    assert list(better.plan.by_job) == ["poor"]


def test_what_moved_is_told_with_what_it_earns():
    poor = Job("poor", (Step("s", (Option("press", 10),)),), due=10, deadline=10, revenue_fen=1)
    rich = replace(poor, code="rich", revenue_fen=900)
    shop = Shop((WorkCentre("press", (Machine("1"),)),))
    better = reoptimise(shop, [poor, rich], greedy_plan(shop, [poor], Plan()), seed=1, iterations=100)
    assert {(move.job, move.reason, move.earned_fen) for move in better.moves} == {
        ("poor", "left_out", -1),
        ("rich", "taken", 900),
    }
    assert (better.before.profit_fen, better.after.profit_fen) == (1, 900)


def test_makespan_takes_every_job_and_is_proven_short():
    steps = [Step(str(k), (Option("a", 4), Option("b", 6))) for k in range(2)]
    jobs = [Job(str(nth), tuple(steps)) for nth in range(4)]
    shop = Shop((WorkCentre("a", (Machine("1"),)), WorkCentre("b", (Machine("1"),))))
    found = reoptimise(shop, jobs, Plan(), seed=1, iterations=50, objective="makespan", proof_seconds=20)
    assert faults(shop, jobs, found.plan) == []
    assert (found.after.taken, found.after.makespan, found.is_proven) == (4, 20, True)


def test_time_only_cuts_the_search_off():
    jobs = orders(random.Random(1), 8)
    ticks = iter(range(1_000))
    cut = reoptimise(press(1), jobs, Plan(), seed=1, iterations=None, seconds=3, elapsed=lambda: next(ticks))
    assert cut.iterations > 0
    stopped = reoptimise(press(1), jobs, Plan(), seed=1, iterations=5_000, stop=lambda: True)
    assert stopped.iterations == 0
    assert stopped.after.earned >= 0


def test_pinned_work_that_nobody_wants_is_refused():
    pinned = Placement("ghost", 0, "press", "0", 0, 0, 5, is_fixed=True)
    with pytest.raises(UnknownWorkError, match="ghost"):
        reoptimise(press(1), [], Plan((pinned,)), seed=1, iterations=1)


def test_a_breakdown_moves_what_was_promised_within_its_deadline():
    job = Job("one", (Step("s", (Option("press", 10),)),), due=40, deadline=40, revenue_fen=5, is_promised=True)
    whole = Shop((WorkCentre("press", (Machine("1"),), may_pause=False),))
    broken = Shop((WorkCentre("press", (Machine("1", down=(Span(5, 12),)),), may_pause=False),))
    plan = greedy_plan(whole, [job], Plan())
    assert faults(broken, [job], plan)
    mended = reoptimise(broken, [job], plan, seed=1, iterations=20)
    assert (faults(broken, [job], mended.plan), mended.plan.finish("one")) == ([], 22)


def test_a_promise_that_a_breakdown_breaks_is_placed_late_and_named():
    job = Job("one", (Step("s", (Option("press", 10),)),), due=10, deadline=10, revenue_fen=5, is_promised=True)
    whole = Shop((WorkCentre("press", (Machine("1"),), may_pause=False),))
    broken = Shop((WorkCentre("press", (Machine("1", down=(Span(5, 12),)),), may_pause=False),))
    mended = reoptimise(broken, [job], greedy_plan(whole, [job], Plan()), seed=1, iterations=20)
    assert (mended.broken, mended.plan.finish("one")) == (("one",), 22)


@settings(QUICK, max_examples=12)
@given(worlds(), st.integers(1, 50))
def test_windows_leave_a_plan_without_fault_and_never_worse(world, seed):
    shop, jobs, plan = world
    found = [reoptimise(shop, jobs, plan, seed=seed, iterations=2, polish_seconds=0.2) for _ in range(2)]
    assert faults(shop, jobs, found[0].plan) == []
    assert rank(found[0].after, "profit") >= rank(found[0].before, "profit")
    assert [e for e in found[0].plan.placements if e.is_fixed] == [e for e in plan.placements if e.is_fixed]
    assert found[0].plan == found[1].plan


def test_windows_alone_earn_what_trying_everything_does():
    for seed in range(4):
        jobs = orders(random.Random(seed), 5)
        first = greedy_plan(press(1), jobs, Plan())
        ground = ground_of(press(1), jobs, first, "profit")
        found = polish(press(1), ground, first, "profit", seed=1, effort=1.0, left=lambda: 1.0)
        assert figures_of(press(1), jobs, found).earned == best_of_all(press(1), jobs)


def placed_last(shop, jobs, plan):
    """The plan with the last job behind all others on the first machine."""
    free = max((each.end for each in plan.placements), default=0)
    alone = greedy_plan(shop, [replace(jobs[-1], release=free)], Plan()).placements
    return retimed(shop, jobs, Plan((*plan.placements, *alone)))


def test_windows_see_through_the_night():
    """In the plan given, blue comes between the reds, on two days; what pauses at night is put the better way round."""
    rule = SetupRule(changes=(("colour", 20),))
    shop = Shop((WorkCentre("press", (Machine("1"),), DAYS, rule, hour_fen=3600),))
    jobs = [
        Job(str(n), (Step("s", (Option("press", 10),), traits(colour=colour)),), revenue_fen=900)
        for n, colour in enumerate(("red", "blue", "red"))
    ]
    first = Plan()
    for count in (1, 2, 3):
        first = placed_last(shop, jobs[:count], first)
    assert figures_of(shop, jobs, first).setup_seconds == 60
    ground = ground_of(shop, jobs, first, "profit")
    found = polish(shop, ground, first, "profit", seed=1, effort=1.0, left=lambda: 1.0)
    assert faults(shop, jobs, found) == []
    assert figures_of(shop, jobs, found).setup_seconds == 40


def test_no_window_is_opened_when_no_time_is_left():
    jobs = orders(random.Random(1), 5)
    first = greedy_plan(press(1), jobs, Plan())
    ground = ground_of(press(1), jobs, first, "profit")
    assert polish(press(1), ground, first, "profit", seed=1, effort=1.0, left=lambda: 0.0) == first


def test_a_proof_ends_the_search_early():
    jobs = orders(random.Random(1), 5)
    proven = reoptimise(press(1), jobs, Plan(), seed=1, iterations=1_000, proof_seconds=20, until_proven=True)
    assert (proven.is_proven, proven.after.earned) == (True, best_of_all(press(1), jobs))
    assert proven.iterations < 1_000
