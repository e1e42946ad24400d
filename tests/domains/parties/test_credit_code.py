from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from huopan.domains.parties.rules import CreditCodeError, credit_code
from huopan.domains.parties.rules.credit_code import (
    CreditCodeCharacterError,
    CreditCodeCheckError,
    CreditCodeLengthError,
    CreditCodeRegionError,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
stems = st.builds(
    lambda region, body: f"{region:08d}{body}", st.integers(0, 99_999_999), st.text(ALPHABET, min_size=9, max_size=9)
)
codes = stems.map(lambda stem: stem + str(uscc.calc_check_digit(stem)))


def test_each_mistake_is_named() -> None:
    good = "91110000600037341L"
    assert credit_code(" ９1110000-6000 37341l ") == good
    for text, error in {
        good[:-1]: CreditCodeLengthError,
        "": CreditCodeLengthError,
        "A" + good[1:]: CreditCodeRegionError,
        good[:9] + "O" + good[10:]: CreditCodeCharacterError,
        good[:9] + "é" + good[10:]: CreditCodeCharacterError,
        good[:-1] + "M": CreditCodeCheckError,
    }.items():
        with pytest.raises(error):
            credit_code(text)


@given(codes)
def test_every_well_formed_code_is_itself(code: str) -> None:
    assert credit_code(code) == code
    assert credit_code(code.lower()) == code


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_mistyped_character_is_always_caught(code: str, place: int, typed: str) -> None:
    mistyped = code[:place] + typed + code[place + 1 :]
    if mistyped != code:
        with pytest.raises(CreditCodeError):
            credit_code(mistyped)


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_a_refusal(text: str) -> None:
    try:
        assert len(credit_code(text)) == 18
    except CreditCodeError:
        assert not uscc.is_valid(text)
