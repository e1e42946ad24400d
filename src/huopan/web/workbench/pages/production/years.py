"""A calendar's year to look at: months, weeks and days, each with what it is."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from huopan.domains.production.models import DayException
from huopan.domains.production.queries import hours_of
from huopan.domains.production.rules.working_time import Week
from huopan.engines.planning.calendars import Day

FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY_MINUTES = 24 * 60
USUAL_RATE = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """An open stretch of a day, in minutes of it; `is_dear`: an hour costs more than usual."""

    x: int
    width: int
    is_dear: bool


@dataclass(frozen=True, slots=True)
class DayCell:
    """`tone`: open, off (as every week), closed, or worked otherwise."""

    on: date
    hours: str
    tone: str
    reason: str
    is_today: bool

    @property
    def says(self) -> str:
        what = self.hours or _("no work that day")
        return f"{what} · {self.reason}" if self.reason else what


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    is_over: bool


def year_of(week: Week, exceptions: Mapping[date, DayException], year: int, today: date) -> list[Month]:
    """Twelve months; days of other months are None."""
    pages = months.Calendar()
    return [
        Month(
            date(year, month, 1),
            tuple(
                tuple(day_of(week, exceptions, on, today) if on.month == month else None for on in days)
                for days in pages.monthdatescalendar(year, month)
            ),
            (year, month) < (today.year, today.month),
        )
        for month in range(1, 13)
    ]


def weekdays() -> list[tuple[str, str]]:
    """(sign over a column, name) of each weekday: 一, or Mo."""
    names = [str(WEEKDAYS[day]) for day in range(7)]
    return [(name[-1] if name.startswith("星期") else name[:2], name) for name in names]


def day_of(week: Week, exceptions: Mapping[date, DayException], on: date, today: date) -> DayCell:
    """One day as the calendar has it."""
    known = exceptions.get(on)
    hours = hours_of(known, week) if known else week.get(on.weekday(), ())
    tone = ("worked" if hours else "closed") if known else ("open" if hours else "off")
    return DayCell(on, hours_said(hours), tone, known.reason if known else "", on == today)


def hours_said(hours: Day) -> str:
    """08:00–12:00, 13:30–18:00 (150%)"""
    return ", ".join(
        f"{each.start:%H:%M}–{each.end:%H:%M}" + (f" ({each.rate_pct}%)" if each.rate_pct != USUAL_RATE else "")
        for each in hours
    )


def bars_of(week: Week) -> list[list[Bar]]:
    """The open stretches of each weekday, a night shift going on at the left of the next day."""
    bars: list[list[Bar]] = [[] for _day in range(7)]
    for day, hours in sorted(week.items()):
        for each in hours:
            opens, closes = (moment.hour * 60 + moment.minute for moment in (each.start, each.end))
            is_dear = each.rate_pct > USUAL_RATE
            if closes > opens:
                bars[day].append(Bar(opens, closes - opens, is_dear))
                continue
            bars[day].append(Bar(opens, DAY_MINUTES - opens, is_dear))
            if closes:
                bars[(day + 1) % 7].append(Bar(0, closes, is_dear))
    return bars


def hours_a_week(week: Week) -> float:
    """Open hours of a whole week."""
    return sum(bar.width for bars in bars_of(week) for bar in bars) / 60
