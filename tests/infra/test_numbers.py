from datetime import UTC, datetime

from huopan.infra.numbers import new_number


def test_numbers_carry_their_kind_and_the_day_in_china():
    number = new_number("SO", datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    assert number.startswith("SO261123")
    assert len(number) == 16


def test_numbers_do_not_repeat():
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert len({new_number("PG", at) for _ in range(2000)}) == 2000
