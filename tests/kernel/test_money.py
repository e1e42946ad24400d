from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.kernel.money import CurrencyMismatchError, Money, NotAnAmountError, UnitPrice


def test_unit_price_is_exact_and_rounded_once_at_the_line() -> None:
    assert UnitPrice.from_yuan("0.0125").hao == 125
    assert UnitPrice(125).times(1000) == Money(1250)
    assert UnitPrice(125).times(1) == Money(1)
    assert UnitPrice(50).times(1) == Money(1)
    assert UnitPrice(49).times(1) == Money(0)


def test_amounts_read_what_traders_write() -> None:
    assert Money.from_yuan("¥1,234.5") == Money(123_450)
    assert str(Money(123_450)) == "¥1,234.50"
    assert str(UnitPrice(125)) == "¥0.0125"
    assert str(UnitPrice(125_000)) == "¥12.50"


@pytest.mark.parametrize("text", ["", "twelve", "1.005", "NaN", "Infinity", "1e400"])
def test_unreadable_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotAnAmountError, match=r"such as 12\.50"):
        Money.from_yuan(text)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatchError):
        Money(1) + Money(1, "USD")


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_split_keeps_every_fen(fen: int, weights: list[int]) -> None:
    shares = Money(fen).split(weights)
    assert sum(share.fen for share in shares) == fen
    assert all(share.fen >= 0 for share in shares)


@given(st.integers(-(10**12), 10**12), st.integers(0, 10_000))
def test_portion_is_within_half_a_fen(fen: int, basis_points: int) -> None:
    exact = fen * basis_points
    assert abs(Money(fen).portion(basis_points).fen * 10_000 - exact) <= 5_000


@pytest.mark.parametrize(
    ("hao", "said"),
    [
        (0, "¥0.00"),
        (125, "¥0.0125"),
        (5_000, "¥0.50"),
        (12_340, "¥1.234"),
        (-12_305, "¥-1.2305"),
        (-100, "¥-0.01"),
        (12_345_678_900, "¥1234567.89"),
    ],
)
def test_a_unit_price_shows_fen_and_what_is_below_them(hao: int, said: str) -> None:
    assert str(UnitPrice(hao)) == said
