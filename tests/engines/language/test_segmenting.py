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
    ("馬克杯", "陶瓷马克杯"),
    ("連衣裙", "碎花连衣裙"),
    ("0.5L", "保温杯500毫升"),
    ("1.5公升", "1500ml 水壶"),
    ("两米 2m", "两米长 200厘米"),
    ("12寸", "蛋糕盒12 英寸"),
    ("3包邮", "3 包邮"),
    ("10个", "垃圾袋10个装"),
    ("AB-1234", "轴承 ab1234"),
    ("ab1234", "Bearing AB-1234"),
    ("1234", "Bearing AB-1234"),
    ("iphone15", "case for iPhone-15"),
    ("iphone 15", "case for iPhone15"),
    ("tshirt", "Cotton T-Shirt"),
    ("t shirt", "Cotton T-Shirts"),
    ("t-shirt", "cotton t shirts"),
    ("u盘", "金属U盘32GB"),
    ("10x20cm", "自封袋 10×20厘米"),
    ("10*20", "自封袋10 x 20 cm"),
    ("women's dress", "womens dresses"),
    ("women", "Woman’s socks"),
    ("colour", "color pencils"),
    ("jewelry box", "Jewellery boxes"),
    ("knives", "kitchen knife"),
    ("Ｔ恤　５ＸＬ", "t恤 5xl"),
    ("３Ｄ打印", "3d打印机"),
]
PART = [
    ("500ml", "250ml 保温杯"),
    ("500", "500ml bottle"),
    ("dress", "address book"),
    ("红茶", "茶红"),
    ("can", "candle"),
    ("1.5升", "15升水桶"),
    ("AB-1234", "AB-1235"),
    ("3个", "13个装"),
    ("u盘", "盘子 u型枕"),
    ("10x20cm", "10x25cm"),
    ("5寸", "15寸"),
    ("500ml", "500mm"),
    ("316", "3160"),
    ("shirt", "shorts"),
    ("帽子", "子母扣帽"),
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


def test_free_of_post_is_not_a_count_of_packs() -> None:
    assert "3包" not in terms("3包邮")
    assert "3包" in terms("3包纸巾")


@pytest.mark.parametrize("text", ["1", "a-", "1x", "中", "1 ", "1.5", "\u0301", "9m×", "a1-", "t恤", "'s", "1,000"])
def test_endless_text_takes_time_in_proportion(text: str) -> None:
    assert len(terms(text * 20_000)) <= 120_000


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
