"""Queries as an attacker, a cat or a scanner types them: long, of every script, full of what might be syntax."""

from __future__ import annotations

from hypothesis import strategies as st

ALPHABETS = (
    "的一不锈钢保温杯连衣裙馬克",  # runs of Chinese without a blank
    "aeioubgnzhs",  # what may be pinyin, or a misspelt word
    "candle keyring ",
    "0123456789.,ml寸-",
    "*?%_~^\"'\\()[]{}|+:/&!@#",
    "👨\u200d👩\u200d👧🏽🇨🇳",
    "שלוםمرحبا\u202e\u200f",
    "e\u0301\u0300\u0327\u036f",
    "\ufdfa㎀½Ⅷ",  # one sign that becomes up to eighteen
    "\x00\x1f\ud800 \u3000",
)
QUERIES = st.one_of(
    st.text(max_size=400),
    st.sampled_from(ALPHABETS).flatmap(lambda signs: st.text(alphabet=signs, max_size=400)),
    st.text(alphabet="".join(ALPHABETS), max_size=400),
    st.text(alphabet="".join(ALPHABETS), min_size=1, max_size=9).map(lambda part: part * 500),
)
