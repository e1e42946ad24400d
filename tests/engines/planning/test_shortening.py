"""Plans made shorter: as short as any in small shops, lawful, timed exactly, never longer than before."""

import random
from dataclasses import replace
from itertools import permutations, product

from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.planning.checking import faults
from huopan.engines.planning.compiled import annealing, floor
from huopan.engines.planning.model import (
    Job,
    Machine,
    Option,
    Placement,
    Plan,
    SetupRule,
    Shop,
    Step,
    WorkCentre,
    traits,
)
from huopan.engines.planning.reoptimising import greedy_plan, reoptimise
from huopan.engines.planning.reoptimising.bounds import simple_bound
from huopan.engines.planning.reoptimising.budgets import Budget
from huopan.engines.planning.reoptimising.figures import figures_of, rank
from huopan.engines.planning.reoptimising.flooring import blank_desk, blank_state, ground_of, plan_of, state_of
from huopan.engines.planning.reoptimising.shortening import may_shorten, shorten
from huopan.engines.planning.setups import changeover
from tests.engines.planning.test_reoptimising import QUICK, worlds

RULE = SetupRule(changes=(("colour", 3),), pairs=(("colour", "red", "blue", 6), ("colour", "", "green", 1)))


def small_shop(chance, *, is_coloured):
    rule = RULE if is_coloured else SetupRule()
    return Shop(tuple(WorkCentre(code, (Machine("1", free_from=chance.randint(0, 3)),), setup=rule) for code in "ab"))


def small_jobs(chance, count, *, is_coloured):
    jobs = []
    for nth in range(count):
        steps = []
        for k in range(2):
            where = chance.choice(("a", "b", "ab"))
            colour = traits(colour=chance.choice(("red", "blue", "green"))) if is_coloured else ()
            steps.append(Step(str(k), tuple(Option(code, chance.randint(1, 9)) for code in where), colour))
        jobs.append(Job(str(nth), tuple(steps), release=chance.randint(0, 4)))
    return jobs


def shortest_of_all(shop, jobs):
    """The least makespan of every order of all steps on every machine."""
    turns = [nth for nth, job in enumerate(jobs) for _step in job.steps]
    options = [step.options for job in jobs for step in job.steps]
    return min(length(shop, jobs, order, chosen) for order in set(permutations(turns)) for chosen in product(*options))


def length(shop, jobs, order, chosen):
    centres = {centre.code: centre for centre in shop.work_centres}
    free = {code: centre.machines[0].free_from for code, centre in centres.items()}
    kinds, done, ends = dict.fromkeys(centres, ()), [0] * len(jobs), [job.release for job in jobs]
    for nth in order:
        job, option = jobs[nth], chosen[sum(len(job.steps) for job in jobs[:nth]) + done[nth]]
        step, code = job.steps[done[nth]], option.work_centre
        setup = changeover(centres[code].setup, kinds[code], step.traits)
        ends[nth] = free[code] = max(ends[nth], free[code]) + setup + option.run
        kinds[code], done[nth] = step.traits, done[nth] + 1
    return max(ends)


def test_small_shops_are_as_short_as_any_order_makes_them():
    for seed in range(8):
        chance = random.Random(seed)
        is_coloured = seed % 2 == 1
        shop, jobs = small_shop(chance, is_coloured=is_coloured), small_jobs(chance, 3, is_coloured=is_coloured)
        least = shortest_of_all(shop, jobs)
        found = reoptimise(shop, jobs, Plan(), seed=1, iterations=3_000, objective="makespan")
        assert faults(shop, jobs, found.plan) == []
        assert found.after.makespan == least
        assert simple_bound(ground_of(shop, jobs, Plan(), "makespan"), "makespan") <= least


@QUICK
@given(worlds(), st.integers(1, 50))
def test_a_shorter_plan_is_without_fault_and_never_longer(world, seed):
    shop, jobs, plan = world
    shorter = reoptimise(shop, jobs, plan, seed=seed, iterations=200, objective="makespan")
    assert faults(shop, jobs, shorter.plan) == []
    assert rank(shorter.after, "makespan") >= rank(shorter.before, "makespan")
    assert [e for e in shorter.plan.placements if e.is_fixed] == [e for e in plan.placements if e.is_fixed]
    assert reoptimise(shop, jobs, plan, seed=seed, iterations=200, objective="makespan").plan == shorter.plan


@QUICK
@given(worlds(), st.integers(1, 50))
def test_what_the_search_sums_up_is_what_its_plan_comes_to(world, seed):
    shop, jobs, plan = world
    fixed = Plan(tuple(each for each in plan.placements if each.is_fixed))
    jobs = [job for job in jobs if job.code in plan.by_job]
    ground, state, desk = settled_ground(shop, jobs, plan)
    if not may_shorten(ground, state):
        return
    before = int(state.totals[floor.MAKESPAN])
    shorten(ground, state, desk, seed, Budget(300))
    found = plan_of(ground, state)
    figures = figures_of(shop, [replace(job, due=0, late_hour_fen=0) for job in jobs], found)
    totals = state.totals
    assert figures.makespan == totals[floor.MAKESPAN] <= before
    assert figures.earned == totals[floor.REVENUE] - totals[floor.COST]
    assert (figures.late_seconds, figures.setup_seconds) == (totals[floor.LATE], totals[floor.SETUPS])
    assert set(fixed.placements) <= set(found.placements)


def settled_ground(shop, jobs, plan):
    ground = ground_of(shop, jobs, plan, "makespan")
    desk = blank_desk(ground)
    state = state_of(ground, plan, desk)
    annealing.complete(ground.floor, state, desk, 1, 3, ground.is_thin)
    return ground, state, desk


def test_a_promise_is_kept_although_a_longer_wait_would_shorten_the_plan():
    """Alone first, "soon" keeps its deadline and the plan takes 15; after "long" it would take 12."""
    shop = Shop((WorkCentre("a", (Machine("1"),)), WorkCentre("b", (Machine("1"),))))
    soon = Job("soon", (Step("0", (Option("a", 3),)),), due=3, deadline=3, is_promised=True)
    long = Job("long", (Step("0", (Option("a", 2),)), Step("1", (Option("b", 10),))))
    given_plan = greedy_plan(shop, [soon], Plan())
    found = reoptimise(shop, [soon, long], given_plan, seed=1, iterations=300, objective="makespan")
    assert (found.plan.finish("soon"), found.after.makespan, found.after.breaches) == (3, 15, 0)


def test_a_pinned_step_stays_where_it_is_however_long_the_plan_gets():
    shop = Shop((WorkCentre("a", (Machine("1"),)),))
    jobs = [Job("pinned", (Step("0", (Option("a", 5),)),)), Job("free", (Step("0", (Option("a", 4),)),))]
    plan = Plan((Placement("pinned", 0, "a", "1", 3, 0, 8, is_fixed=True),))
    found = reoptimise(shop, jobs, plan, seed=1, iterations=200, objective="makespan")
    assert (found.plan.by_job["pinned"], found.after.makespan) == (plan.placements, 12)


def test_an_empty_shop_has_nothing_to_shorten():
    ground = ground_of(Shop(()), [], Plan(), "makespan")
    assert shorten(ground, blank_state(ground), blank_desk(ground), 1, Budget(5)) <= 5
