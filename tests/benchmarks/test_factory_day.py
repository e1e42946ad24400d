"""The factory day on a tiny scale: what a simulator must never do, whoever decides in it."""

from collections import Counter
from itertools import pairwise

import pytest

from benchmarks import _factory_habits as habits
from benchmarks import _factory_ours as ours
from benchmarks._factory_world import DAY, DAYS, MACHINES, RULE, Done, World, result, setup_of, world
from huopan.engines.planning.setups import changeover

POLICIES = [
    habits.fifo_all, habits.fifo_reject, habits.habit_all, habits.habit_backlog,
    ours.ours_alone, ours.ours_pools, ours.ours_pools_bids,
]  # fmt: skip
TINY = 90  # orders a day


@pytest.fixture(scope="module")
def tiny() -> World:
    return world(TINY, 5)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.__name__)
def test_every_order_is_made_once_or_refused_and_machines_do_one_thing_at_a_time(policy, tiny):
    finished: list[Done] = policy(tiny)
    made = Counter(each.order.number for each in finished)
    assert set(made.values()) == {1}
    assert made.keys() <= {order.number for order in tiny.orders}
    assert all(each.start >= each.order.at for each in finished)
    for machine in range(MACHINES):
        mine = sorted((each for each in finished if each.machine == machine), key=lambda each: each.start)
        assert all(earlier.end <= later.start for earlier, later in pairwise(mine))
        down = sum(
            max(0, min(each.end, span.end) - max(each.start, span.start))
            for each in mine
            for span in tiny.down[machine]
        )
        assert sum(each.work for each in mine) + down == sum(each.end - each.start for each in mine)
        before = None
        for each in mine:
            assert each.setup == round(setup_of(before, each.order.family) * each.order.setup_luck)
            before = each.order.family


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.__name__)
def test_the_same_seed_is_the_same_day(policy, tiny):
    assert policy(tiny) == policy(world(TINY, 5))


def test_accepting_all_makes_all(tiny):
    for policy in (habits.fifo_all, habits.habit_all):
        found = result(tiny, policy(tiny))
        assert found.accepted == found.came > 0


def test_refusing_what_would_be_late_refuses_some_and_keeps_more():
    crowded = world(400, 1)
    all_of_them, fewer = (result(crowded, policy(crowded)) for policy in (habits.fifo_all, habits.fifo_reject))
    assert fewer.accepted < all_of_them.accepted == fewer.came
    assert fewer.kept / fewer.accepted > all_of_them.kept / all_of_them.accepted


def test_the_contribution_adds_up(tiny):
    finished = habits.habit_all(tiny)
    mine = [each for each in finished if DAY <= each.order.at < 2 * DAY]
    earned = sum(each.order.margin_fen - each.order.late_fen(each.end) - 1500 * (each.setup > 0) for each in mine)
    assert result(tiny, finished).contribution_fen == earned


def test_lateness_costs_a_tenth_at_once_and_never_more_than_six_tenths(tiny):
    order = tiny.orders[0]
    assert order.late_fen(order.deadline) == 0
    assert order.late_fen(order.deadline + 1) == order.price_fen * 15 // 100
    assert order.late_fen(order.deadline + 9 * DAY) == order.price_fen * 60 // 100


def test_set_ups_are_those_of_the_rule(tiny):
    for earlier, later in pairwise(tiny.orders[:60]):
        assert setup_of(earlier.family, later.family) == changeover(RULE, earlier.traits, later.traits)
    assert setup_of(None, tiny.orders[0].family) == changeover(RULE, (), tiny.orders[0].traits)


def test_machines_are_down_about_as_often_as_said():
    days = [world(1, seed) for seed in range(60)]
    horizon = DAYS * DAY
    down = sum(
        max(0, min(span.end, horizon) - span.start)
        for day in days
        for spans in day.down
        for span in spans
        if span.start < horizon
    )
    assert 0.015 < down / (len(days) * MACHINES * horizon) < 0.025
