"""What an hour is worth, from what was asked for: the dual price of the knapsack, and what a request has to earn."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def most(requests: list[tuple[int, int]], room: float) -> float:
    """The most that fits in `room` seconds earns, by trying all choices of whole requests and a part of one more."""
    best = 0.0
    for size in range(len(requests) + 1):
        for whole in combinations(requests, size):
            left = room - sum(seconds for seconds, _margin in whole)
            if left >= 0:
                rest = [
                    min(1.0, left / seconds) * margin for seconds, margin in requests if (seconds, margin) not in whole
                ]
                best = max(best, sum(margin for _seconds, margin in whole) + max(rest, default=0.0))
    return best


@pytest.mark.parametrize("seed", range(10))
def test_the_price_is_what_one_more_second_of_the_best_choice_earns(seed: int):
    dice = random.Random(seed)
    requests = [(dice.randint(60, 3600), dice.randint(1_00, 200_00)) for _ in range(8)]
    at, hours = 8 * HOUR, dice.randint(2, 8)
    room, filled = hours * HOUR * at / DAY, [(run + 140, margin) for run, margin in requests]
    gained = most(filled, room + 1) - most(filled, room)
    assert heard(requests).hour_fen(at, hours, 140) == pytest.approx(gained * HOUR, rel=1e-6)


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
