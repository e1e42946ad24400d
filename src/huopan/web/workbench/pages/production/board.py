"""The production board: who does what when, and what moving a step would do, said before it is moved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.queries import Board
from huopan.domains.production.rules.states import POOLED
from huopan.engines.planning.model import Placement
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError, UnknownError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import refused, status_of
from huopan.web.submitting import submitted
from huopan.web.workbench.pages.production.gantt import Window, drawn

SPANS = (1, 3, 7, 14)
POOLS_SHOWN = 8  # the next to close
EARLIEST, LATEST = 2000, 2200


class MoveForm(forms.Form):
    """Where a step should stand: “centre/machine” and a time."""

    place = forms.ChoiceField(label=pgettext_lazy("workbench", "Machine"))
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Begins"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields["place"]
        choosing.choices = places


@for_party("plan")
def board(request: ActingRequest) -> HttpResponse:
    at = now()
    shown = queries.board_of(request.actor.party_id, at)
    window = _window(request, _opens_on(shown, at))
    return render(
        request,
        "workbench/production/board.html",
        {
            "gantt": drawn(shown, window, at),
            "board": shown,
            "window": window,
            "spans": SPANS,
            "pools": queries.pools(request.actor, *POOLED)[:POOLS_SHOWN],
            "today": timezone.localdate(at).isoformat(),
            **_neighbours(window),
        },
    )


@for_party("plan")
def step(request: ActingRequest, demand_id: int, number: int) -> HttpResponse:
    """One step, and where else it could stand."""
    shown = queries.board_of(request.actor.party_id, now())
    placement = _placement(shown, demand_id, number)
    form = MoveForm(places=_places(shown, placement), initial=_where(shown, placement))
    return _step_page(request, shown, placement, form)


@require_POST
@for_party("plan")
def preview(request: ActingRequest, demand_id: int, number: int) -> HttpResponse:
    """What moving the step would do. Changes nothing."""
    shown = queries.board_of(request.actor.party_id, now())
    placement = _placement(shown, demand_id, number)
    form = MoveForm(request.POST, places=_places(shown, placement))
    if not form.is_valid():
        return _step_page(request, shown, placement, form, status=422)
    try:
        found = queries.consequences_of_move(shown, demand_id=demand_id, step=number, **_target(form))
    except RefusedError as refusal:
        return _step_page(request, shown, placement, form, status=status_of(refusal), refusal=refusal)
    return _step_page(request, shown, placement, form, consequences=found, late=found.newly_late)


@require_POST
@for_party("plan")
def move(request: ActingRequest, demand_id: int, number: int) -> HttpResponse:
    shown = queries.board_of(request.actor.party_id, now())
    placement = _placement(shown, demand_id, number)
    form = MoveForm(request.POST, places=_places(shown, placement))
    if not form.is_valid():
        return _step_page(request, shown, placement, form, status=422)

    def work() -> str:
        production.move_step(demand_id=demand_id, step=number, **_target(form), by=request.actor, at=now())
        return _back_to(form.cleaned_data["starts_at"])

    return submitted(
        request,
        work=work,
        in_place=lambda refusal: _step_page(
            request, shown, placement, form, status=status_of(refusal), refusal=refusal
        ),
        told=_("Moved, and fixed there."),
    )


@require_POST
@for_party("plan")
def unpin(request: ActingRequest, demand_id: int, number: int) -> HttpResponse:
    def work() -> str:
        production.unpin_step(demand_id=demand_id, step=number, by=request.actor, at=now())
        return reverse("workbench:board")

    return submitted(
        request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("It may move again.")
    )


@require_POST
@for_party("plan")
def improve(request: ActingRequest) -> HttpResponse:
    def work() -> str:
        production.request_replan(by=request.actor, at=now())
        return reverse("workbench:board")

    told = _("A better plan is being looked for; the board shows it when it is found.")
    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=told)


def _step_page(
    request: ActingRequest, shown: Board, placement: Placement, form: MoveForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    demand = shown.demands[int(placement.job)]
    template = "workbench/production/_step.html" if request.htmx else "workbench/production/step.html"
    routing_step = shown.routes.steps_of[demand.routing_id][placement.step]
    context = {
        "demand": demand,
        "step": routing_step,
        "number": placement.step,
        "placement": placement,
        "starts_at": shown.moment(placement.start),
        "ends_at": shown.moment(placement.end),
        "finishes_at": shown.finish_of(demand),
        "machine": shown.machines.get((placement.work_centre, placement.machine)),
        "centre": shown.centres.get(placement.work_centre),
        "has_begun": placement.is_fixed and placement.start < 0,
        "form": form,
    }
    return render(request, template, {**context, **extra}, status=status)


def _placement(shown: Board, demand_id: int, number: int) -> Placement:
    placements = shown.plan.by_job.get(str(demand_id), ())
    found = next((each for each in placements if each.step == number), None)
    if found is None:
        raise UnknownError(what="planned step")
    return found


def _places(shown: Board, placement: Placement) -> list[tuple[str, str]]:
    job = next(job for job in shown.jobs if job.code == placement.job)
    able = {option.work_centre for option in job.steps[placement.step].options} | {placement.work_centre}
    return [
        (f"{centre.code}/{machine.code}", f"{shown.centres[centre.code]} · {machine.code}")
        for centre in shown.shop.work_centres
        if centre.code in able
        for machine in centre.machines
    ]


def _where(shown: Board, placement: Placement) -> dict[str, Any]:
    starts_at = timezone.localtime(shown.moment(placement.start))
    return {"place": f"{placement.work_centre}/{placement.machine}", "starts_at": starts_at}


def _target(form: MoveForm) -> dict[str, Any]:
    centre, _slash, machine = form.cleaned_data["place"].rpartition("/")
    return {"work_centre": centre, "machine": machine, "starts_at": form.cleaned_data["starts_at"]}


def _window(request: ActingRequest, opens_on: date) -> Window:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else 3
    return Window(_midnight(_day(request.GET.get("from", "")) or opens_on), days)


def _opens_on(shown: Board, at: datetime) -> date:
    """Today, or the day the next work begins: nobody opens the board on a Saturday night to see it empty."""
    to_come = [shown.moment(each.start) for each in shown.plan.placements if shown.moment(each.end) > at]
    return timezone.localdate(max(at, min(to_come, default=at)))


def _day(text: str) -> Any:
    """The day, None for what is none or lies where no factory plans."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and EARLIEST <= day.year <= LATEST else None


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _neighbours(window: Window) -> dict[str, str]:
    step_by = timedelta(days=window.days)
    return {
        "earlier": timezone.localdate(window.starts_at - step_by).isoformat(),
        "later": timezone.localdate(window.starts_at + step_by).isoformat(),
    }


def _back_to(moment: datetime) -> str:
    return f"{reverse('workbench:board')}?from={timezone.localdate(moment).isoformat()}"
