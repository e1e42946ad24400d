"""One machine and a few jobs: every choice and order of them is tried, so the best is known."""

import random
from dataclasses import replace
from itertools import permutations

import pytest

from huopan.engines.planning.model import Calendar, Job, Plan, Shift, WorkCentre
from huopan.engines.planning.reoptimising import reoptimise, sequencing
from huopan.engines.planning.reoptimising.figures import figures_of
from huopan.engines.planning.reoptimising.flooring import ground_of
from huopan.engines.planning.setups import changeover
from huopan.engines.planning.working import clock_of
from tests.engines.planning.test_reoptimising import orders, press

SHORT_DAYS = Calendar(tuple(Shift(at, at + 25, 100 + at % 80) for at in range(0, 900, 40)))


def earned_in_order(shop, chosen):
    """By the words of the model, not by the search's code; None when a deadline passes."""
    centre = shop.work_centres[0]
    clock = clock_of(centre, centre.machines[0])
    end, before, earned = 0, centre.machines[0].traits, 0
    for job in chosen:
        step = job.steps[0]
        setup = changeover(centre.setup, before, step.traits)
        work = setup + step.options[0].setup + step.options[0].run
        if before == step.traits and before:
            work -= step.options[0].setup
        start = clock.begin(max(end, job.release), work)
        end, before = clock.end(start, work), step.traits
        if end > job.deadline:
            return None
        earned += job.revenue_fen * 3600 - job.late_hour_fen * max(0, end - job.due)
        earned -= centre.hour_fen * clock.paid_seconds(start, work)
    return earned


def most_of(shop, jobs):
    promised = {job.code for job in jobs if job.is_promised}
    ways = (chosen for count in range(len(jobs) + 1) for chosen in permutations(jobs, count))
    worths = [earned_in_order(shop, chosen) for chosen in ways if promised <= {job.code for job in chosen}]
    return max((worth for worth in worths if worth is not None), default=None)


def shop_of(calendar: Calendar):
    shop = press(1)
    centre: WorkCentre = shop.work_centres[0]
    return replace(shop, work_centres=(replace(centre, calendar=calendar),))


@pytest.mark.parametrize("calendar", [Calendar(), SHORT_DAYS], ids=["always open", "short days"])
@pytest.mark.parametrize("promised", [0, 2])
def test_the_best_of_every_choice_and_order_is_found_and_proven(calendar, promised):
    shop, told = shop_of(calendar), 0
    for seed in range(25):
        jobs: list[Job] = [
            replace(job, is_promised=nth < promised) for nth, job in enumerate(orders(random.Random(seed), 5))
        ]
        most = most_of(shop, jobs)
        found = reoptimise(shop, jobs, Plan(), seed=1, iterations=1, until_proven=True)
        if most is not None:
            told += 1
            assert (found.after.earned, found.is_proven) == (most, True)
            assert figures_of(shop, jobs, found.plan).breaches == 0
    assert told > 5


def test_nothing_better_is_told_as_such():
    shop, jobs = press(1), orders(random.Random(3), 5)
    most = most_of(shop, jobs)
    verdict = sequencing.best_sequence(ground_of(shop, jobs, Plan(), "profit"), most)
    assert (verdict.plan, verdict.bound, verdict.is_proven) == (None, most, True)


def test_without_room_the_search_goes_on_and_proves_nothing(monkeypatch):
    monkeypatch.setattr(sequencing, "ROOM", 3)
    shop, jobs = press(1), orders(random.Random(5), 6)
    found = reoptimise(shop, jobs, Plan(), seed=1, iterations=400, until_proven=True)
    assert found.iterations == 400
    assert found.after.earned == most_of(shop, jobs)


def test_larger_or_richer_plans_are_left_to_the_search():
    many = ground_of(press(1), orders(random.Random(1), sequencing.MOST + 1), Plan(), "profit")
    two = ground_of(press(2), orders(random.Random(1), 5), Plan(), "profit")
    assert not sequencing.may_sequence(many)
    assert not sequencing.may_sequence(two)
