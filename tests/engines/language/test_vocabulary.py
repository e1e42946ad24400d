from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.language.sounds import blurred, initials, parted, syllables
from huopan.engines.language.vocabulary import Vocabulary, slips_between

WORDS = st.text(alphabet="abcde", max_size=8)


@pytest.mark.parametrize(
    ("one", "two", "slips"),
    [("candle", "candle", 0), ("candle", "candel", 1), ("candle", "cande", 1), ("candle", "xandle", 1), ("ab", "ba", 1),
     ("abcd", "dcba", 3)],
)  # fmt: skip
def test_slips_are_counted(one: str, two: str, slips: int) -> None:
    assert slips_between(one, two, 2) == min(slips, 3)


@given(WORDS, WORDS)
def test_slips_are_the_same_both_ways_and_none_only_for_the_same(one: str, two: str) -> None:
    assert slips_between(one, two, 9) == slips_between(two, one, 9)
    assert (slips_between(one, two, 9) == 0) == (one == two)


@given(WORDS, WORDS, st.integers(0, 3))
def test_slips_beyond_the_most_are_one_more(one: str, two: str, most: int) -> None:
    assert slips_between(one, two, most) == min(slips_between(one, two, 9), most + 1)


@given(WORDS, st.integers(0, 7), st.sampled_from("abcde"))
def test_one_changed_letter_is_at_most_one_slip(word: str, place: int, letter: str) -> None:
    assert slips_between(word, word[:place] + letter + word[place + 1 :], 9) <= 1


def test_the_nearest_comes_first_and_the_commoner_of_equals() -> None:
    words = Vocabulary({"candle": 3, "candies": 90, "handle": 5, "cradle": 2})
    assert words.near("candlee") == (("candle", 1),)
    assert Vocabulary({"bottle": 1, "bottla": 9}).near("bottlx")[0][0] == "bottla"


def test_short_words_numbers_and_chinese_are_not_corrected() -> None:
    words = Vocabulary({"cup": 3, "1234": 1, "杯子": 1})
    assert not words.near("cap")
    assert not words.near("1235")
    assert not words.near("杯孑")


def test_a_word_is_parted_only_into_words_met_more_than_once() -> None:
    assert Vocabulary({"key": 2, "ring": 2}).parts("keyring") == (("key", "ring"),)
    assert Vocabulary({"key": 1, "ring": 2}).parts("keyring") == ()


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("baowenbei", ("bao", "wen", "bei")), ("xian", ("xian",)), ("zhuangshi", ("zhuang", "shi")), ("candle", ()),
     ("", ()), ("z" * 500, ())],
)  # fmt: skip
def test_typed_pinyin_falls_into_syllables(typed: str, heard: tuple[str, ...]) -> None:
    assert parted(typed) == heard


def test_words_sound_by_their_characters() -> None:
    assert syllables("保温杯") == ("bao", "wen", "bei")
    assert initials(syllables("连衣裙")) == "lyq"
    assert blurred("zhang") == blurred("zan")


@given(st.text(max_size=80))
def test_any_text_has_a_sound(text: str) -> None:
    assert isinstance(initials(syllables(text)), str)
    assert isinstance(parted(text), tuple)


def test_typing_many_unknown_words_stays_quick_to_answer() -> None:
    letters = "abcdefghijklmnopqrst"
    words = Vocabulary({f"{a}{b}{c}{d}ing": 1 for a in letters[:4] for b in letters for c in letters for d in letters})
    assert words.near("abcdinx")[0][1] == 1


def test_rare_terms_are_counted_exactly_and_looked_up_work_is_shared() -> None:
    common = Vocabulary({"candle": 90})
    exact = common.counted_by(lambda term: int(term == "zorbo"))
    assert (exact.count("zorbo"), exact.count("candle"), exact.count("none"), common.count("zorbo")) == (1, 90, 0, 0)
    assert exact.near("candel") == common.near("candel") == (("candle", 1),)
    assert exact._lazy is common._lazy
