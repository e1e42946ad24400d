"""How the factory is set up: ready routings to take over, work centres, routings and their times, what is down."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.catalog.models import Offer
from huopan.domains.production import actions as production
from huopan.domains.production.models import Downtime, Machine, Recipe, Routing, WorkCentre, WorkingCalendar
from huopan.domains.production.rules.ready_routings import READY_ROUTINGS, CentreDraft
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField
from huopan.web.refusing import refused, status_of
from huopan.web.submitting import submitted

SHOWN_FAULTS = 200
A_WEEK = 7 * 24 * 60  # minutes


class CentreForm(forms.Form):
    code = forms.CharField(label=pgettext_lazy("workbench", "Code"), max_length=40)
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=80, required=False)
    process = forms.SlugField(label=gettext_lazy("Process"), max_length=40, required=False)
    machines = forms.IntegerField(label=gettext_lazy("Machines"), min_value=1, max_value=500, initial=1)
    hour = MoneyField(label=gettext_lazy("An hour costs, yuan"), max_length=14)
    setup_minutes = forms.IntegerField(
        label=gettext_lazy("Every changeover, minutes"), min_value=0, max_value=A_WEEK, initial=0
    )
    changeovers = forms.CharField(
        label=gettext_lazy("And for each difference, minutes"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One a line, such as: colour 15"),
    )
    calendar: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Calendar"), queryset=None, required=False
    )
    may_pause = forms.BooleanField(label=gettext_lazy("Work may pause overnight"), required=False, initial=True)

    def __init__(self, *args: Any, calendars: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields["calendar"]
        choosing.queryset = calendars

    def clean_changeovers(self) -> tuple[tuple[str, int], ...]:
        found = []
        for line in self.cleaned_data["changeovers"].splitlines():
            trait, _blank, minutes = line.strip().rpartition(" ")
            if line.strip() and not (trait and minutes.isdecimal() and int(minutes) <= A_WEEK):
                raise forms.ValidationError(_("“%(line)s” is no changeover; write such as: colour 15") % {"line": line})
            if line.strip():
                found.append((trait.strip(), int(minutes) * 60))
        return tuple(found)


class RoutingSheetForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Excel or CSV file"))
    approve = forms.BooleanField(label=gettext_lazy("The times are measured: promise on them"), required=False)


class RecipeForm(forms.Form):
    offer: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=gettext_lazy("Offer made to order"), queryset=None
    )
    routing: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=gettext_lazy("Routing"), queryset=None)
    packaging = MoneyField(label=gettext_lazy("Packaging a piece, yuan"), max_length=14, required=False)
    rework_pct = forms.DecimalField(
        label=gettext_lazy("Made twice, percent"), min_value=0, max_value=50, decimal_places=2, initial=0
    )

    def __init__(self, *args: Any, offers: Any, routings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["offer"].queryset, fields["routing"].queryset = offers, routings


class DowntimeForm(forms.Form):
    machine: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=pgettext_lazy("workbench", "Machine"), queryset=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is wrong with it"), choices=Downtime.Kind.choices)
    hours = forms.DecimalField(
        label=gettext_lazy("Back in about, hours"), min_value=0.25, max_value=8760, decimal_places=2, initial=4
    )
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, machines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields["machine"]
        choosing.queryset = machines
        choosing.label_from_instance = lambda machine: f"{machine.work_centre} · {machine}"


@for_party("plan")
def shop_floor(request: ActingRequest, /, **more: Any) -> HttpResponse:
    by = request.actor
    in_service = Count("machines", filter=Q(machines__is_in_service=True))
    routings = Routing.objects.visible_to(by).filter(is_current=True).order_by("code")
    mine = set(routings.values_list("code", flat=True))
    at = now()
    context = {
        "ready": [(each, each.key in mine) for each in READY_ROUTINGS],
        "centres": WorkCentre.objects.visible_to(by).select_related("calendar").annotate(n=in_service).order_by("code"),
        "routings": routings.annotate(n=Count("steps")),
        "recipes": Recipe.objects.visible_to(by).select_related("routing", "offer", "sku").order_by("code"),
        "downtimes": Downtime.objects.visible_to(by)
        .filter(ends_at__gt=at)
        .select_related("machine__work_centre")
        .order_by("ends_at"),
        "sheet_form": RoutingSheetForm(),
        "downtime_form": _downtime_form(request),
        "recipe_form": _recipe_form(request),
        "form_key": secrets.token_urlsafe(12),
    }
    status = more.pop("status", 200)
    return render(request, "workbench/production/shop_floor.html", {**context, **more}, status=status)


@require_POST
@for_party("plan")
def adopt(request: ActingRequest) -> HttpResponse:
    def work() -> str:
        production.adopt_routing(key=request.POST.get("key", ""), by=request.actor, at=now())
        return reverse("workbench:shop_floor")

    return _done(request, work, _("Taken over. Change its times where yours differ."))


@for_party("plan")
def centre(request: ActingRequest, centre_id: int | None = None) -> HttpResponse:
    known = WorkCentre.objects.visible_to(request.actor).seen(request.actor, pk=centre_id) if centre_id else None
    form = CentreForm(
        request.POST if request.method == "POST" else None,
        initial=_centre_shown(known),
        calendars=WorkingCalendar.objects.visible_to(request.actor),
    )
    machines = known.machines.filter(is_in_service=True) if known else ()
    asking = Asking(request, form, "workbench/production/centre.html", known=known, machines=machines)
    return asking.answered(lambda form: _centre_saved(request, form, centre_id), told=_("Saved."))


@for_party("plan")
def routing(request: ActingRequest, routing_id: int) -> HttpResponse:
    """One routing with its steps and times."""
    shown = (
        Routing.objects.visible_to(request.actor)
        .prefetch_related("steps__options__work_centre")
        .seen(request.actor, pk=routing_id)
    )
    return render(request, "workbench/production/routing.html", {"routing": shown})


@require_POST
@for_party("plan")
def approve(request: ActingRequest, routing_id: int) -> HttpResponse:
    def work() -> str:
        production.approve_routing(routing_id=routing_id, by=request.actor, at=now())
        return reverse("workbench:routing", args=[routing_id])

    return _done(request, work, _("Its times may be promised on now."))


@require_POST
@for_party("plan")
def bring_in(request: ActingRequest) -> HttpResponse:
    """A sheet of routings: stored as a whole, or every bad cell shown."""
    form = RoutingSheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return shop_floor(request, sheet_form=form, status=422)
    try:
        found = production.import_routings(
            file=form.cleaned_data["file"].file, approve=form.cleaned_data["approve"], by=request.actor, at=now()
        )
    except RefusedError as refusal:
        return shop_floor(request, sheet_form=form, refusal=refusal, status=status_of(refusal))
    if found.faults:
        shown = {"faults": found.faults[:SHOWN_FAULTS], "fault_count": len(found.faults), "rows": found.rows}
        return shop_floor(request, sheet_form=form, **shown, status=422)
    return shop_floor(request, brought_in=found)


@for_party("plan")
def take_away(request: ActingRequest) -> HttpResponse:
    return file_answer(production.export_routings(by=request.actor), "routings.xlsx")


@require_POST
@for_party("plan")
def recipe(request: ActingRequest) -> HttpResponse:
    form = _recipe_form(request, request.POST)
    if not form.is_valid():
        return shop_floor(request, recipe_form=form, status=422)
    typed = form.cleaned_data

    def work() -> str:
        production.save_recipe(
            code=typed["offer"].code,
            name=str(typed["offer"])[:120],
            routing_id=typed["routing"].pk,
            offer_id=typed["offer"].pk,
            packaging_fen=typed["packaging"].fen if typed["packaging"] else 0,
            rework_basis_points=int(typed["rework_pct"] * 100),
            by=request.actor,
            at=now(),
        )
        return reverse("workbench:shop_floor")

    return _done(request, work, _("From now on orders of it come into the plan."))


@require_POST
@for_party()
def report_down(request: ActingRequest) -> HttpResponse:
    form = _downtime_form(request, request.POST)
    if not form.is_valid():
        return shop_floor(request, downtime_form=form, status=422)
    typed, at = form.cleaned_data, now()

    def work() -> str:
        production.report_downtime(
            machine_id=typed["machine"].pk,
            kind=typed["kind"],
            ends_at=at + timedelta(hours=float(typed["hours"])),
            note=typed["note"],
            client_id=request.POST.get("key", "")[:64] or secrets.token_urlsafe(12),
            by=request.actor,
            at=at,
        )
        return reverse("workbench:board")

    return _done(request, work, _("Noted. The plan has moved around it, and buyers whose promise it touches are told."))


@require_POST
@for_party()
def back_up(request: ActingRequest, downtime_id: int) -> HttpResponse:
    def work() -> str:
        production.end_downtime(downtime_id=downtime_id, by=request.actor, at=now())
        return reverse("workbench:board")

    return _done(request, work, _("It works again."))


def _done(request: ActingRequest, work: Any, told: str) -> HttpResponse:
    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=told)


def _recipe_form(request: ActingRequest, sent: Any = None) -> RecipeForm:
    offers = Offer.objects.visible_to(request.actor).filter(supplier_id=request.actor.party_id).order_by("code")
    routings = Routing.objects.visible_to(request.actor).filter(is_current=True)
    return RecipeForm(sent, offers=offers, routings=routings, prefix="recipe")


def _downtime_form(request: ActingRequest, sent: Any = None) -> DowntimeForm:
    machines = Machine.objects.visible_to(request.actor).filter(is_in_service=True).select_related("work_centre")
    return DowntimeForm(sent, machines=machines.order_by("work_centre__code", "code"), prefix="down")


def _centre_saved(request: ActingRequest, form: CentreForm, centre_id: int | None) -> str:
    typed = form.cleaned_data
    names = ("code", "name_zh", "name_en", "process", "machines", "may_pause", "changeovers")
    draft = CentreDraft(
        hour_fen=typed["hour"].fen,
        setup_base_seconds=typed["setup_minutes"] * 60,
        **{name: typed[name] for name in names},
    )
    calendar = typed["calendar"]
    production.save_work_centre(
        draft=draft, calendar_id=calendar.pk if calendar else None, centre_id=centre_id, by=request.actor, at=now()
    )
    return reverse("workbench:shop_floor")


def _centre_shown(known: WorkCentre | None) -> dict[str, Any]:
    if known is None:
        return {}
    names = ("code", "name_zh", "name_en", "process", "may_pause")
    plain = known.changeovers.filter(value_from="", value_to="")
    return {name: getattr(known, name) for name in names} | {
        "machines": known.machines.filter(is_in_service=True).count(),
        "hour": Money(known.hour_fen),
        "setup_minutes": known.setup_base_seconds // 60,
        "changeovers": "\n".join(f"{row.trait} {row.seconds // 60}" for row in plain),
        "calendar": known.calendar_id,
    }
