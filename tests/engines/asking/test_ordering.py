from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.asking.curves import BOUND, Correction, Curve, curve_of, nearness, read_correction
from huopan.engines.asking.examining import prior
from huopan.engines.asking.ordering import (
    LEAST_GROUPS,
    OPENED,
    Shown,
    TooLittleLoggedError,
    compared,
    learnt_order,
)
from huopan.engines.ranking import arithmetic

EXAMINED = [prior(place) for place in range(1, 101)]


def a_market(searches: int, *, seed: int, swayed_by: str = "pickup", sway: float = 3.0) -> list[list[Shown]]:
    """Lists as the hand weights order them, opened by people who look down the list and care for one signal most."""
    chance, lists = Random(seed), []
    for _ in range(searches):
        offers = [
            (
                10 * chance.uniform(0.7, 1),
                {name: chance.uniform(-1, 1) for name in ("pickup", "kept", "stock", "price")},
            )
            for _ in range(12)
        ]
        offers.sort(key=lambda each: -arithmetic(*each).score)
        rows = []
        for place, (relevance, signals) in enumerate(offers, 1):
            wants = 1 / (1 + math.exp(2 - sway * signals[swayed_by]))
            is_opened = chance.random() < prior(place) * wants
            rows.append(Shown(relevance, signals, place, OPENED if is_opened else 0.0))
        lists.append(rows)
    return lists


def test_without_enough_openings_the_hand_weights_stay() -> None:
    with pytest.raises(TooLittleLoggedError):
        learnt_order(a_market(LEAST_GROUPS // 2, seed=1), EXAMINED)
    with pytest.raises(TooLittleLoggedError):
        learnt_order([], EXAMINED)


def test_an_empty_correction_orders_as_the_hand_weights_do() -> None:
    found = compared(a_market(50, seed=2), EXAMINED, Correction())
    assert (found.hand, found.low, found.high, found.is_better) == (found.learnt, 0, 0, False)
    assert compared([], EXAMINED, Correction()).searches == 0


def test_what_people_care_for_is_learnt_in_spite_of_where_it_stood() -> None:
    pytest.importorskip("lightgbm")
    correction = learnt_order(a_market(1_500, seed=3), EXAMINED)
    curve = correction.curves["pickup"]
    assert curve.at(-0.9) < -0.1 < 0.1 < curve.at(0.9)
    found = compared(a_market(600, seed=4), EXAMINED, correction)
    assert found.is_better
    assert found.learnt > found.hand * 1.03


def test_where_people_care_for_nothing_no_better_order_is_claimed() -> None:
    pytest.importorskip("lightgbm")
    correction = learnt_order(a_market(1_000, seed=5, sway=0.0), EXAMINED)
    assert not compared(a_market(600, seed=6, sway=0.0), EXAMINED, correction).is_better


def test_the_same_log_teaches_the_same() -> None:
    pytest.importorskip("lightgbm")
    assert learnt_order(a_market(300, seed=7), EXAMINED) == learnt_order(a_market(300, seed=7), EXAMINED)


STUMPS = st.lists(st.tuples(st.floats(-1, 1), st.floats(-9, 9), st.floats(-9, 9)), max_size=20)


@given(STUMPS, st.floats(-2, 2))
def test_a_curve_is_bounded_and_nothing_where_nothing_was_measured(
    stumps: list[tuple[float, float, float]], value: float
) -> None:
    curve = curve_of(stumps)
    assert abs(curve.at(value)) <= BOUND
    assert curve.at(0.0) == 0
    assert read_correction(Correction({"pickup": curve}).written()) == Correction({"pickup": curve})


def test_a_curve_is_the_sum_of_its_splits() -> None:
    curve = curve_of([(0.5, 0.0, 0.5), (-0.5, -1.0, 0.0)])
    assert [curve.at(value) for value in (-0.6, -0.5, 0.0, 0.5, 0.6)] == pytest.approx([-0.2, -0.2, 0, 0, 0.1])


def test_a_damaged_curve_is_refused() -> None:
    with pytest.raises(ValueError, match="one value more"):
        read_correction({"pickup": [[0.1], [1.0]]})


def test_factors_are_those_of_the_curves() -> None:
    correction = Correction({"pickup": Curve((0.0,), (0.0, 0.2)), "relevance": Curve((-1.0,), (-0.3, 0.0))})
    assert correction.of(10, 10, {"pickup": 0.5}) == pytest.approx({"pickup": math.exp(0.2), "relevance": 1.0})
    assert correction.of(1, 10, {}) == pytest.approx({"pickup": 1.0, "relevance": math.exp(-0.3)})


@pytest.mark.parametrize(("relevance", "best", "near"), [(5, 5, 0), (0, 5, -5), (0, 0, 0), (1e-9, 5, -5), (7, 5, 0)])
def test_nearness_is_bounded(relevance: float, best: float, near: float) -> None:
    assert nearness(relevance, best) == near
