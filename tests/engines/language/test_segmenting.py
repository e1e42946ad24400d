from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.language.normalising import normalised
from huopan.engines.language.segmenting import LONGEST_TERM, terms

MEET = [
    ("连衣裙", "夏季碎花连衣裙女"),
    ("女裙", "裙 女装"),
    ("dress", "Summer Dresses"),
    ("dresses", "summer dress"),
    ("boxes", "gift box"),
    ("CANDLE HOLDERS", "candle holder"),
    ("ＬＥＤ灯", "led灯带"),
    ("cafe", "Café mug"),
    ("500ml", "保温杯 500 ML"),
    ("500毫升", "bottle 500ml"),
    ("５００毫升", "bottle 500ml"),
    ("1.5升", "kettle 1.5 l"),
    ("2kg", "大米2公斤装"),
    ("10厘米", "ruler 10 cm"),
    ("1000克", "1,000 g bag"),
    ("usb3", "USB3 hub"),
    ("T恤", "纯棉t恤"),
    ("42", "size 42 shoes"),
]
PART = [
    ("500ml", "250ml 保温杯"),
    ("500", "500ml bottle"),
    ("dress", "address book"),
    ("红茶", "茶红"),
    ("can", "candle"),
]


@pytest.mark.parametrize(("query", "title"), MEET)
def test_a_query_finds_every_term_in_the_other_spelling(query: str, title: str) -> None:
    found, said = set(terms(query)), set(terms(title))
    # 女裙 has a pair that the title has not; single characters still meet.
    assert {term for term in found if len(term) != 2 or term.isascii()} <= said


@pytest.mark.parametrize(("query", "title"), PART)
def test_different_things_keep_a_term_apart(query: str, title: str) -> None:
    assert set(terms(query)) - set(terms(title))


def test_chinese_gives_characters_and_pairs() -> None:
    assert terms("连衣裙") == ["连", "衣", "裙", "连衣", "衣裙"]


def test_neighbours_across_a_gap_are_no_pair() -> None:
    assert "茶红" not in terms("绿茶 红枣")


@pytest.mark.parametrize("text", ["", "   ", "!?—…", "\ud800", "\x00"])
def test_text_without_words_has_no_terms(text: str) -> None:
    assert terms(text) == []


@given(st.text(max_size=200))
def test_any_text_has_terms_of_bounded_length_and_no_blanks(text: str) -> None:
    for term in terms(text):
        assert 0 < len(term) <= LONGEST_TERM
        assert not any(letter.isspace() for letter in term)


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(st.text(max_size=80), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_never_matters_in_ascii(text: str, change: object) -> None:
    ascii_text = text.encode("ascii", "ignore").decode()
    assert terms(change(ascii_text)) == terms(ascii_text)  # type: ignore[operator]
