"""How a factory says what can work: calendars, work centres with their machines, and how it wants to be planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from huopan.domains.production import queries
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.planning import mend_plan
from huopan.domains.production.events import CalendarRemoved, CalendarSaved, PlanningTermsSaved, WorkCentreSaved
from huopan.domains.production.models import (
    Changeover,
    DayException,
    Machine,
    PlanningTerms,
    PlanVersion,
    WeeklyShift,
    WorkCentre,
    WorkingCalendar,
)
from huopan.domains.production.policies import must_plan
from huopan.domains.production.rules.ready_routings import CentreDraft
from huopan.domains.production.rules.terms import must_be_terms
from huopan.domains.production.rules.working_time import USUAL_WEEK, Week, checked_week
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, counted, said

MOST_MACHINES = 500


class CalendarNameTakenError(RefusedError):
    sentence = said("You already have a calendar named “{name}”; choose another name.")


class CalendarInUseError(RefusedError):
    sentence = counted(
        "{count} work centre works by “{name}”; give it another calendar, then remove this one.",
        "{count} work centres work by “{name}”; give them another calendar, then remove this one.",
        by="count",
    )


class WorkCentreCodeTakenError(RefusedError):
    sentence = said("You already have a work centre “{code}”; choose another code.")


class MachineCountError(RefusedError):
    kind = "invalid"
    sentence = said("A work centre has between 1 and {most} machines, not {machines}.")


@transaction.atomic
def save_planning_terms(*, by: Actor, at: datetime, **terms: int) -> PlanningTerms:
    """Say how the factory wants to be planned; `terms` are fields of PlanningTerms. Raises ForbiddenError,
    UnknownTermError and TermsBeyondError."""
    factory_id = must_plan(by)
    must_be_terms(terms)
    lock_board(factory_id)
    PlanningTerms.objects.filter(pk=factory_id).update(**terms)
    announce(PlanningTermsSaved.of(factory_id, at=at), by=by)
    return PlanningTerms.objects.get(pk=factory_id)


@transaction.atomic
def save_calendar(
    *,
    name: str,
    week: Week,
    exceptions: Mapping[date, str] | None = None,
    calendar_id: int | None = None,
    by: Actor,
    at: datetime,
) -> WorkingCalendar:
    """Make a calendar, or change `calendar_id`. `exceptions`: closed days with their reason, instead of those it has;
    None leaves them. Raises NeverOpenError, ShiftsOverlapError, CalendarNameTakenError, UnknownError."""
    factory_id = must_plan(by)
    checked_week(name, week)
    lock_board(factory_id)
    calendar = (
        WorkingCalendar.objects.seen(by, pk=calendar_id) if calendar_id else WorkingCalendar(factory_id=factory_id)
    )
    calendar.name = name.strip()
    _save(calendar, CalendarNameTakenError(name=name))
    WeeklyShift.objects.filter(calendar=calendar).delete()
    WeeklyShift.objects.bulk_create(
        WeeklyShift(calendar=calendar, weekday=day, opens=each.start, closes=each.end, rate_pct=each.rate_pct)
        for day, shifts in week.items()
        for each in shifts
    )
    if exceptions is not None:
        had = DayException.objects.filter(calendar=calendar)
        had.filter(Q(kind=DayException.Kind.CLOSED) | Q(on__in=list(exceptions))).delete()
        DayException.objects.bulk_create(
            DayException(calendar=calendar, on=day, kind=DayException.Kind.CLOSED, reason=reason[:60])
            for day, reason in exceptions.items()
        )
    announce(CalendarSaved.of(factory_id, at=at, calendar_id=calendar.pk), by=by)
    follow_equipment(factory_id, about=calendar.name, by=by, at=at)
    return calendar


@transaction.atomic
def remove_calendar(*, calendar_id: int, by: Actor, at: datetime) -> None:
    """A calendar by which nothing works is not kept. Raises UnknownError, CalendarInUseError."""
    factory_id = must_plan(by)
    lock_board(factory_id)
    calendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
    if count := calendar.work_centres.count():
        raise CalendarInUseError(name=calendar.name, count=count)
    announce(CalendarRemoved.of(factory_id, at=at, calendar_id=calendar.pk, called=calendar.name), by=by)
    calendar.delete()


@transaction.atomic
def save_work_centre(
    *, draft: CentreDraft, calendar_id: int | None = None, centre_id: int | None = None, by: Actor, at: datetime
) -> WorkCentre:
    """Make a work centre with its machines, or change `centre_id`; without a calendar it works the usual week. Fewer
    machines than before: the last ones go out of service, none is forgotten.

    Raises MachineCountError, WorkCentreCodeTakenError, UnknownError."""
    factory_id = must_plan(by)
    if not 1 <= draft.machines <= MOST_MACHINES:
        raise MachineCountError(machines=draft.machines, most=MOST_MACHINES)
    lock_board(factory_id)
    centre = WorkCentre.objects.seen(by, pk=centre_id) if centre_id else WorkCentre(factory_id=factory_id)
    if calendar_id or not centre.pk:
        centre.calendar = _calendar(factory_id, calendar_id, by=by, at=at)
    for name in ("code", "name_zh", "name_en", "process", "hour_fen", "may_pause", "setup_base_seconds"):
        setattr(centre, name, getattr(draft, name))
    _save(centre, WorkCentreCodeTakenError(code=draft.code))
    _set_machines(centre, draft.machines)
    _set_changeovers(centre, draft.changeovers)
    announce(WorkCentreSaved.of(factory_id, at=at, work_centre_id=centre.pk), by=by)
    follow_equipment(factory_id, about=str(centre), by=by, at=at)
    return centre


def follow_equipment(factory_id: int, *, about: str, by: Actor, at: datetime) -> None:
    """Whoever changes what there is to work with changes what can be promised."""
    lock_board(factory_id)
    if queries.has_plan(factory_id):
        mend_plan(factory_id, why=PlanVersion.Why.EQUIPMENT, about=about, by=by, at=at)


def _calendar(factory_id: int, calendar_id: int | None, *, by: Actor, at: datetime) -> WorkingCalendar:
    if calendar_id:
        found: WorkingCalendar = WorkingCalendar.objects.seen(by, pk=calendar_id)
        return found
    known = WorkingCalendar.objects.filter(factory_id=factory_id).order_by("pk").first()
    return known or save_calendar(name="正常班", week=USUAL_WEEK, by=by, at=at)


def _set_machines(centre: WorkCentre, wanted: int) -> None:
    machines = list(centre.machines.order_by("pk"))
    Machine.objects.bulk_create(
        Machine(work_centre=centre, code=f"{number + 1}") for number in range(len(machines), wanted)
    )
    for number, machine in enumerate(machines):
        if machine.is_in_service != (number < wanted):
            machine.is_in_service = number < wanted
            machine.save(update_fields=["is_in_service"])


def _set_changeovers(centre: WorkCentre, changeovers: Sequence[tuple[str, int]]) -> None:
    """The seconds each trait adds; what was said of single pairs of values stays."""
    centre.changeovers.filter(value_from="", value_to="").delete()
    Changeover.objects.bulk_create(
        Changeover(work_centre=centre, trait=trait, seconds=seconds) for trait, seconds in changeovers
    )


def _save(row: Any, taken: RefusedError) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise taken from None
