"""Days that are otherwise, as rows that nobody has saved yet, and the public ones among them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huopan.domains.production.models import DayException, WorkingCalendar
from huopan.domains.production.rules.public_days import PublicDay, public_days
from huopan.engines.planning.calendars import Hours

Kind = DayException.Kind
USUAL_RATE = 100


def exceptional_day(
    on: date,
    *,
    hours: Hours | None = None,
    follows_weekday: int | None = None,
    rate_pct: int = USUAL_RATE,
    reason: str = "",
) -> DayException:
    """A day that is otherwise, not saved: with its own `hours`, worked like another weekday (an hour then costs
    `rate_pct` percent of that day's), or, with neither, closed."""
    kind = Kind.OWN_SHIFT if hours else Kind.CLOSED if follows_weekday is None else Kind.AS_WEEKDAY
    return DayException(
        on=on,
        kind=kind,
        follows_weekday=follows_weekday if kind == Kind.AS_WEEKDAY else None,
        opens=hours.start if hours else None,
        closes=hours.end if hours else None,
        rate_pct=hours.rate_pct if hours else rate_pct if kind == Kind.AS_WEEKDAY else USUAL_RATE,
        reason=reason.strip()[:60],
    )


def public_days_to_enter(calendar: WorkingCalendar, year: int) -> tuple[list[DayException], list[PublicDay]]:
    """What `load_public_days` would enter, as days not saved, and the public days of which the calendar says something
    already. A make-up workday is worked like the calendar's first open weekday. Raises UnknownYearError."""
    days = public_days(year)
    known = set(calendar.exceptions.filter(on__year=year).values_list("on", flat=True))
    first = calendar.shifts.order_by("weekday").values_list("weekday", flat=True).first() or 0
    new = [
        exceptional_day(day.on, follows_weekday=first if day.is_worked else None, reason=day.name_zh)
        for day in days
        if day.on not in known
    ]
    return new, [day for day in days if day.on in known]


def as_loaded(rows: Iterable[DayException], year: int) -> list[DayException]:
    """Those of `rows` that are as `load_public_days` enters them. Raises UnknownYearError."""
    told = {(day.on, day.name_zh, Kind.AS_WEEKDAY if day.is_worked else Kind.CLOSED) for day in public_days(year)}
    return [row for row in rows if row.rate_pct == USUAL_RATE and (row.on, row.reason, row.kind) in told]
