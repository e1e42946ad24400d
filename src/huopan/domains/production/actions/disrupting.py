"""When something goes wrong, and when it is right again: the plan is mended in the same transaction, and each promise
that it touches is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.planning import mend_plan
from huopan.domains.production.events import DaysClosed, DowntimeEnded, DowntimeReported
from huopan.domains.production.models import DayException, Downtime, Machine, PlanVersion, WorkingCalendar
from huopan.domains.production.policies import must_plan, must_report
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said

Why = PlanVersion.Why
LONGEST = timedelta(days=366)


class EndsBeforeItBeginsError(RefusedError):
    kind = "invalid"
    sentence = said("The end must lie after the start, and at most a year after it.")


@transaction.atomic
def report_downtime(
    *,
    machine_id: int,
    kind: str,
    ends_at: datetime,
    starts_at: datetime | None = None,
    note: str = "",
    client_id: str,
    by: Actor,
    at: datetime,
) -> Downtime:
    """A machine cannot work, from now unless told otherwise, until about `ends_at`. `client_id` is made by whoever
    reports, so that a report sent twice is one.

    Raises UnknownError, ForbiddenError, EndsBeforeItBeginsError.
    """
    factory_id = must_report(by)
    machine = Machine.objects.select_related("work_centre").seen(by, pk=machine_id)
    begins = starts_at or at
    if not begins < ends_at <= begins + LONGEST:
        raise EndsBeforeItBeginsError
    lock_board(factory_id)
    downtime, is_new = Downtime.objects.get_or_create(
        machine=machine,
        client_id=client_id,
        defaults={
            "kind": Downtime.Kind(kind),
            "starts_at": begins,
            "ends_at": ends_at,
            "note": note[:200],
            "reported_by_id": by.person_id or None,
            "reported_at": at,
        },
    )
    if is_new:
        told = {"machine_id": machine.pk, "kind": str(downtime.kind), "until": ends_at.isoformat()}
        announce(DowntimeReported.of(factory_id, at=at, **told), by=by)
        mend_plan(factory_id, why=downtime.kind, about=f"{machine.work_centre} {machine}", by=by, at=at)
    return downtime


@transaction.atomic
def end_downtime(*, downtime_id: int, by: Actor, at: datetime) -> Downtime:
    """The machine works again, sooner or later than was thought. Ended before: nothing happens."""
    factory_id = must_report(by)
    lock_board(factory_id)
    downtime: Downtime = Downtime.objects.select_related("machine__work_centre").seen(by, pk=downtime_id)
    if downtime.ended_at is None:
        downtime.ended_at, downtime.ends_at = at, max(at, downtime.starts_at)
        downtime.save(update_fields=["ended_at", "ends_at"])
        announce(DowntimeEnded.of(factory_id, at=at, machine_id=downtime.machine_id), by=by)
        machine = downtime.machine
        mend_plan(factory_id, why=Why.BACK, about=f"{machine.work_centre} {machine}", by=by, at=at)
    return downtime


def works_again(machine_id: int | None, *, by: Actor, at: datetime) -> None:
    """Work goes on on a machine: whatever was said to keep it down now is over. Only with the board locked."""
    down = Downtime.objects.filter(machine=machine_id, starts_at__lte=at, ends_at__gt=at, ended_at__isnull=True)
    for downtime_id in down.order_by("pk").values_list("pk", flat=True):
        end_downtime(downtime_id=downtime_id, by=by, at=at)


@transaction.atomic
def close_days(*, first: date, last: date, because: str, by: Actor, at: datetime) -> int:
    """The whole factory is closed from `first` to `last`, both included: its zone is closed, the power is off. How many
    calendar days changed. Raises ForbiddenError, EndsBeforeItBeginsError."""
    factory_id = must_plan(by)
    if not first <= last <= first + LONGEST:
        raise EndsBeforeItBeginsError
    lock_board(factory_id)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    calendars = list(WorkingCalendar.objects.filter(factory_id=factory_id).order_by("pk"))
    DayException.objects.filter(calendar__in=calendars, on__range=(first, last)).delete()
    DayException.objects.bulk_create(
        DayException(calendar=calendar, on=day, kind=DayException.Kind.CLOSED, reason=because[:60])
        for calendar in calendars
        for day in days
    )
    told = {"first": first.isoformat(), "last": last.isoformat(), "because": because}
    announce(DaysClosed.of(factory_id, at=at, **told), by=by)
    mend_plan(factory_id, why=Why.CLOSED, about=because, by=by, at=at)
    return len(days) * len(calendars)
