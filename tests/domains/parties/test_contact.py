from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.parties.rules import PhoneNumberError, masked_name, masked_phone, phone_number


def test_masks_as_people_know_them() -> None:
    assert [masked_name(name) for name in ("张三丰", "张三", "张", "")] == ["张**", "张*", "*", "*"]
    assert [masked_phone(phone) for phone in ("13812341234", "075523456789", "95588", "1", "")] == [
        "138****1234",
        "075*****6789",
        "***88",
        "*",
        "*",
    ]


@given(st.text(max_size=40))
def test_a_name_shows_its_first_character_at_most(name: str) -> None:
    masked = masked_name(name)
    assert set(masked[1:]) <= {"*"}
    assert "*" in masked


@given(st.text(string.digits + "+", max_size=16))
def test_a_phone_hides_at_least_a_third(phone: str) -> None:
    masked = masked_phone(phone)
    assert masked.count("*") >= max(len(phone) / 3, 1)
    assert len(masked) == max(len(phone), 1)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    try:
        number = phone_number(text)
    except PhoneNumberError:
        return
    assert phone_number(number) == number
    assert len(number) <= 20
