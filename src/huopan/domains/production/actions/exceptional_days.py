"""Days that are not as their weekday: closed, with hours of their own, public holidays and what makes up for them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huopan.domains.production.actions.shop_floor import follow_equipment
from huopan.domains.production.events import CalendarSaved
from huopan.domains.production.models import DayException, WorkingCalendar
from huopan.domains.production.policies import must_plan
from huopan.domains.production.rules.public_days import public_days
from huopan.engines.planning.calendars import Hours
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor


@transaction.atomic
def save_exception(
    *,
    calendar_id: int,
    on: date,
    hours: Hours | None = None,
    follows_weekday: int | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> DayException:
    """A day that is otherwise: with its own `hours`, worked like another weekday, or (neither) closed."""
    factory_id = must_plan(by)
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    kinds = DayException.Kind
    kind = kinds.OWN_SHIFT if hours else kinds.CLOSED if follows_weekday is None else kinds.AS_WEEKDAY
    day, _ = DayException.objects.update_or_create(
        calendar=calendar,
        on=on,
        defaults={
            "kind": kind,
            "follows_weekday": follows_weekday if not hours else None,
            "opens": hours.start if hours else None,
            "closes": hours.end if hours else None,
            "rate_pct": hours.rate_pct if hours else 100,
            "reason": reason[:60],
        },
    )
    announce(CalendarSaved.of(factory_id, at=at, calendar_id=calendar.pk), by=by)
    follow_equipment(factory_id, about=f"{calendar} {on}", by=by, at=at)
    return day


@transaction.atomic
def remove_exception(*, calendar_id: int, on: date, by: Actor, at: datetime) -> None:
    """The day is like its weekday again."""
    factory_id = must_plan(by)
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    calendar.exceptions.filter(on=on).delete()
    announce(CalendarSaved.of(factory_id, at=at, calendar_id=calendar.pk), by=by)
    follow_equipment(factory_id, about=f"{calendar} {on}", by=by, at=at)


@transaction.atomic
def load_public_days(*, calendar_id: int, year: int, by: Actor, at: datetime) -> int:
    """Enter China's public holidays and make-up workdays of `year` where the calendar says nothing of the day yet; how
    many. They are rows like any other and can be changed. Raises UnknownYearError."""
    factory_id = must_plan(by)
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    known = set(calendar.exceptions.values_list("on", flat=True))
    new = [
        DayException(
            calendar=calendar,
            on=day.on,
            kind=DayException.Kind.AS_WEEKDAY if day.is_worked else DayException.Kind.CLOSED,
            follows_weekday=0 if day.is_worked else None,
            reason=day.name_zh,
        )
        for day in public_days(year)
        if day.on not in known
    ]
    DayException.objects.bulk_create(new)
    announce(CalendarSaved.of(factory_id, at=at, calendar_id=calendar.pk), by=by)
    follow_equipment(factory_id, about=f"{calendar} {year}", by=by, at=at)
    return len(new)
