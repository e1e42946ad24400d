"""A factory's week and its other days, as the planner's calendar; and the planner's seconds as days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from huopan.engines.planning.calendars import Day, Hours, NoOpenHourError, Origin, WorkWeek, calendar_of
from huopan.engines.planning.model import Calendar
from huopan.kernel.refusal import RefusedError, said

CHINA = ZoneInfo("Asia/Shanghai")
WEEKDAYS = 7
SINCE_DAYS = 2  # what runs now may have begun the day before yesterday
Week = Mapping[int, Day]  # hours by weekday, 0 is Monday
USUAL_WEEK: Week = {day: (Hours(time(8), time(12)), Hours(time(13, 30), time(18))) for day in range(6)}


class NeverOpenError(RefusedError):
    kind = "invalid"
    sentence = said("“{name}” is never open; give it at least one shift.")


class ShiftsOverlapError(RefusedError):
    kind = "invalid"
    sentence = said("The shifts from {first} and from {second} overlap; let one end before the next begins.")


def checked_week(name: str, week: Week) -> None:
    """Raise NeverOpenError or ShiftsOverlapError for a week that cannot be."""
    if not any(week.values()):
        raise NeverOpenError(name=name)
    monday = date(2026, 1, 5)
    stretches = sorted(
        (datetime.combine(day, hours.start), _end(day, hours))
        for day in (monday + timedelta(days=n) for n in range(WEEKDAYS + 1))
        for hours in week.get(day.weekday(), ())
    )
    for earlier, later in pairwise(stretches):
        if later[0] < earlier[1]:
            raise ShiftsOverlapError(first=f"{earlier[0]:%H:%M}", second=f"{later[0]:%H:%M}")


def open_stretches(week: Week, exceptions: Mapping[date, Day], *, origin: datetime, days: int) -> Calendar:
    """The open stretches from two days before `origin` until `days` after it, in seconds from `origin`; none at all
    when the factory is closed all the time. An exceptional day has its own hours instead of its weekday's."""
    local = origin.astimezone(CHINA)
    every = [tuple(week.get(day, ())) for day in range(WEEKDAYS)]
    try:
        return calendar_of(
            Origin(local),
            WorkWeek((every[0], every[1], every[2], every[3], every[4], every[5], every[6])),
            first=local.date() - timedelta(days=SINCE_DAYS),
            days=SINCE_DAYS + days + 1,
            holidays=exceptions.keys(),
            extra=exceptions,
        )
    except NoOpenHourError:
        return Calendar(())


def day_spans(*, origin: datetime, start: int, end: int) -> list[tuple[date, int, int]]:
    """The days that `[start, end)` touches, each with its part of it in the planner's seconds."""
    parts = []
    day = (origin + timedelta(seconds=start)).astimezone(CHINA).date()
    while start < end:
        midnight = datetime.combine(day + timedelta(days=1), time(), CHINA)
        until = min(end, int((midnight - origin).total_seconds()))
        parts.append((day, start, until))
        start, day = until, day + timedelta(days=1)
    return parts


def _end(day: date, hours: Hours) -> datetime:
    return datetime.combine(day if hours.end > hours.start else day + timedelta(days=1), hours.end)
