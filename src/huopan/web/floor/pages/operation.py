"""One operation, as its code on the sheet leads to it: big buttons for what can be reported now."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import WorkOrderStep
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.floor.addresses import page_of
from huopan.web.refusing import status_of

QUICK_REASONS = [
    gettext_lazy("Waiting for material"),
    gettext_lazy("A tool or film is missing"),
    gettext_lazy("Quality is not right"),
    gettext_lazy("Break or change of shift"),
]
LONGEST_NUMBER = 9
SHOWN_REPORTS = 10
UNDONE_WITHIN = timedelta(minutes=15)


@for_party("floor")
def operation(request: ActingRequest, number: str, place: int, refusal: RefusedError | None = None) -> HttpResponse:
    """Each form bears an id of its own, so that a double tap is one report."""
    order = queries.work_order(number, request.actor)
    steps = list(order.steps.all())
    step = queries.operation_of(order, place - 1)
    machines = _machines(step)
    following = next((each for each in steps if each.position > step.position), None)
    reports = list(queries.reports_of(step)[:SHOWN_REPORTS])
    return render(
        request,
        "floor/operation.html",
        {
            "order": order,
            "step": step,
            "place": place,
            "count": len(steps),
            "before": next((each for each in reversed(steps) if each.position < step.position), None),
            "next": following,
            "next_place": following.position + 1 if following else None,
            "left": step.issued - step.good - step.scrap,
            "machines": machines,
            "machine": _offered(step, machines),
            "reasons": QUICK_REASONS,
            "reports": reports,
            "last": _undoable(request, reports),
            "ids": {name: secrets.token_urlsafe(16) for name in ("start", "all", "count", "stop", "resume", "undo")},
            "refusal": refusal,
        },
        status=status_of(refusal) if refusal else 200,
    )


@require_POST
@for_party("floor")
def report(request: ActingRequest, number: str, place: int) -> HttpResponse:
    try:
        told = production.report_floor(
            number=number, position=place - 1, **_said(request.POST), by=request.actor, at=now()
        )
    except RefusedError as refusal:
        if refusal.kind == "unknown":
            raise
        return operation(request, number, place, refusal)
    messages.success(request, _said_back(told.kind))
    return redirect(page_of(number, place))


def _undoable(request: ActingRequest, reports: Sequence[Any]) -> Any:
    """The count that the same person has just reported."""
    last = reports[0] if reports else None
    if last is None or last.kind != "good" or last.reported_by_id != request.actor.person_id:
        return None
    return last if last.at > now() - UNDONE_WITHIN else None


def _said(form: QueryDict) -> dict[str, Any]:
    machine = form.get("machine", "")
    return {
        "client_id": form.get("report_id", ""),
        "kind": form.get("kind", ""),
        "good": pieces(form.get("good", "")),
        "scrap": pieces(form.get("scrap", "")),
        "reason": form.get("other", "").strip() or form.get("reason", ""),
        "machine_id": int(machine) if _is_number(machine) else None,
    }


def pieces(text: str) -> int:
    """A number typed or sent; 0 for anything else."""
    return int(text) if _is_number(text) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _machines(step: WorkOrderStep) -> list[tuple[int, str, bool]]:
    """(id, code, whether something else runs on it) of the work centre's machines, when there is a choice."""
    if step.state != WorkOrderStep.State.WAITING:
        return []
    busy = queries.busy_machines(step.work_centre)
    return [(each.pk, each.code, each.pk in busy) for each in queries.machines_of(step.work_centre)]


def _offered(step: WorkOrderStep, machines: list[tuple[int, str, bool]]) -> int | None:
    """The planned machine, or the first that is free when something else runs on it."""
    free = [pk for pk, _code, is_busy in machines if not is_busy]
    return step.machine_id if step.machine_id in free or not free else free[0]


def _said_back(kind: str) -> str:
    return {
        "start": _("Started."),
        "good": _("Pieces reported."),
        "stop": _("Stopped. Whoever plans has been told."),
        "resume": _("Going on."),
    }[kind]
