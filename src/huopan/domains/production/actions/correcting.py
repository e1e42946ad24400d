"""A count that was wrong: said anew beside what was said first, with the reason, and everything follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huopan.domains.production.actions.deciding import reopen_demand
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.reporting import LONGEST_CLIENT_ID as LONGEST
from huopan.domains.production.actions.reporting import (
    ClientIdError,
    OtherReportError,
    after,
    change,
    finish,
    is_busy,
    tell,
)
from huopan.domains.production.actions.stepping import WorkOrderNotReadyError, step
from huopan.domains.production.models import Demand, FloorReport, WorkOrder, WorkOrderStep
from huopan.domains.production.policies import must_report
from huopan.domains.production.queries.work_orders import corrected, locked_work_order, operation_of
from huopan.domains.production.rules.work_orders import ON_THE_FLOOR
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

Kind = FloorReport.Kind
State = WorkOrderStep.State


class WhyCorrectedMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say why the count was wrong; whoever plans needs to know.")


class NotACountError(RefusedError):
    kind = "invalid"
    sentence = said("A count is of 0 pieces or more, good and scrap.")


class NothingCorrectedError(RefusedError):
    kind = "invalid"
    sentence = said("That is what is reported already; type how many there really are.")


class MoreThanThereWereError(RefusedError):
    kind = "invalid"
    sentence = said("{issued} pieces were issued, and with this count {counted} would be reported. Count again.")


class NextHasBegunError(RefusedError):
    sentence = said(
        "“{following}” has reported {reported} pieces of what came from here; with this count only {good} would have"
        " come. Correct “{following}” first."
    )


class NextIsAtWorkError(RefusedError):
    sentence = said("“{following}” has begun with what came from here, so this operation cannot be taken up again.")


@transaction.atomic
def correct_report(
    *, client_id: str, number: str, report_id: int, good: int, scrap: int, because: str, by: Actor, at: datetime
) -> FloorReport:
    """Say how many pieces a report of pieces made should have said; 0 and 0 undoes it. Both stay to be read.

    An operation that was done with it goes on when pieces are left, a work order that was made is on the floor again,
    and what was issued to the next operation follows. `client_id` as in `report_floor`.

    Raises UnknownError, ClientIdError, OtherReportError, WhyCorrectedMissingError, NotACountError,
    NothingCorrectedError, MoreThanThereWereError, NextHasBegunError, NextIsAtWorkError, WorkOrderNotReadyError."""
    factory_id = must_report(by)
    if not 0 < len(client_id.strip()) <= LONGEST:
        raise ClientIdError(longest=LONGEST)
    if not because.strip():
        raise WhyCorrectedMissingError
    if min(good, scrap) < 0:
        raise NotACountError
    lock_board(factory_id)
    order = locked_work_order(factory_id, number)
    wrong = FloorReport.objects.filter(pk=report_id, step__work_order=order, kind=Kind.GOOD).first()
    if wrong is None:
        raise UnknownError(what="report")
    if known := _heard_before(factory_id, client_id.strip(), wrong):
        return known
    operation = operation_of(order, wrong.step.position)
    was = corrected(wrong)
    more, more_scrap = good - was[0], scrap - was[1]
    if not (more or more_scrap):
        raise NothingCorrectedError
    _apply(order, operation, more, more_scrap, by=by, at=at)
    report = FloorReport.objects.create(
        factory_id=factory_id,
        client_id=client_id.strip(),
        step=operation,
        kind=Kind.CORRECT,
        good=more,
        scrap=more_scrap,
        corrects=wrong,
        reason=because.strip()[:200],
        reported_by_id=by.person_id or None,
        at=at,
    )
    tell(order, operation, report, by=by, at=at)
    return report


def _heard_before(factory_id: int, client_id: str, wrong: FloorReport) -> FloorReport | None:
    known: FloorReport | None = FloorReport.objects.filter(factory_id=factory_id, client_id=client_id).first()
    if known is not None and known.corrects_id != wrong.pk:
        raise OtherReportError
    return known


def _apply(order: WorkOrder, operation: WorkOrderStep, more: int, scrap: int, *, by: Actor, at: datetime) -> None:
    if order.state not in (*ON_THE_FLOOR, WorkOrder.State.PRODUCED):
        raise WorkOrderNotReadyError(number=order.number, state=WorkOrder.State(order.state).label)
    good, counted = operation.good + more, operation.good + operation.scrap + more + scrap
    if counted > operation.issued:
        raise MoreThanThereWereError(issued=operation.issued, counted=counted)
    was_done, following = operation.state == State.DONE, after(order, operation)
    if was_done and following is not None:
        _must_leave_enough(order, following, good, is_reopened=counted < operation.issued)
    WorkOrderStep.objects.filter(pk=operation.pk).update(good=F("good") + more, scrap=F("scrap") + scrap)
    operation.good, operation.scrap = good, operation.scrap + scrap
    if was_done and counted < operation.issued:
        _reopen(order, operation, following, at=at)
    elif was_done and following is not None:
        _issue(order, following, good, by=by, at=at)
    elif counted == operation.issued and not was_done:
        finish(order, operation, by=by, at=at)


def _must_leave_enough(order: WorkOrder, following: WorkOrderStep, good: int, *, is_reopened: bool) -> None:
    """What the next operation has reported must have come from here; and nobody works behind one that goes on."""
    if following.state == State.WAITING:
        return
    if is_reopened:
        raise NextIsAtWorkError(following=str(following))
    reported = following.good + following.scrap
    if good < max(1, reported):
        raise NextHasBegunError(following=str(following), reported=reported, good=good)
    behind = after(order, following)
    if following.state == State.DONE and good > reported and behind is not None and behind.state != State.WAITING:
        raise NextIsAtWorkError(following=str(behind))


def _reopen(order: WorkOrder, operation: WorkOrderStep, following: WorkOrderStep | None, *, at: datetime) -> None:
    """Pieces are left, so it goes on, unless something else runs on its machine by now; what waits behind it expects
    what was started."""
    is_taken = is_busy(operation)
    change(operation, state=State.STOPPED if is_taken else State.RUNNING, ended_at=None)
    if following is not None:
        change(following, issued=operation.issued)
    if order.state == WorkOrder.State.PRODUCED:
        step(order, WorkOrder.State.IN_PROGRESS, at=at, produced_at=None)
        if order.demand.state == Demand.State.PRODUCED:
            reopen_demand(demand_id=order.demand_id, by=SYSTEM, at=at)
    if is_taken and order.state == WorkOrder.State.IN_PROGRESS:
        step(order, WorkOrder.State.ON_HOLD, at=at)


def _issue(order: WorkOrder, following: WorkOrderStep, good: int, *, by: Actor, at: datetime) -> None:
    """More or fewer good pieces came; the next operation is done when it had reported them all."""
    was_done = following.state == State.DONE
    change(following, issued=good)
    reported = following.good + following.scrap
    if was_done and reported < good:
        _reopen(order, following, after(order, following), at=at)
    elif not was_done and reported == good and following.state != State.WAITING:
        finish(order, following, by=by, at=at)
