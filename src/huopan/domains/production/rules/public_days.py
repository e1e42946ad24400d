"""China's public holidays and the workdays that make up for them.

2026: the State Council's notice of November 2025. 2027 was not announced when this was written: the thirteen statutory
days only, without bridge days and make-up workdays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huopan.kernel.refusal import RefusedError, said


class UnknownYearError(RefusedError):
    kind = "invalid"
    sentence = said("The holidays of {year} are not known here; enter the days yourself. Known: {years}.")


@dataclass(frozen=True, slots=True)
class PublicDay:
    on: date
    name_zh: str
    is_worked: bool = False


_HOLIDAYS: dict[int, tuple[tuple[str, date, int], ...]] = {
    2026: (
        ("元旦", date(2026, 1, 1), 3),
        ("春节", date(2026, 2, 15), 9),
        ("清明节", date(2026, 4, 4), 3),
        ("劳动节", date(2026, 5, 1), 5),
        ("端午节", date(2026, 6, 19), 3),
        ("中秋节", date(2026, 9, 25), 3),
        ("国庆节", date(2026, 10, 1), 7),
    ),
    2027: (
        ("元旦", date(2027, 1, 1), 1),
        ("春节", date(2027, 2, 5), 4),
        ("清明节", date(2027, 4, 5), 1),
        ("劳动节", date(2027, 5, 1), 2),
        ("端午节", date(2027, 6, 9), 1),
        ("中秋节", date(2027, 9, 15), 1),
        ("国庆节", date(2027, 10, 1), 3),
    ),
}
_MADE_UP: dict[int, tuple[tuple[str, date], ...]] = {
    2026: (
        ("元旦调休", date(2026, 1, 4)),
        ("春节调休", date(2026, 2, 14)),
        ("春节调休", date(2026, 2, 28)),
        ("劳动节调休", date(2026, 5, 9)),
        ("国庆节调休", date(2026, 9, 20)),
        ("国庆节调休", date(2026, 10, 10)),
    ),
    2027: (),
}


def public_days(year: int) -> list[PublicDay]:
    """Holidays and make-up workdays of a year, in order. Raises UnknownYearError."""
    if year not in _HOLIDAYS:
        raise UnknownYearError(year=year, years=", ".join(map(str, _HOLIDAYS)))
    closed = [
        PublicDay(first + timedelta(days=n), name) for name, first, length in _HOLIDAYS[year] for n in range(length)
    ]
    worked = [PublicDay(on, name, is_worked=True) for name, on in _MADE_UP[year]]
    return sorted([*closed, *worked], key=lambda day: day.on)


def known_years() -> list[int]:
    return sorted(_HOLIDAYS)
