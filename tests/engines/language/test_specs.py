"""Specifications in English: what sellers usually write is known, anything else is left alone."""

from __future__ import annotations

import pytest

from huopan.engines.language.specs import VALUES, in_english


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("颜色", "Colour"),
        ("尺码", "Size"),
        ("雾蓝", "Mist blue"),
        ("米白色", "Off-white"),
        ("红", "Red"),
        (" 大号 ", "Large"),
        ("14寸", "14 in"),
        ("30枚", "30 pcs"),
        ("10 骨", "10 ribs"),
        ("36-38码", "36-38"),
        ("90×180厘米", "90×180 cm"),
    ],
)
def test_usual_words_are_known(zh: str, en: str) -> None:
    assert in_english(zh) == en


@pytest.mark.parametrize("text", ["XL", "36-39", "70×70cm", "A5", "龙年限定", "M 加绒", "", "3号线"])
def test_what_is_not_known_stays(text: str) -> None:
    assert in_english(text) == text


def test_two_values_never_read_alike() -> None:
    one_size = {"小": "小号", "中": "中号", "大": "大号"}  # the same said shorter
    told = [word for zh, word in VALUES.items() if zh not in one_size]
    assert sorted(told) == sorted(set(told))
