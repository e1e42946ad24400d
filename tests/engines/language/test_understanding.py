from __future__ import annotations

from collections import Counter
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.engines.language import terms, vocabulary
from huopan.engines.language.understanding import (
    CHARACTER,
    LONGEST_QUERY,
    MOST_CORRECTED,
    MOST_READ,
    MOST_WANTED,
    OTHER_NAME,
    PAIR,
    PAIR_ACROSS_WORDS,
    Understood,
    least,
    understood,
)
from huopan.engines.language.vocabulary import MOST_COMPARED, Vocabulary
from tests.engines.hostile import QUERIES

MIDDLES = ("andl", "eyri", "an", "on", "ui")
MOST_ALTERNATIVES = 4
MOST_COUNTS = 8 * LONGEST_QUERY
SHELF = [
    "316不锈钢保温杯", "碎花连衣裙", "Cotton T-Shirts", "key ring resin", "keyring metal", "scented candle",
    "candle holder",     "iPhone15 case", "轴承 AB-1234", "纯棉毛巾",
]  # fmt: skip


def known(*titles: str) -> Vocabulary:
    counts: dict[str, int] = {}
    for title in (*SHELF, *SHELF, *titles):
        for term in set(terms(title)):
            counts[term] = counts.get(term, 0) + 1
    return Vocabulary(counts)


def weights(meant: Understood) -> dict[str, float]:
    return {term: weight for each in meant.wanted for term, weight in each.terms}


def test_pairs_within_words_count_most_and_characters_less() -> None:
    said = weights(understood("碎花连衣裙"))
    assert said["连衣"] == PAIR
    assert said["花连"] == PAIR_ACROSS_WORDS
    assert said["衣"] == CHARACTER


def test_a_word_of_one_character_counts_in_full() -> None:
    assert weights(understood("伞"))["伞"] == PAIR


@pytest.mark.parametrize(("typed", "meant"), [("candel", "candl"), ("cndle", "candl"), ("cotten", "cotton")])
def test_a_slip_in_an_english_word_finds_the_word_meant(typed: str, meant: str) -> None:
    assert meant in weights(understood(typed, known()))


@pytest.mark.parametrize(
    ("typed", "meant"), [("保文杯", {"保温", "温杯"}), ("联衣裙", {"连衣"}), ("纯绵毛巾", {"纯棉"})]
)
def test_characters_that_sound_alike_find_the_word_meant(typed: str, meant: set[str]) -> None:
    assert meant <= set(weights(understood(typed, known())))


@pytest.mark.parametrize(("typed", "meant"), [("baowenbei", {"保温", "温杯"}), ("lianyiqun", {"连衣", "衣裙"})])
def test_pinyin_finds_chinese(typed: str, meant: set[str]) -> None:
    assert meant <= {each.terms[0][0] for each in understood(typed, known()).wanted if each.is_needed}


@pytest.mark.parametrize("typed", ["candle", "保温杯", "AB-1234", "cotton"])
def test_what_is_known_is_not_corrected(typed: str) -> None:
    assert all(len(each.terms) == 1 and not each.together for each in understood(typed, known()).wanted)


def test_words_written_together_are_found_apart_and_the_other_way_round() -> None:
    assert ("candl", "holder") in understood("candleholder", known()).wanted[0].together
    assert "keyr" in weights(understood("key ring", known()))
    assert "iphone15" in weights(understood("iphone 15", known()))


def test_another_name_adds_little_and_is_never_needed() -> None:
    meant = understood("保温壶")
    other = {each.terms[0][0]: each for each in meant.wanted}["thermo"]
    assert (other.terms[0][1], other.is_needed) == (OTHER_NAME, False)


def test_little_words_are_not_needed_unless_there_is_nothing_else() -> None:
    meant = understood("a mug for the office")
    assert meant.terms == ("mug", "offic")
    assert understood("雨伞").terms == ("雨", "伞", "雨伞")
    assert understood("to be").terms == ("to", "be")
    assert "的" not in weights(understood("我的伞"))
    assert understood("的").terms == ("的",)


def test_english_neighbours_count_together_and_chinese_ones_are_pairs_already() -> None:
    assert understood("scented candle 保温杯").neighbours == (("scent", "candl"),)


def test_neighbours_that_are_both_common_are_not_compared() -> None:
    common = Vocabulary({"scent": 50_000, "candl": 20_000, "rare": 3})
    assert understood("scented candle rare", common).neighbours == (("candl", "rare"),)


@pytest.mark.parametrize(("needed", "fewest"), [(0, 0), (1, 1), (2, 2), (3, 2), (6, 4), (10, 7), (11, 1), (60, 1)])
def test_most_of_a_short_query_must_be_there_and_any_of_a_sentence(needed: int, fewest: int) -> None:
    assert least(needed) == fewest


def test_only_the_first_unknown_words_of_a_long_query_are_corrected() -> None:
    meant = understood("candel " + " ".join(f"zz{letter}candel" for letter in "abcdefgh") + " cotten", known())
    assert "candl" in weights(meant)
    assert "cotton" not in weights(meant)


def test_an_endless_query_loses_its_tail() -> None:
    assert len(understood("不锈钢保温杯" * 1000).wanted) <= MOST_WANTED
    assert len(understood("".join(map(chr, range(0x4E00, 0x9000)))).wanted) <= MOST_WANTED


@given(st.text(max_size=300))
def test_any_text_is_understood(text: str) -> None:
    meant = understood(text, known())
    assert bool(meant.wanted) == bool(terms(text[:200]))
    assert meant.least <= sum(each.is_needed for each in meant.wanted)
    assert all(weight > 0 for each in meant.wanted for _, weight in each.terms)


@given(st.text(alphabet="abgijnou 1-保温杯连衣裙的", max_size=60))
def test_any_query_near_the_vocabulary_is_understood(text: str) -> None:
    assert understood(text, known()) == understood(text, known())


@given(QUERIES)
def test_any_query_asks_for_a_bounded_number_of_things(text: str) -> None:
    asked: Counter[str] = Counter()

    def exact(term: str) -> int:
        asked[term] += 1
        return 3

    meant = understood(text, known().counted_by(exact))
    assert len(meant.wanted) <= MOST_WANTED
    assert all(len(each.terms) <= MOST_ALTERNATIVES and len(each.together) <= 2 for each in meant.wanted)
    assert asked.total() <= MOST_COUNTS


@given(QUERIES)
def test_looking_for_slips_compares_a_bounded_number_of_words(text: str) -> None:
    crowd = Vocabulary({f"{first}{middle}{last}": 1 for first in "acgkz" for middle in MIDDLES for last in MIDDLES})
    with mock.patch.object(vocabulary, "slips_between", wraps=vocabulary.slips_between) as compared:
        understood(text, crowd)
    assert compared.call_count <= MOST_CORRECTED * 2 * MOST_COMPARED


@given(QUERIES, st.integers(1, 10**9))
def test_what_the_engine_reads_for_a_query_is_bounded_but_for_its_rarest_word(text: str, common: int) -> None:
    def stands_in(term: str) -> int:
        return common // (1 + len(term))

    market = Vocabulary().counted_by(stands_in, elsewhere=stands_in)
    meant = understood(text, market)
    read = [sum(2 * stands_in(term) for term, _ in each.terms) for each in meant.wanted]
    assert len(read) == 1 or sum(read) <= MOST_READ


def test_a_word_in_every_suppliers_name_is_not_read_beside_rarer_ones() -> None:
    titles, names = {"厂": 5, "杯": 900}, {"厂": MOST_READ}
    market = Vocabulary(titles).counted_by(lambda _: 0, elsewhere=lambda term: names.get(term, 0))
    assert [each.terms[0][0] for each in understood("厂 杯", market).wanted] == ["杯"]
    assert [each.terms[0][0] for each in understood("厂", market).wanted] == ["厂"]


def test_of_a_query_that_costs_too_much_the_rarest_words_stay() -> None:
    counts = {"保": MOST_READ, "温": MOST_READ, "杯": MOST_READ, "保温": 900, "温杯": 800}
    kept = weights(understood("保温杯", Vocabulary(counts)))
    assert kept["保温"] == kept["温杯"] == PAIR
    assert not {"保", "温", "杯"} & set(kept)
