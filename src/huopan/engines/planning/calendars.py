"""Working weeks, holidays, make-up workdays and overtime as a `Calendar` of seconds; and seconds as datetimes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from huopan.engines.planning.model import Calendar, Shift
from huopan.kernel.refusal import RefusedError, said

WEEK = 7


class NoOpenHourError(RefusedError):
    kind = "invalid"
    sentence = said("This calendar has no open hour from {first} to {last}; give it shifts.")


class NoZoneError(RefusedError):
    kind = "invalid"
    sentence = said("“{moment}” has no time zone; say which one it is in.")


class NotHoursError(RefusedError):
    kind = "invalid"
    sentence = said("A shift from {start} to {end} at {rate_pct}% is none; it needs a length and a rate above 0.")


@dataclass(frozen=True, slots=True)
class Origin:
    """The aware moment that is second 0 of a plan. Answers are in its time zone. Raises NoZoneError."""

    moment: datetime

    def __post_init__(self) -> None:
        if self.moment.utcoffset() is None:
            raise NoZoneError(moment=self.moment)

    def to_seconds(self, moment: datetime) -> int:
        """Whole seconds from the origin, rounded down. Raises NoZoneError."""
        if moment.utcoffset() is None:
            raise NoZoneError(moment=moment)
        return (moment.astimezone(UTC) - self.moment.astimezone(UTC)) // timedelta(seconds=1)

    def to_datetime(self, second: int) -> datetime:
        """The moment `second` seconds after the origin, by a clock that also counts the hours of a time change."""
        return (self.moment.astimezone(UTC) + timedelta(seconds=second)).astimezone(self.moment.tzinfo)


@dataclass(frozen=True, slots=True)
class Hours:
    """Open from `start` to `end`, the next day's when it is not later; an hour costs `rate_pct` percent.

    Raises NotHoursError."""

    start: time
    end: time
    rate_pct: int = 100

    def __post_init__(self) -> None:
        if self.start == self.end or self.rate_pct <= 0:
            raise NotHoursError(start=self.start, end=self.end, rate_pct=self.rate_pct)


Day = tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """The hours of each weekday, Monday first. `ordinary`: the hours of a make-up workday."""

    days: tuple[Day, Day, Day, Day, Day, Day, Day]

    @property
    def ordinary(self) -> Day:
        return next((day for day in self.days if day), ())


def working_week(*hours: Hours, days: int = 5) -> WorkWeek:
    """The same hours on the first `days` days of the week, 0 to 7."""
    many = tuple(hours if day < days else () for day in range(WEEK))
    return WorkWeek((many[0], many[1], many[2], many[3], many[4], many[5], many[6]))


def calendar_of(
    origin: Origin,
    week: WorkWeek,
    *,
    first: date,
    days: int,
    holidays: Collection[date] = (),
    makeup_days: Collection[date] = (),
    extra: Mapping[date, Day] | None = None,
) -> Calendar:
    """Open stretches in seconds of `origin` over `days` days from `first`, in the origin's time zone.

    A make-up workday is worked though it is a weekend's or a holiday's; `extra` hours come on top of any day's.
    Where hours overlap the cheaper ones count. Raises NoOpenHourError."""
    dates = [first + timedelta(days=n) for n in range(days)]
    added = extra or {}
    stretches = [
        stretch
        for each in dates
        for stretch in _stretches(origin, each, (*_hours(week, each, holidays, makeup_days), *added.get(each, ())))
    ]
    shifts = _apart(stretches)
    if not shifts:
        raise NoOpenHourError(first=first, last=first + timedelta(days=max(0, days - 1)))
    return Calendar(shifts)


def _hours(week: WorkWeek, each: date, holidays: Collection[date], makeup_days: Collection[date]) -> Day:
    if each in makeup_days:
        return week.days[each.weekday()] or week.ordinary
    return () if each in holidays else week.days[each.weekday()]


def _stretches(origin: Origin, each: date, hours: Day) -> Iterator[Shift]:
    zone = origin.moment.tzinfo
    for open_hours in hours:
        ends_on = each if open_hours.end > open_hours.start else each + timedelta(days=1)
        start = datetime.combine(each, open_hours.start, tzinfo=zone)
        end = datetime.combine(ends_on, open_hours.end, tzinfo=zone)
        yield Shift(origin.to_seconds(start), origin.to_seconds(end), open_hours.rate_pct)


def _apart(stretches: list[Shift]) -> tuple[Shift, ...]:
    """Sorted and apart; each second at the lowest rate that covers it; neighbours of one rate are one."""
    edges = sorted({edge for each in stretches for edge in (each.start, each.end)})
    found: list[Shift] = []
    begun = sorted(stretches, key=lambda each: each.start)
    live: list[Shift] = []
    for start, end in pairwise(edges):
        while begun and begun[0].start <= start:
            live.append(begun.pop(0))
        live = [each for each in live if each.end > start]
        if not live:
            continue
        rate = min(each.rate_pct for each in live)
        if found and found[-1].end == start and found[-1].rate_pct == rate:
            found[-1] = Shift(found[-1].start, end, rate)
        else:
            found.append(Shift(start, end, rate))
    return tuple(found)
