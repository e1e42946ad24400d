from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.asking import suggesting
from huopan.engines.asking.suggesting import KEPT, MOST_COMPARED, Phrase, Suggester
from tests.engines.hostile import QUERIES

SHELF = Suggester(
    [
        Phrase("保温杯", "search", 50),
        Phrase("保温壶", "search", 20),
        Phrase("不锈钢 保温杯", "search", 10),
        Phrase("连衣裙", "category", 30, "dresses"),
        Phrase("T恤", "search", 8),
        Phrase("canvas tote", "search", 9),
        Phrase("baseball cap", "goods", 5),
    ]
)


SIGNS = ("保", "温", "杯", "can", "dle", "key", "ring", "不锈", "3", "g")


def texts(typed: str, **options: list[str]) -> list[str]:
    return [phrase.text for phrase in SHELF.suggest(typed, **options)]


@pytest.mark.parametrize("typed", ["保", "保温", "bao", "baow", "b", "bw", "BWB", "ｂａｏ", "bao wen"])
def test_chinese_pinyin_and_initials_find_the_weightiest_first(typed: str) -> None:
    assert texts(typed)[0] == "保温杯"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("lyq", "连衣裙"), ("t", "T恤"), ("txu", "T恤"), ("tote", "canvas tote"), ("bas", "baseball cap")],
)
def test_words_within_and_mixed_words_are_found(typed: str, found: str) -> None:
    assert found in texts(typed)


@pytest.mark.parametrize(
    "typed", ["保温", "baowen", "baowenb", "bwb", "bao wen", "bao'wen", "BaoWenBei", "buxiugang", "bxg", "bxgbwb"]
)
def test_a_phrase_is_found_by_any_of_its_words_as_they_sound(typed: str) -> None:
    shelf = Suggester([Phrase("不锈钢保温杯", "goods"), Phrase("连衣裙", "category")])
    assert [phrase.text for phrase in shelf.suggest(typed)] == ["不锈钢保温杯"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("xian", {"西安特产", "鲜花饼"}),
        ("fangan", {"设计方案", "反感"}),
        ("changch", {"加长长尺", "长城扇"}),
        ("lvcha", {"龙井绿茶"}),
    ],
)
def test_typed_syllables_that_can_be_parted_two_ways_find_both(typed: str, found: set[str]) -> None:
    names = ["西安特产", "鲜花饼", "设计方案", "反感", "加长长尺", "长城扇", "龙井绿茶"]
    shelf = Suggester([Phrase(text, "goods") for text in names])
    assert {phrase.text for phrase in shelf.suggest(typed)} == found


def test_what_begins_so_comes_before_what_has_it_within() -> None:
    assert texts("baowenb") == ["保温杯", "不锈钢 保温杯"]


def test_own_history_comes_first_and_once() -> None:
    assert texts("保", history=["保温壶", "连衣裙"]) == ["保温壶", "保温杯", "不锈钢 保温杯"]
    assert texts("", history=["连衣裙"]) == ["连衣裙"]


def test_what_does_not_begin_so_is_not_suggested() -> None:
    assert texts("xyz") == []
    assert texts("") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("保文杯", "保温杯"),
        ("baowenbei", "保温杯"),
        ("联衣裙", "连衣裙"),
        ("保稳胡", "保温壶"),
        ("canvs tote", "canvas tote"),
        ("basbal cap", "baseball cap"),
    ],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    found = SHELF.meant(typed)
    assert found is not None
    assert found.text == meant


@pytest.mark.parametrize("typed", ["保温杯", "Canvas Tote", "水泥", "", "zzz"])
def test_what_is_known_or_like_nothing_is_left_alone(typed: str) -> None:
    assert SHELF.meant(typed) is None


def test_phrases_that_share_a_word_are_like_it() -> None:
    assert [phrase.text for phrase in SHELF.like("加厚保温杯")] == ["保温杯", "不锈钢 保温杯"]


def test_of_two_spellings_of_one_phrase_the_weightier_stays() -> None:
    assert [
        phrase.text for phrase in Suggester([Phrase("T 恤", "goods", 1), Phrase("T恤", "goods", 2)]).suggest("t")
    ] == ["T恤"]


def test_nothing_known_suggests_nothing() -> None:
    empty = Suggester()
    assert (empty.suggest("a"), empty.meant("abcd"), empty.like("abc")) == ([], None, [])


@given(st.text(max_size=200))
def test_any_text_may_be_typed(typed: str) -> None:
    assert len(SHELF.suggest(typed)) <= 10
    SHELF.meant(typed)
    SHELF.like(typed)


@given(st.lists(st.text(max_size=50), max_size=20), st.text(max_size=5))
def test_any_text_may_be_a_phrase(texts_: list[str], typed: str) -> None:
    shelf = Suggester(Phrase(text, "goods", place + 1) for place, text in enumerate(texts_))
    assert {phrase.text for phrase in shelf.suggest(typed)} <= set(texts_)


CROWD = Suggester(Phrase(f"{one}{two}{three}", "goods") for one in SIGNS for two in SIGNS for three in SIGNS)


@given(QUERIES)
def test_any_typing_looks_at_a_bounded_number_of_phrases(typed: str) -> None:
    with mock.patch.object(suggesting, "slips_between", wraps=suggesting.slips_between) as compared:
        CROWD.meant(typed)
    assert compared.call_count <= MOST_COMPARED
    assert len(CROWD.suggest(typed, most=10_000)) <= KEPT
    assert len(CROWD.like(typed)) <= 6
