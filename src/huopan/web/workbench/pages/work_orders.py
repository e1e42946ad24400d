"""Work orders: released from the plan, watched, printed, closed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import WorkOrder
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

LONGEST_COUNT = 4
SHOWN_READY = 20
SHOWN_REPORTS = 50


@for_party("plan")
def work_orders(request: ActingRequest) -> HttpResponse:
    """All of the factory's, or those of one order (`source`), and what could be released now."""
    state, source = request.GET.get("state", ""), request.GET.get("source", "")[:80]
    rows = queries.work_orders(request.actor, state if state in WorkOrder.State.values else "", source)
    return render(
        request,
        "workbench/work_orders.html",
        {
            "page": page_of(request, rows),
            "states": [choice for choice in WorkOrder.State.choices if choice[0] != WorkOrder.State.DRAFT],
            "state": state,
            "source": source,
            "ready": [] if state or source else list(queries.releasable(request.actor)[:SHOWN_READY]),
        },
    )


@for_party("plan")
def work_order(request: ActingRequest, number: str, refusal: RefusedError | None = None) -> HttpResponse:
    order = queries.work_order(number, request.actor)
    context = {
        "order": order,
        "again": queries.remade(order) if order.missing else None,
        "reports": queries.reports_of_order(order)
        .select_related("step", "reported_by")
        .order_by("-id")[:SHOWN_REPORTS],
        "refusal": refusal,
    }
    return render(request, "workbench/work_order.html", context, status=status_of(refusal) if refusal else 200)


@require_POST
@for_party("plan")
def release(request: ActingRequest) -> HttpResponse:
    """Every ticked demand for itself: one that is refused holds up none of the others."""
    ticked = [int(pk) for pk in request.POST.getlist("demand") if pk.isascii() and pk.isdigit()]
    came = production.release_work_orders(demand_ids=ticked, by=request.actor, at=now()).values()
    released = sum(isinstance(each, WorkOrder) for each in came)
    if released:
        words = ngettext("%(n)s work order released.", "%(n)s work orders released.", released)
        messages.success(request, words % {"n": released})
    for each in came:
        if isinstance(each, RefusedError):
            messages.error(request, in_words(each))
    return redirect("workbench:work_orders")


@for_party("plan")
def print_work_orders(request: ActingRequest) -> HttpResponse:
    """The ticked ones as one PDF, a page each."""
    numbers = request.GET.getlist("number")
    printed = queries.work_orders_pdf(numbers, request.actor, at=now())
    return file_answer(printed, "work-orders.pdf", is_shown=True)


@for_party("plan")
def print_labels(request: ActingRequest) -> HttpResponse:
    numbers, wanted = request.GET.getlist("number"), request.GET.get("copies", "")
    is_count = wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_COUNT
    copies = max(1, int(wanted)) if is_count else 1
    printed = queries.labels_pdf(numbers, request.actor, copies=copies, at=now())
    return file_answer(printed, "labels.pdf", is_shown=True)


@require_POST
@for_party("plan")
def close(request: ActingRequest, number: str) -> HttpResponse:
    return _done(
        request,
        number,
        lambda: production.close_work_order(number=number, by=request.actor, at=now()),
        _("Closed."),
    )


@require_POST
@for_party("plan")
def cancel(request: ActingRequest, number: str) -> HttpResponse:
    because, is_begun_too = request.POST.get("because", ""), "is_begun_too" in request.POST
    return _done(
        request,
        number,
        lambda: production.cancel_work_order(
            number=number, because=because, is_begun_too=is_begun_too, by=request.actor, at=now()
        ),
        _("Cancelled. What it was for can be planned and released again."),
    )


@require_POST
@for_party("plan")
def remake(request: ActingRequest, number: str) -> HttpResponse:
    """What did not come good is made again; its demand says when."""
    queries.work_order(number, request.actor)

    def work() -> str:
        demand = production.remake_missing(number=number, by=request.actor, at=now())
        return reverse("workbench:demand", args=[demand.pk])

    def in_place(refusal: RefusedError) -> HttpResponse:
        return work_order(request, number, refusal)

    return submitted(request, work=work, in_place=in_place, told=_("The missing pieces are a demand of their own now."))


def _done(request: ActingRequest, number: str, act: Callable[[], object], told: str) -> HttpResponse:
    queries.work_order(number, request.actor)

    def work() -> str:
        act()
        return reverse("workbench:work_order", args=[number])

    return submitted(request, work=work, in_place=lambda refusal: work_order(request, number, refusal), told=told)
