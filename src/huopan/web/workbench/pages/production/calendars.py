"""When the factory works: weeks of shifts, days that are otherwise, and what changing them does to promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import WorkingCalendar
from huopan.domains.production.queries import Changed, Effect
from huopan.domains.production.rules.public_days import known_years
from huopan.domains.production.rules.working_time import USUAL_WEEK, NeverOpenError, checked_week
from huopan.infra.clock import now
from huopan.infra.sentences import in_words
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import told_at
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted
from huopan.web.workbench.forms.calendar import DayForm, WeekForm
from huopan.web.workbench.pages.production.years import (
    FIRST_YEAR,
    LAST_YEAR,
    bars_of,
    day_of,
    hours_a_week,
    hours_said,
    weekdays,
    year_of,
)

LONGEST_YEAR = 4
USUAL_NAME = "正常班"


@for_party("plan")
def calendars(request: ActingRequest) -> HttpResponse:
    page = page_of(request, queries.calendars(request.actor, timezone.localdate(now())))
    rows = [(row, bars_of(week), hours_a_week(week)) for row in page for week in [queries.week_of(row.shifts.all())]]
    return render(request, "workbench/production/calendars.html", {"page": page, "rows": rows})


@for_party("plan")
def new_calendar(request: ActingRequest) -> HttpResponse:
    """Nothing works by it yet, so it moves no promise."""
    if request.method != "POST":
        shown = WeekForm(week=USUAL_WEEK, name=USUAL_NAME)
        return _new_shown(request, shown)
    form = WeekForm(request.POST)
    if not _is_week(form):
        return _new_shown(request, form, status=422)

    def work() -> str:
        made = production.save_calendar(name=form.cleaned_data["name"], week=form.week, by=request.actor, at=now())
        return reverse("workbench:calendar", args=[made.pk])

    def in_place(refusal: RefusedError) -> HttpResponse:
        told_at(form, refusal)
        return _new_shown(request, form, status=status_of(refusal))

    return submitted(request, work=work, in_place=in_place, told=_("Saved."))


@for_party("plan")
def calendar(request: ActingRequest, calendar_id: int) -> HttpResponse:
    """Its week and its year; on a POST the week is saved, once what that does to promises has been seen."""
    shown = queries.calendar(calendar_id, request.actor)
    if request.method != "POST":
        return _day_alone(request, shown) or _shown(request, shown)
    form = WeekForm(request.POST)
    if not _is_week(form):
        return _shown(request, shown, week_form=form, status=422)

    def save() -> object:
        name = form.cleaned_data["name"]
        return production.save_calendar(name=name, week=form.week, calendar_id=calendar_id, by=request.actor, at=now())

    def in_place(refusal: RefusedError) -> HttpResponse:
        told_at(form, refusal)
        return _shown(request, shown, week_form=form, status=status_of(refusal))

    changed = Changed(calendar_id, week=form.week)
    return _seen_then(request, shown, changed, save, told=_("Saved."), in_place=in_place, asked="week", week_form=form)


@require_POST
@for_party("plan")
def remove(request: ActingRequest, calendar_id: int) -> HttpResponse:
    shown = queries.calendar(calendar_id, request.actor)

    def work() -> str:
        production.remove_calendar(calendar_id=calendar_id, by=request.actor, at=now())
        return reverse("workbench:calendars")

    def in_place(refusal: RefusedError) -> HttpResponse:
        return _shown(request, shown, refusal=refusal, status=status_of(refusal))

    return submitted(request, work=work, in_place=in_place, told=_("Removed."))


@require_POST
@for_party("plan")
def day(request: ActingRequest, calendar_id: int, on: str) -> HttpResponse:
    shown, chosen = queries.calendar(calendar_id, request.actor), _date(on)
    if chosen is None:
        raise Http404
    form = DayForm(request.POST, on=chosen)
    if not form.is_valid():
        return _shown(request, shown, chosen=chosen, day_form=form, status=422)
    days, dates = form.days, form.dates

    def save() -> object:
        if days:
            return production.save_exceptions(calendar_id=calendar_id, days=days, by=request.actor, at=now())
        return production.remove_exceptions(calendar_id=calendar_id, days=dates, by=request.actor, at=now())

    changed = Changed(calendar_id, days=days, without=frozenset() if days else frozenset(dates))
    return _seen_then(request, shown, changed, save, told=_("Saved."), asked="day", chosen=chosen, day_form=form)


@require_POST
@for_party("plan")
def public_days(request: ActingRequest, calendar_id: int, year: int) -> HttpResponse:
    """China's public holidays and make-up workdays of a year: entered, or taken out again."""
    shown = queries.calendar(calendar_id, request.actor)
    if "take_out" in request.POST:
        out = queries.as_loaded(queries.exceptions_in(shown, year).values(), year)
        told = ngettext("%(n)s day is like its weekday again.", "%(n)s days are like their weekdays again.", len(out))
        changed = Changed(calendar_id, without=frozenset(row.on for row in out))
        act, asked = production.take_public_days_out, "take_out"
    else:
        out, _known = queries.public_days_to_enter(shown, year)
        told = ngettext("%(n)s day was entered.", "%(n)s days were entered.", len(out))
        changed = Changed(calendar_id, days=out)
        act, asked = production.load_public_days, "enter"
    return _seen_then(
        request,
        shown,
        changed,
        lambda: act(calendar_id=calendar_id, year=year, by=request.actor, at=now()),
        told=told % {"n": len(out)},
        asked=asked,
        year=year,
    )


def _seen_then(
    request: ActingRequest,
    shown: WorkingCalendar,
    changed: Changed,
    save: Callable[[], object],
    *,
    told: str,
    asked: str,
    in_place: Callable[[RefusedError], HttpResponse] | None = None,
    **more: Any,
) -> HttpResponse:
    """Save, unless what that does to promises is asked for, or not seen yet and something: then show it first."""
    if "preview" in request.POST or "seen" not in request.POST:
        effect = queries.effect_of(shown.factory_id, changed, now())
        if effect.shifted or "preview" in request.POST:
            return _shown(request, shown, effect=effect, asked=asked, **more)

    def work() -> str:
        save()
        return _address(shown, more)

    def on_page(refusal: RefusedError) -> HttpResponse:
        return _shown(request, shown, refusal=refusal, status=status_of(refusal), **more)

    return submitted(request, work=work, in_place=in_place or on_page, told=told)


def _shown(
    request: ActingRequest,
    shown: WorkingCalendar,
    *,
    chosen: date | None = None,
    year: int | None = None,
    effect: Effect | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    chosen = chosen or _date(request.GET.get("day", ""))
    year = year or (chosen.year if chosen else _year(request.GET.get("year", "")))
    today = timezone.localdate(now())
    week, exceptions = queries.week_of(shown.shifts.all()), queries.exceptions_in(shown, year)
    form = more.pop("week_form", None) or WeekForm(week=week, name=shown.name)
    context = {
        "calendar": shown,
        "form": form,
        "rows": list(zip(form.rows, bars_of(form.week), strict=True)),
        "hours": hours_a_week(form.week),
        "centres": shown.work_centres.order_by("code"),
        "year": year,
        "weekdays": weekdays(),
        "months": year_of(week, exceptions, year, today),
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "first_in_tab": chosen if chosen and chosen.year == year else max(today, date(year, 1, 1)),
        "effect": effect,
        "late": effect.newly_late if effect else (),
        **_day_panel(chosen, week, exceptions, today, more.pop("day_form", None)),
        **_public(shown, year, exceptions),
    }
    return render(request, "workbench/production/calendar.html", {**context, **more}, status=status)


def _day_alone(request: ActingRequest, shown: WorkingCalendar) -> HttpResponse | None:
    """Only the chosen day, for the year's page that is there already."""
    chosen = _date(request.GET.get("day", ""))
    if not request.htmx or chosen is None:
        return None
    week, exceptions = queries.week_of(shown.shifts.all()), queries.exceptions_in(shown, chosen.year)
    context = {"calendar": shown, **_day_panel(chosen, week, exceptions, timezone.localdate(now()), None)}
    return render(request, "workbench/production/_day.html", context)


def _day_panel(chosen: date | None, week: Any, exceptions: Any, today: date, form: DayForm | None) -> dict[str, Any]:
    if chosen is None:
        return {"chosen": None}
    cell = day_of(week, exceptions, chosen, today)
    usual = hours_said(week.get(chosen.weekday(), ()))
    return {
        "chosen": cell,
        "usual": usual,
        "is_otherwise": chosen in exceptions,
        "day_form": form or DayForm(on=chosen, known=exceptions.get(chosen)),
    }


def _public(shown: WorkingCalendar, year: int, exceptions: Any) -> dict[str, Any]:
    """What could be entered of China's public days, and what was."""
    if year not in known_years():
        return {"years": known_years()}
    new, known = queries.public_days_to_enter(shown, year)
    return {
        "years": known_years(),
        "to_enter": new,
        "closings": sum(row.kind == "closed" for row in new),
        "kept": known,
        "entered": len(queries.as_loaded(exceptions.values(), year)),
        "is_whole": any(row.kind != "closed" for row in new) or any(row.is_worked for row in known),
    }


def _new_shown(request: ActingRequest, form: WeekForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "rows": list(zip(form.rows, bars_of(form.week), strict=True)),
        "hours": hours_a_week(form.week),
    }
    return render(request, "workbench/production/new_calendar.html", context, status=status)


def _is_week(form: WeekForm) -> bool:
    """Whether what was typed is a week that can be; what is wrong with it stands in the form."""
    if not form.is_valid():
        return False
    try:
        checked_week(form.cleaned_data["name"], form.week)
    except NeverOpenError as refusal:
        form.add_error(None, in_words(refusal))
    except RefusedError as refusal:
        told_at(form, refusal)
    return not form.errors


def _address(shown: WorkingCalendar, more: dict[str, Any]) -> str:
    chosen = more.get("chosen")
    year = more.get("year") or (chosen.year if chosen else None)
    address = reverse("workbench:calendar", args=[shown.pk])
    return f"{address}?year={year}" + (f"&day={chosen}" if chosen else "") if year else address


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _year(text: str) -> int:
    asked = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_YEAR else 0
    return asked if FIRST_YEAR <= asked <= LAST_YEAR else timezone.localdate(now()).year
