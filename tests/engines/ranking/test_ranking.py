"""Signals are bounded, neutral without figures, and their arithmetic multiplies out."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.ranking import (
    SIGNALS,
    arithmetic,
    factor,
    measured,
    middle_price,
    price_fitness,
    share,
    standing_factor,
    swiftness,
)

VALUES = st.fixed_dictionaries({}, optional={signal.name: st.floats(-9, 9) for signal in SIGNALS})


@given(st.floats(0, 1e6), VALUES)
def test_a_score_is_the_product_of_its_lines(relevance: float, values: dict[str, float]) -> None:
    why = arithmetic(relevance, values)
    assert why.score == pytest.approx(relevance * prod(line.factor for line in why.lines))
    assert {line.name for line in why.lines} == {signal.name for signal in SIGNALS}


@given(VALUES)
def test_no_standing_outweighs_relevance_without_bound(values: dict[str, float]) -> None:
    assert 0.35 < standing_factor(values) < 2.1


def test_where_words_lead_is_worth_less_than_a_seventh_more() -> None:
    leaning = next(signal for signal in SIGNALS if signal.name == "leaning")
    assert factor(leaning, 1.0) <= 1.15
    assert not leaning.is_stored


def test_what_was_not_measured_is_neutral() -> None:
    assert arithmetic(3.0, {}).score == 3.0
    assert standing_factor({}) == 1.0
    assert measured(4, 4, usual=0.9) == 0.0


@pytest.mark.parametrize(("part", "value"), [(0, -1.0), (45, -0.5), (90, 0.0), (95, 0.5), (100, 1.0)])
def test_a_share_is_judged_by_the_usual_one(part: int, value: float) -> None:
    assert measured(part, 100, usual=0.9) == pytest.approx(value)


def test_a_part_larger_than_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="6 is not a part of 5"):
        measured(6, 5, usual=0.9)


@given(st.floats(-1, 2), st.floats(0.01, 0.99))
def test_a_share_stays_within_bounds(value: float, usual: float) -> None:
    assert -1 <= share(value, usual=usual) <= 1


@pytest.mark.parametrize(("days", "value"), [(0, 1.0), (3, 0.0), (30, -1.0), (300, -1.0)])
def test_sooner_is_better(days: int, value: float) -> None:
    assert swiftness(days, usual=3, slowest=30) == value


@pytest.mark.parametrize(("price", "value"), [(1, 1.0), (50, 1.0), (100, 0.0), (200, -1.0), (10**9, -1.0), (0, 0.0)])
def test_a_price_is_judged_by_the_middle_one(price: int, value: float) -> None:
    assert price_fitness(price, 100.0) == value


def test_few_prices_make_no_market() -> None:
    assert middle_price([1, 2, 3, 4]) is None
    assert middle_price([0, 1, 2, 3, 4, 5]) == 3
    assert price_fitness(1, None) == 0.0


@given(st.sampled_from(SIGNALS), st.floats(-1, 1), st.floats(-1, 1))
def test_more_of_a_good_thing_never_ranks_lower(signal: object, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert factor(signal, low) <= factor(signal, high)  # type: ignore[arg-type]
