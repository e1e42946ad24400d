"""When something was wrong: the machine breaks, or a count did."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import FloorReport
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError, UnknownError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.floor.addresses import page_of
from huopan.web.floor.pages.operation import pieces
from huopan.web.refusing import status_of

BACK_IN = [
    (1, gettext_lazy("In an hour")),
    (4, gettext_lazy("In about 4 hours")),
    (24, gettext_lazy("Tomorrow")),
    (72, gettext_lazy("In some days")),
]
USUAL_HOURS = 4
WHY_WRONG = [
    gettext_lazy("Counted wrong"),
    gettext_lazy("Typed wrong"),
    gettext_lazy("Scrap was found later"),
    gettext_lazy("Reported at the wrong operation"),
]


@for_party("floor")
def broken(request: ActingRequest, number: str, place: int) -> HttpResponse:
    """Asked once more before the work stops, the machine is down and the plan goes round it."""
    order = queries.work_order(number, request.actor)
    step = queries.operation_of(order, place - 1)
    refusal: RefusedError | None = None
    if request.method == "POST":
        hours, at = pieces(request.POST.get("hours", "")), now()
        try:
            production.report_broken_machine(
                client_id=request.POST.get("report_id", ""),
                number=number,
                position=place - 1,
                reason=_("The machine is broken"),
                ends_at=at + timedelta(hours=hours if hours in dict(BACK_IN) else USUAL_HOURS),
                note=request.POST.get("note", "").strip(),
                by=request.actor,
                at=at,
            )
        except RefusedError as told:
            refusal = told
        else:
            messages.success(request, _("Stopped. The plan goes round the machine until it is back."))
            return redirect(page_of(number, place))
    context = {
        "order": order,
        "step": step,
        "place": place,
        "hours": BACK_IN,
        "usual": USUAL_HOURS,
        "report_id": secrets.token_urlsafe(16),
        "refusal": refusal,
    }
    return render(request, "floor/broken.html", context, status=status_of(refusal) if refusal else 200)


@for_party("floor")
def correct(request: ActingRequest, number: str, place: int, report_id: int) -> HttpResponse:
    """How many pieces a report should have said, and why it did not."""
    order = queries.work_order(number, request.actor)
    step = queries.operation_of(order, place - 1)
    report = queries.reports_of(step).filter(pk=report_id, kind=FloorReport.Kind.GOOD).first()
    if report is None:
        raise UnknownError(what="report")
    refusal: RefusedError | None = None
    if request.method == "POST":
        try:
            _corrected(request, number, report_id)
        except RefusedError as told:
            refusal = told
        else:
            messages.success(request, _("Corrected."))
            return redirect(page_of(number, place))
    context = {
        "order": order,
        "step": step,
        "place": place,
        "report": report,
        "reasons": WHY_WRONG,
        "report_id": secrets.token_urlsafe(16),
        "refusal": refusal,
    }
    return render(request, "floor/correct.html", context, status=status_of(refusal) if refusal else 200)


def _corrected(request: ActingRequest, number: str, report_id: int) -> None:
    sent = request.POST
    production.correct_report(
        client_id=sent.get("report_id", ""),
        number=number,
        report_id=report_id,
        good=pieces(sent.get("good", "")),
        scrap=pieces(sent.get("scrap", "")),
        because=sent.get("other", "").strip() or sent.get("because", ""),
        by=request.actor,
        at=now(),
    )
