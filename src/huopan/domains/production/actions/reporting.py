"""What the floor says of its work: started, made, stopped, going on. Each report is believed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from huopan.domains.production.actions.deciding import record_produced
from huopan.domains.production.actions.disrupting import works_again
from huopan.domains.production.actions.following import follow_plan
from huopan.domains.production.actions.laying import lay_changes
from huopan.domains.production.actions.locking import lock_board
from huopan.domains.production.actions.planning import mend_plan
from huopan.domains.production.actions.pools import close_pool_when_run
from huopan.domains.production.actions.stepping import WorkOrderNotReadyError, step
from huopan.domains.production.events import FloorReported, WorkOrderProduced
from huopan.domains.production.models import (
    Demand,
    FloorReport,
    Machine,
    PlanVersion,
    RoutingStep,
    WorkOrder,
    WorkOrderStep,
)
from huopan.domains.production.policies import must_report
from huopan.domains.production.queries.board import board_of
from huopan.domains.production.queries.work_orders import locked_work_order, operation_of
from huopan.domains.production.rules.traits import asked_of
from huopan.domains.production.rules.work_orders import KINDS, ON_THE_FLOOR, may_report
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import RefusedError, UnknownError, said

Kind = FloorReport.Kind
State = WorkOrderStep.State
LONGEST_CLIENT_ID = 64


class NotAReportError(RefusedError):
    kind = "invalid"
    sentence = said("“{report}” is nothing the floor reports; choose one of {kinds}.")


class ClientIdError(RefusedError):
    kind = "invalid"
    sentence = said("A report bears an id that its sender makes, of 1 to {longest} characters.")


class OtherReportError(RefusedError):
    sentence = said("Another report was sent under this id before; reload the page and report again.")


class NotThisNowError(RefusedError):
    sentence = said("“{operation}” is {state} now, so this cannot be reported; reload it to see what can.")


class NotItsTurnError(RefusedError):
    sentence = said("“{operation}” waits for “{before}”, which is not finished; report that first.")


class NothingCameError(RefusedError):
    sentence = said(
        "No good piece came out of “{before}”, so there is nothing to start with; have the planner cancel this"
        " work order and release it anew."
    )


class NoPiecesError(RefusedError):
    kind = "invalid"
    sentence = said("Say how many pieces were made, good or scrap.")


class MoreThanIssuedError(RefusedError):
    kind = "invalid"
    sentence = said("Only {left} of the {issued} pieces are left to report; {reported} are too many. Count again.")


class WhyStoppedMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say why the work stops; whoever plans needs to know.")


class MachineBusyError(RefusedError):
    sentence = said("Machine {machine} is running {number}; finish or stop that first, or choose another machine.")


@dataclass(frozen=True, slots=True)
class Said:
    """A report as it was sent."""

    client_id: str
    kind: str
    good: int = 0
    scrap: int = 0
    reason: str = ""
    machine_id: int | None = None


@transaction.atomic
def report_floor(
    *,
    client_id: str,
    number: str,
    position: int,
    kind: str,
    good: int = 0,
    scrap: int = 0,
    reason: str = "",
    machine_id: int | None = None,
    by: Actor,
    at: datetime,
) -> FloorReport:
    """Note what the floor says of the operation at `position` (from 0) of work order `number`.

    `client_id`: made by the sender; the same report sent again is the first one (C6). `kind`: start (on another of the
    work centre's machines when `machine_id` says so), good (with `good` and `scrap` pieces), stop (with a `reason`) or
    resume. An operation is done when all its pieces are reported, and its good ones are issued to the next (C3).

    Raises UnknownError, ClientIdError, NotAReportError, OtherReportError, WorkOrderNotReadyError, NotThisNowError,
    NotItsTurnError, NothingCameError, NoPiecesError, MoreThanIssuedError, WhyStoppedMissingError, MachineBusyError.
    """
    factory_id = must_report(by)
    told = Said(client_id.strip(), kind, good, scrap, reason.strip()[:200], machine_id)
    _must_make_sense(told)
    lock_board(factory_id)
    order = locked_work_order(factory_id, number)
    operation = operation_of(order, position)
    if known := _heard_before(factory_id, operation, told):
        return known
    _apply(order, operation, told, by=by, at=at)
    report = _noted(order, operation, told, by=by, at=at)
    tell(order, operation, report, by=by, at=at)
    return report


@transaction.atomic
def follow_floor(*, factory_id: int, about: str, at: datetime) -> None:
    """Bring the plan in line with what the floor reported of work order `about`: what waits behind it moves as far as
    it must, and every promise that is touched is told."""
    lock_board(factory_id)
    if mend_plan(factory_id, why=PlanVersion.Why.FLOOR, about=about, by=SYSTEM, at=at) is None:
        board = board_of(factory_id, at)
        lay_changes(board, board.plan, why=PlanVersion.Why.FLOOR, by=SYSTEM, at=at)
        follow_plan(board, board.plan, by=SYSTEM, at=at)


def _must_make_sense(told: Said) -> None:
    if not 0 < len(told.client_id) <= LONGEST_CLIENT_ID:
        raise ClientIdError(longest=LONGEST_CLIENT_ID)
    if told.kind not in KINDS:
        raise NotAReportError(report=told.kind, kinds=list(KINDS))
    if told.kind == Kind.GOOD and (min(told.good, told.scrap) < 0 or told.good + told.scrap < 1):
        raise NoPiecesError
    if told.kind == Kind.STOP and not told.reason:
        raise WhyStoppedMissingError


def _heard_before(factory_id: int, operation: WorkOrderStep, told: Said) -> FloorReport | None:
    """The report of this id. Raises OtherReportError when that one said something else."""
    known: FloorReport | None = FloorReport.objects.filter(factory_id=factory_id, client_id=told.client_id).first()
    if known is None:
        return None
    if (known.step_id, known.kind, known.good, known.scrap) != (operation.pk, told.kind, *_pieces(told)):
        raise OtherReportError
    return known


def _apply(order: WorkOrder, operation: WorkOrderStep, told: Said, *, by: Actor, at: datetime) -> None:
    if order.state not in ON_THE_FLOOR:
        raise WorkOrderNotReadyError(number=order.number, state=WorkOrder.State(order.state).label)
    if not may_report(state=operation.state, kind=told.kind):
        raise NotThisNowError(operation=str(operation), state=State(operation.state).label)
    if told.kind == Kind.START:
        _start(order, operation, told, by=by, at=at)
    elif told.kind == Kind.GOOD:
        _count(order, operation, told, by=by, at=at)
    elif told.kind == Kind.STOP:
        change(operation, state=State.STOPPED)
        step(order, WorkOrder.State.ON_HOLD, at=at)
    else:
        _must_be_free(operation.machine_id, operation)
        works_again(operation.machine_id, by=by, at=at)
        change(operation, state=State.RUNNING)
        _set_up(operation.machine_id, order.demand, operation, at=at)
        step(order, WorkOrder.State.IN_PROGRESS, at=at)


def _start(order: WorkOrder, operation: WorkOrderStep, told: Said, *, by: Actor, at: datetime) -> None:
    before = _before(order, operation)
    if before is not None and before.state != State.DONE:
        raise NotItsTurnError(operation=str(operation), before=str(before))
    if before is not None and operation.issued == 0:
        raise NothingCameError(before=str(before))
    machine = _machine(operation, told.machine_id)
    _must_be_free(machine, operation)
    works_again(machine, by=by, at=at)
    change(operation, state=State.RUNNING, started_at=at, machine_id=machine)
    _set_up(machine, order.demand, operation, at=at)
    if order.state == WorkOrder.State.RELEASED:
        step(order, WorkOrder.State.IN_PROGRESS, at=at)


def _set_up(machine_id: int | None, demand: Demand, operation: WorkOrderStep, *, at: datetime) -> None:
    """The machine is set up for this operation from now on, also when the demand has long left the board."""
    step = RoutingStep.objects.filter(routing=demand.routing_id, position=operation.position).first()
    if step is not None and machine_id is not None:
        asked = asked_of(step.traits, demand.traits)
        Machine.objects.filter(pk=machine_id).update(set_up_for=asked, set_up_at=at)


def _count(order: WorkOrder, operation: WorkOrderStep, told: Said, *, by: Actor, at: datetime) -> None:
    left = operation.issued - operation.good - operation.scrap
    reported = told.good + told.scrap
    within = WorkOrderStep.objects.filter(pk=operation.pk, issued__gte=F("good") + F("scrap") + reported)
    if not within.update(good=F("good") + told.good, scrap=F("scrap") + told.scrap):
        raise MoreThanIssuedError(left=left, issued=operation.issued, reported=reported)
    operation.good += told.good
    operation.scrap += told.scrap
    if reported == left:
        finish(order, operation, by=by, at=at)


def finish(order: WorkOrder, operation: WorkOrderStep, *, by: Actor, at: datetime) -> None:
    """All pieces of the operation are reported: its good ones are issued to the next, or the work order is made."""
    change(operation, state=State.DONE, ended_at=at)
    close_pool_when_run(order.demand, by=by, at=at)
    following = after(order, operation)
    if following is not None:
        change(following, issued=operation.good)
    else:
        _produced(order, operation, by=by, at=at)


def after(order: WorkOrder, operation: WorkOrderStep) -> WorkOrderStep | None:
    """The operation that comes next."""
    return next((each for each in order.steps.all() if each.position > operation.position), None)


def _produced(order: WorkOrder, last: WorkOrderStep, *, by: Actor, at: datetime) -> None:
    step(order, WorkOrder.State.PRODUCED, at=at)
    announce(WorkOrderProduced.of_order(order, at=at, good=last.good, wanted=order.quantity), by=by)
    if order.demand.state == Demand.State.RELEASED:
        record_produced(demand_id=order.demand_id, by=SYSTEM, at=at)


def _noted(order: WorkOrder, operation: WorkOrderStep, told: Said, *, by: Actor, at: datetime) -> FloorReport:
    good, scrap = _pieces(told)
    return FloorReport.objects.create(
        factory_id=order.factory_id,
        client_id=told.client_id,
        step=operation,
        kind=told.kind,
        good=good,
        scrap=scrap,
        reason=told.reason if told.kind == Kind.STOP else "",
        reported_by_id=by.person_id or None,
        at=at,
    )


def tell(order: WorkOrder, operation: WorkOrderStep, report: FloorReport, *, by: Actor, at: datetime) -> None:
    announce(
        FloorReported.of_order(
            order,
            at=at,
            report_id=report.pk,
            position=operation.position,
            kind=report.kind,
            good=report.good,
            scrap=report.scrap,
            is_done=operation.state == State.DONE,
            reason=report.reason,
        ),
        by=by,
    )


def _pieces(told: Said) -> tuple[int, int]:
    return (told.good, told.scrap) if told.kind == Kind.GOOD else (0, 0)


def _before(order: WorkOrder, operation: WorkOrderStep) -> WorkOrderStep | None:
    earlier = [each for each in order.steps.all() if each.position < operation.position]
    return earlier[-1] if earlier else None


def _machine(operation: WorkOrderStep, wanted: int | None) -> int | None:
    """The machine asked for, of the operation's work centre; the planned one when none is."""
    if wanted is None or wanted == operation.machine_id:
        return operation.machine_id
    if not Machine.objects.filter(pk=wanted, work_centre_id=operation.work_centre_id, is_in_service=True).exists():
        raise UnknownError(what="machine")
    return wanted


def _must_be_free(machine_id: int | None, operation: WorkOrderStep) -> None:
    """Ask only with the board locked."""
    other = _runs_on(machine_id, operation)
    if other is not None:
        raise MachineBusyError(machine=str(other.machine), number=other.work_order.number)


def is_busy(operation: WorkOrderStep) -> bool:
    """Whether something else runs on the operation's machine. Ask only with the board locked."""
    return _runs_on(operation.machine_id, operation) is not None


def _runs_on(machine_id: int | None, operation: WorkOrderStep) -> WorkOrderStep | None:
    if machine_id is None:
        return None
    running = WorkOrderStep.objects.filter(
        machine_id=machine_id, state=State.RUNNING, work_order__state__in=ON_THE_FLOOR
    ).exclude(pk=operation.pk)
    other: WorkOrderStep | None = running.select_related("machine", "work_order").first()
    return other


def change(operation: WorkOrderStep, **changes: Any) -> None:
    """Only with the board locked."""
    WorkOrderStep.objects.filter(pk=operation.pk).update(**changes)
    for name, value in changes.items():
        setattr(operation, name, value)
