from __future__ import annotations

from random import Random

import pytest

from huopan.engines.asking.examining import Showing, prior, propensities
from huopan.engines.asking.leaning import Leanings, Taken, learnt
from huopan.engines.asking.relating import related


def test_an_empty_log_leans_nowhere() -> None:
    assert Leanings().of("杯子") == []
    assert learnt([]).of("杯子") == []


def test_a_few_clicks_lean_nowhere_and_many_do() -> None:
    assert learnt([Taken("杯子", ("mugs",))] * 2).of("杯子") == []
    lean = learnt([Taken("杯子", ("mugs",))] * 30).of("杯子")
    assert [leaning.label for leaning in lean] == ["mugs"]
    assert 0.75 < lean[0].share < 0.8


def test_shares_follow_what_was_taken_and_a_purchase_counts_five() -> None:
    log = [Taken("杯子", ("mugs",))] * 20 + [Taken("杯子", ("decor",), is_bought=True)] * 8
    assert [leaning.label for leaning in learnt(log).of("杯子")] == ["decor", "mugs"]


def test_a_click_far_down_and_a_fresh_one_count_for_more() -> None:
    log = [Taken("杯", ("top",))] * 10 + [Taken("杯", ("low",), propensity=0.2)] * 10
    assert learnt(log).of("杯")[0].label == "low"
    log = [Taken("杯", ("old",), age_days=180)] * 20 + [Taken("杯", ("new",))] * 10
    assert learnt(log).of("杯")[0].label == "new"


def test_words_speak_where_the_whole_query_is_new() -> None:
    lean = learnt([Taken("red mug", ("mugs",))] * 60)
    assert lean.of("mug blue")[0].label == "mugs"
    assert lean.of("MUGS RED")[0].share > lean.of("mug blue")[0].share
    assert lean.of("umbrella") == []


def test_searches_are_related_only_when_more_than_one_shows_it() -> None:
    assert related([], {}) == {}
    assert not any(related([["杯子", "马克杯"]], {}).values())
    found = related([["杯子", "马克杯"], ["杯子", "保温杯"], ["马克杯", "杯子"]], {7: ["杯子", "马克杯"]})
    assert found["杯子"] == ["马克杯"]
    assert found["马克杯"] == ["杯子"]


def test_the_prior_falls_and_stays_above_nothing() -> None:
    assert [prior(place) for place in (0, 1)] == [1, 1]
    assert all(prior(place) >= prior(place + 1) > 0 for place in range(1, 200))
    assert propensities([]) == pytest.approx([prior(place) for place in range(1, 101)])


def test_how_places_are_looked_at_is_found_back_from_offers_that_moved() -> None:
    chance, truth, showings = Random(1688), [1.0, 0.9, 0.85, 0.3, 0.28], []
    for round_ in range(6_000):
        order = [(offer + round_) % 5 for offer in range(5)]
        for place, offer in enumerate(order):
            is_opened = chance.random() < truth[place] * (0.2 + 0.15 * offer)
            showings.append(Showing("杯子", offer, place + 1, is_opened=is_opened))
    found = propensities(showings)
    for place, true in enumerate(truth):
        assert found[place] == pytest.approx(true, abs=0.08)
        assert place == 0 or abs(found[place] - true) < abs(prior(place + 1) - true) + 0.05
