"""When a factory works: its calendars as rows and as the planner's, also as they would be after a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q

from huopan.domains.production.models import DayException, WeeklyShift, WorkingCalendar
from huopan.domains.production.models.ownership import OfFactoryQuerySet
from huopan.domains.production.queries.tables import CalendarRows
from huopan.domains.production.rules.working_time import Week, open_stretches
from huopan.engines.planning import model
from huopan.engines.planning.calendars import Day, Hours
from huopan.kernel.actor import Actor


@dataclass(frozen=True)
class Changed:
    """A calendar as somebody would have it: another `week`, `days` that would be otherwise (rows that nobody has saved)
    and days that would not be any more."""

    calendar_id: int
    week: Week | None = None
    days: Iterable[DayException] = ()
    without: Collection[date] = field(default_factory=frozenset)


def calendars(by: Actor, since: date) -> OfFactoryQuerySet:
    """The factory's calendars with their shifts (2 statements); `centres`: how many work centres use one; `to_come`:
    exceptional days from `since` on."""
    centres = Count("work_centres", distinct=True)
    to_come = Count("exceptions", filter=Q(exceptions__on__gte=since), distinct=True)
    rows: OfFactoryQuerySet = WorkingCalendar.objects.visible_to(by).annotate(centres=centres, to_come=to_come)
    return rows.prefetch_related("shifts").order_by("-id")


def calendar(calendar_id: int, by: Actor) -> WorkingCalendar:
    """One of the factory's, with its shifts. Raises UnknownError to strangers."""
    found: WorkingCalendar = WorkingCalendar.objects.prefetch_related("shifts").seen(by, pk=calendar_id)
    return found


def week_of(shifts: Iterable[WeeklyShift]) -> dict[int, Day]:
    """Shifts in their order as hours by weekday."""
    week: dict[int, Day] = defaultdict(tuple)
    for row in shifts:
        week[row.weekday] = (*week[row.weekday], Hours(row.opens, row.closes, row.rate_pct))
    return dict(week)


def exceptions_in(calendar: WorkingCalendar, year: int) -> dict[date, DayException]:
    """The calendar's exceptional days of a year (1 statement)."""
    return {row.on: row for row in calendar.exceptions.filter(on__year=year)}


def calendars_of(
    rows: CalendarRows, at: datetime, *, horizon_days: int, changed: Changed | None = None
) -> dict[int, model.Calendar]:
    """Open stretches by calendar id, in seconds from `at`; with `changed` as they would be."""
    shifts: dict[int, list[WeeklyShift]] = defaultdict(list)
    for row in sorted(rows.shifts, key=lambda row: (row.weekday, row.opens)):
        shifts[row.calendar_id].append(row)
    weeks: dict[int, Week] = {pk: week_of(rows) for pk, rows in shifts.items()}
    days: dict[int, dict[date, DayException]] = defaultdict(dict)
    for day in rows.days:
        days[day.calendar_id][day.on] = day
    if changed is not None:
        weeks[changed.calendar_id] = weeks.get(changed.calendar_id, {}) if changed.week is None else changed.week
        mine = {**days[changed.calendar_id], **{each.on: each for each in changed.days}}
        days[changed.calendar_id] = {on: each for on, each in mine.items() if on not in changed.without}
    return {
        pk: open_stretches(
            week, {on: hours_of(day, week) for on, day in days[pk].items()}, origin=at, days=horizon_days
        )
        for pk, week in weeks.items()
    }


def hours_of(day: DayException, week: Mapping[int, Day]) -> Day:
    """When an exceptional day is open, in a calendar with this week."""
    if day.kind == DayException.Kind.AS_WEEKDAY:
        same = week.get(day.follows_weekday or 0, ())
        return tuple(Hours(each.start, each.end, max(1, each.rate_pct * day.rate_pct // 100)) for each in same)
    if day.opens is None or day.closes is None:
        return ()
    return (Hours(day.opens, day.closes, day.rate_pct),)
