"""When a factory works: weeks of shifts, days that are otherwise, China's public days."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field, StringConstraints, field_validator

from huopan.api.base import Asking, Day, Id, QuerySchema, Router, Schema
from huopan.api.paging import Page, Paging, page_of
from huopan.api.production.demand_shapes import ShiftedOut
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import DayException, WorkingCalendar
from huopan.domains.production.queries import Changed, Effect, exceptional_day
from huopan.domains.production.rules.public_days import public_days
from huopan.domains.production.rules.working_time import checked_week
from huopan.engines.planning.calendars import Hours

router = Router()
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Rate = Annotated[int, Field(ge=1, le=1000, description="What an hour costs, percent: 150 on overtime")]
Clock = Annotated[
    str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), Field(description="08:00", examples=["08:00"])
]
Weekday = Annotated[int, Field(ge=0, le=6, description="0 is Monday")]
Year = Annotated[int, Field(ge=2000, le=2100)]


class HoursIn(Schema):
    """A shift that closes at or before it opens goes on into the next day."""

    opens: Clock
    closes: Clock
    rate_pct: Rate = 100

    @property
    def hours(self) -> Hours:
        """Raises NotHoursError."""
        return Hours(time.fromisoformat(self.opens), time.fromisoformat(self.closes), self.rate_pct)


class ShiftIn(HoursIn):
    weekday: Weekday


class CalendarIn(Schema):
    name: Name
    shifts: list[ShiftIn] = Field(max_length=84, description="At most twelve a day")

    @field_validator("shifts")
    @classmethod
    def _twelve_a_day(cls, shifts: list[ShiftIn]) -> list[ShiftIn]:
        if any(sum(each.weekday == day for each in shifts) > 12 for day in range(7)):  # noqa: PLR2004
            raise ValueError("more than twelve shifts a day")
        return shifts

    @property
    def week(self) -> dict[int, tuple[Hours, ...]]:
        """Raises NotHoursError."""
        return {
            day: tuple(each.hours for each in self.shifts if each.weekday == day)
            for day in sorted({each.weekday for each in self.shifts})
        }


class CalendarOut(Schema):
    id: int
    name: str
    shifts: list[ShiftIn]
    work_centres: int = Field(description="How many work by it")

    @classmethod
    def of(cls, calendar: Any) -> CalendarOut:
        shifts = [
            ShiftIn(
                weekday=row.weekday,
                opens=f"{row.opens:%H:%M}",
                closes=f"{row.closes:%H:%M}",
                rate_pct=row.rate_pct,
            )
            for row in calendar.shifts.all()
        ]
        return cls(id=calendar.pk, name=calendar.name, shifts=shifts, work_centres=calendar.centres)


class DayIn(Schema):
    """With `hours` worked at its own, with `follows_weekday` worked like that day (an hour costs `rate_pct` percent of
    it), with neither not worked."""

    hours: HoursIn | None = None
    follows_weekday: Weekday | None = None
    rate_pct: Rate = 100
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""

    def row(self, on: date) -> DayException:
        return exceptional_day(
            on,
            hours=self.hours.hours if self.hours else None,
            follows_weekday=self.follows_weekday,
            rate_pct=self.rate_pct,
            reason=self.reason,
        )


class DayOut(Schema):
    on: date
    kind: Literal["closed", "as_weekday", "own_shift"]
    follows_weekday: int | None
    opens: str | None
    closes: str | None
    rate_pct: int
    reason: str

    @classmethod
    def of(cls, day: DayException) -> DayOut:
        own = ("on", "follows_weekday", "rate_pct", "reason")
        opens, closes = (f"{each:%H:%M}" if each is not None else None for each in (day.opens, day.closes))
        alike = {name: getattr(day, name) for name in own}
        return cls.model_validate({**alike, "kind": str(day.kind), "opens": opens, "closes": closes})


class DaysOut(Schema):
    items: list[DayOut]


class DaysAsked(QuerySchema):
    year: Year


class PublicDayOut(Schema):
    on: date
    name_zh: str
    is_worked: bool = Field(description="A make-up workday")


class PublicDaysOut(Schema):
    items: list[PublicDayOut]


class PublicIn(Schema):
    year: Year


class ChangedOut(Schema):
    days: int


class EffectIn(Schema):
    """One of: another week, one day otherwise (`on` with `day`, null: like its weekday again), a year's public days."""

    shifts: list[ShiftIn] | None = Field(None, max_length=84)
    on: Day | None = None
    day: DayIn | None = None
    public_year: Year | None = None


class EffectOut(Schema):
    """Promised demands that would be done at another time than without the change."""

    shifted: list[ShiftedOut]
    newly_late: int

    @classmethod
    def of(cls, effect: Effect) -> EffectOut:
        shifted = [
            ShiftedOut(demand_id=each.demand.pk, before=each.before, after=each.after, is_late=each.is_late)
            for each in effect.shifted
        ]
        return cls(shifted=shifted, newly_late=len(effect.newly_late))


@router.get("/calendars", response=Page[CalendarOut], summary="Your working calendars")
@reads("plan")
def list_calendars(request: Asking, paging: Query[Paging]) -> Page[CalendarOut]:
    return page_of(queries.calendars(request.actor, _today(request.at)), paging=paging, show=CalendarOut.of)


@router.post("/calendars", response={201: CalendarOut}, summary="Add a working calendar")
@writes("plan")
def add_calendar(request: Asking, body: CalendarIn) -> CalendarOut:
    """A week without an open hour, or with overlapping shifts, is refused."""
    made = production.save_calendar(name=body.name, week=body.week, by=request.actor, at=request.at)
    return _out(request, made.pk)


@router.get("/calendars/{calendar_id}", response=CalendarOut, summary="A calendar with its shifts")
@reads("plan")
def calendar(request: Asking, calendar_id: Id) -> CalendarOut:
    return _out(request, calendar_id)


@router.put("/calendars/{calendar_id}", response=CalendarOut, summary="Change a calendar's name and week")
@writes("plan")
def change_calendar(request: Asking, calendar_id: Id, body: CalendarIn) -> CalendarOut:
    """The plan moves with it, and every promise that is touched is told. Ask its effect first."""
    _seen(request, calendar_id)
    production.save_calendar(name=body.name, week=body.week, calendar_id=calendar_id, by=request.actor, at=request.at)
    return _out(request, calendar_id)


@router.delete("/calendars/{calendar_id}", response={204: None}, summary="Remove a calendar nothing works by")
@writes("plan")
def remove_calendar(request: Asking, calendar_id: Id) -> None:
    production.remove_calendar(calendar_id=calendar_id, by=request.actor, at=request.at)


@router.post("/calendars/{calendar_id}/effect", response=EffectOut, summary="What a change would do to promises")
@writes("plan")
def calendar_effect(request: Asking, calendar_id: Id, body: EffectIn) -> EffectOut:
    """Changes nothing."""
    shown = _seen(request, calendar_id)
    return EffectOut.of(queries.effect_of(shown.factory_id, _changed(shown, body), request.at))


@router.get("/calendars/{calendar_id}/days", response=DaysOut, summary="Exceptional days of a year")
@reads("plan")
def calendar_days(request: Asking, calendar_id: Id, asked: Query[DaysAsked]) -> DaysOut:
    rows = queries.exceptions_in(_seen(request, calendar_id), asked.year)
    return DaysOut(items=[DayOut.of(row) for _on, row in sorted(rows.items())])


@router.put("/calendars/{calendar_id}/days/{on}", response=DayOut, summary="Say how a day is otherwise")
@writes("plan")
def save_calendar_day(request: Asking, calendar_id: Id, on: Day, body: DayIn) -> DayOut:
    _seen(request, calendar_id)
    day = body.row(on)
    production.save_exceptions(calendar_id=calendar_id, days=[day], by=request.actor, at=request.at)
    return DayOut.of(day)


@router.delete("/calendars/{calendar_id}/days/{on}", response={204: None}, summary="It is like its weekday again")
@writes("plan")
def remove_calendar_day(request: Asking, calendar_id: Id, on: Day) -> None:
    production.remove_exception(calendar_id=calendar_id, on=on, by=request.actor, at=request.at)


@router.get("/public-days", response=PublicDaysOut, summary="China's public holidays and make-up workdays")
@reads("plan")
def list_public_days(request: Asking, asked: Query[DaysAsked]) -> PublicDaysOut:  # noqa: ARG001 - for everybody alike
    items = [
        PublicDayOut(on=each.on, name_zh=each.name_zh, is_worked=each.is_worked) for each in public_days(asked.year)
    ]
    return PublicDaysOut(items=items)


@router.post("/calendars/{calendar_id}/public-days", response=ChangedOut, summary="Enter a year's public days")
@writes("plan")
def enter_public_days(request: Asking, calendar_id: Id, body: PublicIn) -> ChangedOut:
    """Where the calendar says something of a day already, that stays."""
    days = production.load_public_days(calendar_id=calendar_id, year=body.year, by=request.actor, at=request.at)
    return ChangedOut(days=days)


@router.delete("/calendars/{calendar_id}/public-days/{year}", response=ChangedOut, summary="Take them out again")
@writes("plan")
def take_public_days_out(request: Asking, calendar_id: Id, year: Year) -> ChangedOut:
    """Those that are still as they were entered."""
    days = production.take_public_days_out(calendar_id=calendar_id, year=year, by=request.actor, at=request.at)
    return ChangedOut(days=days)


def _changed(shown: WorkingCalendar, body: EffectIn) -> Changed:
    if body.shifts is not None:
        week = CalendarIn(name=shown.name, shifts=body.shifts).week
        checked_week(shown.name, week)
        return Changed(shown.pk, week=week)
    if body.on is not None:
        days = [body.day.row(body.on)] if body.day else []
        return Changed(shown.pk, days=days, without=frozenset() if days else frozenset({body.on}))
    days = queries.public_days_to_enter(shown, body.public_year)[0] if body.public_year else []
    return Changed(shown.pk, days=days)


def _seen(request: Asking, calendar_id: int) -> WorkingCalendar:
    return queries.calendar(calendar_id, request.actor)


def _out(request: Asking, calendar_id: int) -> CalendarOut:
    rows = queries.calendars(request.actor, _today(request.at))
    return CalendarOut.of(rows.seen(request.actor, pk=calendar_id))


def _today(at: datetime) -> date:
    return at.date()
