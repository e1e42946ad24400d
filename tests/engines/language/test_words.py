from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.language.understanding import PAIR, PAIR_ACROSS_WORDS, understood
from huopan.engines.language.words import know_words, words


def weight_of(pair: str, text: str) -> float:
    return next(weight for each in understood(text).wanted for term, weight in each.terms if term == pair)


def test_the_markets_own_words_are_kept_whole_and_weigh_as_words() -> None:
    assert weight_of("裳棉", "云裳棉服") == PAIR_ACROSS_WORDS
    assert know_words(["云裳棉服"]) == 1
    assert words("云裳棉服") == ["云裳棉服"]
    assert weight_of("裳棉", "云裳棉服") == PAIR
    assert know_words(["云裳棉服"]) == 0


@pytest.mark.parametrize("word", ["", "杯", "canvas", "杯 子", "一二三四五六七八九", "保温杯"])
def test_only_unknown_chinese_words_of_usual_length_are_learnt(word: str) -> None:
    assert know_words([word]) == 0


@given(st.text(max_size=100))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    plain = text.encode("utf-8", "ignore").decode()
    assert "".join(words(plain)) == plain
