"""What an hour is worth, from what was asked for: the dual price of the knapsack, and what a request has to earn."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from huopan.engines.planning.bidding import DAY, Asked, Demand, Share
from huopan.engines.planning.model import HOUR

REQUESTS = st.lists(
    st.tuples(st.integers(1, 4 * HOUR), st.integers(0, 500_00)), min_size=1, max_size=25
)  # run seconds, margin fen


def heard(requests: list[tuple[int, int]], spaced: int = HOUR) -> Demand:
    demand = Demand()
    for number, (run, margin) in enumerate(requests):
        demand.hear(Asked(number * spaced, run, margin))
    return demand


@given(REQUESTS, st.integers(1, 40), st.sampled_from((0, 140, 900)))
def test_at_the_price_all_that_earns_more_fits_and_what_earns_it_does_not(requests, hours: int, setup: int):
    demand, at = heard(requests), len(requests) * HOUR + HOUR
    price, room = demand.hour_fen(at, hours, setup), hours * HOUR * min(2 * DAY, at) / DAY
    earning = [(margin * HOUR / (run + setup), run + setup) for run, margin in requests]
    assert sum(seconds for fen, seconds in earning if fen > price + 1e-6) <= room + 1e-6
    if price > 0:
        assert sum(seconds for fen, seconds in earning if fen >= price - 1e-6) > room


@pytest.mark.parametrize("seed", range(10))
def test_the_price_is_the_dual_of_the_best_fractional_choice(seed: int):
    dice = random.Random(seed)
    requests = [(dice.randint(60, 3600), dice.randint(1_00, 200_00)) for _ in range(40)]
    at, hours = 40 * HOUR, 6
    room = hours * HOUR * at / DAY
    found = linprog(
        [-margin for _run, margin in requests],
        A_ub=np.array([[run + 140 for run, _margin in requests]]),
        b_ub=[room],
        bounds=(0, 1),
        method="highs",
    )
    assert heard(requests).hour_fen(at, hours, 140) == pytest.approx(-found.ineqlin.marginals[0] * HOUR)
    assert found.ineqlin.marginals[0] < 0


def test_a_floor_with_hours_to_spare_gives_them_away_and_so_does_one_that_knows_too_little():
    requests = [(HOUR, 100_00)] * 6
    assert heard(requests).hour_fen(6 * HOUR, 25, 0) == 0
    assert heard(requests).hour_fen(6 * HOUR, 20, 0) == pytest.approx(100_00)
    assert heard(requests, spaced=60).hour_fen(6 * 60, 1, 0) == 0
    assert Demand().hour_fen(9 * HOUR, 1, 0) == 0


def test_what_was_asked_more_than_two_days_ago_is_forgotten():
    demand = Demand()
    for day in range(5):
        demand.hear(Asked(day * DAY, HOUR, day))
    assert [each.margin for each in demand.asked] == [3, 4]


def test_a_request_pays_its_hours_and_its_share_of_the_set_up():
    share = Share(opener_pct=40, price_pct=80, queued_hours=5)
    assert share.hour_fen(100_00, 10) == 80_00
    assert share.hour_fen(100_00, 2.5) == 40_00
    assert share.hour_fen(100_00, 0) == 0
    assert share.least_fen(HOUR, 0, 36_00, 80_00) == 80_00
    assert share.least_fen(0, HOUR // 2, 36_00, 80_00) == pytest.approx(0.2 * (36_00 + 80_00))
    assert share.least_fen(HOUR, -HOUR // 2, 36_00, 80_00) < 80_00
