"""Days that are not as their weekday: closed, with hours of their own, public holidays and what makes up for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.shop_floor import follow_equipment
from huopan.domains.production.events import CalendarSaved
from huopan.domains.production.models import DayException, WorkingCalendar
from huopan.domains.production.policies import must_plan
from huopan.domains.production.queries.exceptional_days import as_loaded, exceptional_day, public_days_to_enter
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

MOST_DAYS = 366
SAID = ("kind", "follows_weekday", "opens", "closes", "rate_pct", "reason")


class TooManyDaysError(RefusedError):
    kind = "invalid"
    sentence = said("At most {most} days are said to be otherwise at once; say the rest afterwards.")


@transaction.atomic
def save_exceptions(*, calendar_id: int, days: Sequence[DayException], by: Actor, at: datetime) -> int:
    """Say how days are otherwise, each as made by `exceptional_day`; how many were not said so before. The plan moves
    once for all of them. Raises UnknownError, TooManyDaysError."""
    factory_id = must_plan(by)
    if len(days) > MOST_DAYS:
        raise TooManyDaysError(most=MOST_DAYS)
    lock_board(factory_id)
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    known = {row.on: row for row in calendar.exceptions.filter(on__in=[day.on for day in days])}
    new = [day for day in {each.on: each for each in days}.values() if not _says(known.get(day.on), day)]
    for day in new:
        day.calendar = calendar
    calendar.exceptions.filter(on__in=[day.on for day in new]).delete()
    DayException.objects.bulk_create(new)
    if new:
        _follow(calendar, f"{calendar} {new[0].on}", by=by, at=at)
    return len(new)


def save_exception(*, calendar_id: int, on: date, by: Actor, at: datetime, **said_of_it: Any) -> DayException:
    """Say how one day is otherwise, in the words of `exceptional_day`. Said before: nothing happens."""
    save_exceptions(calendar_id=calendar_id, days=[exceptional_day(on, **said_of_it)], by=by, at=at)
    saved: DayException = DayException.objects.get(calendar=calendar_id, on=on)
    return saved


@transaction.atomic
def remove_exceptions(*, calendar_id: int, days: Collection[date], by: Actor, at: datetime) -> int:
    """These days are like their weekdays again; how many were not. Raises UnknownError."""
    lock_board(must_plan(by))
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    removed: int = calendar.exceptions.filter(on__in=days).delete()[0]
    if removed:
        _follow(calendar, f"{calendar} {min(days)}", by=by, at=at)
    return removed


def remove_exception(*, calendar_id: int, on: date, by: Actor, at: datetime) -> None:
    """The day is like its weekday again. It was before: nothing happens."""
    remove_exceptions(calendar_id=calendar_id, days=[on], by=by, at=at)


@transaction.atomic
def load_public_days(*, calendar_id: int, year: int, by: Actor, at: datetime) -> int:
    """Enter China's public holidays and make-up workdays of `year` where the calendar says nothing of the day yet; how
    many. They are rows like any other and can be changed. Raises UnknownYearError."""
    lock_board(must_plan(by))
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    new, _ = public_days_to_enter(calendar, year)
    return save_exceptions(calendar_id=calendar_id, days=new, by=by, at=at)


@transaction.atomic
def take_public_days_out(*, calendar_id: int, year: int, by: Actor, at: datetime) -> int:
    """Undo `load_public_days`: days of `year` that are still as it entered them are like their weekday again; how many.
    What somebody has changed since stays. Raises UnknownYearError."""
    lock_board(must_plan(by))
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    out = [row.on for row in as_loaded(calendar.exceptions.filter(on__year=year), year)]
    return remove_exceptions(calendar_id=calendar_id, days=out, by=by, at=at)


def _says(known: DayException | None, wanted: DayException) -> bool:
    return known is not None and all(getattr(known, name) == getattr(wanted, name) for name in SAID)


def _follow(calendar: WorkingCalendar, about: str, *, by: Actor, at: datetime) -> None:
    announce(CalendarSaved.of(calendar.factory_id, at=at, calendar_id=calendar.pk), by=by)
    follow_equipment(calendar.factory_id, about=about, by=by, at=at)
