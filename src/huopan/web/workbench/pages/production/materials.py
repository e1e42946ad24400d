"""Materials: what is there, what is coming, what to order and when."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Material, MaterialArrival
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.infra.files.tables import Cell, xlsx_table
from huopan.kernel.money import Money
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField
from huopan.web.components.paging import page_of
from huopan.web.refusing import refused
from huopan.web.submitting import submitted

MILLION = 1_000_000
MOST_MILLIONTHS, MOST = 10**15, 10**12


class PartsField(forms.CharField):
    """One component a line: “code x quantity”, such as: ink x 0.05."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        return [_part(line) for line in super().clean(value).splitlines() if line.strip()]


class MaterialForm(forms.Form):
    code = forms.CharField(label=pgettext_lazy("workbench", "Code"), max_length=60)
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=20, initial="件")
    unit_price = MoneyField(label=gettext_lazy("Costs a unit, yuan"), max_length=14, required=False)
    lead_time_days = forms.IntegerField(label=gettext_lazy("Lead time, days"), min_value=0, max_value=365, initial=3)
    lot_size = forms.IntegerField(label=gettext_lazy("Bought in lots of"), min_value=1, max_value=MOST, initial=1)
    minimum = forms.IntegerField(label=gettext_lazy("Keep at least"), min_value=0, max_value=MOST, initial=0)
    made_of = PartsField(
        label=gettext_lazy("Made here of"),
        required=False,
        help_text=gettext_lazy("Only when you make it yourself; one component a line, such as: ink x 0.05"),
    )


class CountForm(forms.Form):
    on_hand = forms.IntegerField(label=gettext_lazy("Really there"), min_value=0, max_value=MOST)


class ArrivalForm(forms.Form):
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1, max_value=MOST)
    expected_at = forms.DateTimeField(
        label=gettext_lazy("Expected"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    reference = forms.CharField(label=gettext_lazy("Order or waybill number"), max_length=60, required=False)


@for_party("plan")
def materials(request: ActingRequest) -> HttpResponse:
    coming = (
        MaterialArrival.objects.visible_to(request.actor)
        .filter(state=MaterialArrival.State.EXPECTED)
        .order_by("expected_at")
    )
    rows = Material.objects.visible_to(request.actor).order_by("code")
    page = page_of(request, rows.prefetch_related(Prefetch("arrivals", coming, to_attr="coming")))
    found = queries.to_order(request.actor.party_id, now())
    return render(
        request,
        "workbench/production/materials.html",
        {"page": page, "to_order": found, "cost_fen": sum(each.suggestion.cost_fen for each in found)},
    )


@for_party("plan")
def to_order_sheet(request: ActingRequest) -> HttpResponse:
    """What to order as an Excel file for the buyer."""
    heading = [
        pgettext("workbench", "Code"),
        _("Material"),
        _("Quantity"),
        _("Unit"),
        _("Order by"),
        _("Needed"),
        _("Cost, yuan"),
        _("For"),
    ]
    rows: list[list[Cell]] = [
        [
            each.material.code,
            str(each.material),
            each.suggestion.quantity,
            each.material.unit,
            f"{each.order_at:%Y-%m-%d}",
            f"{each.needed_at:%Y-%m-%d}",
            f"{Money(each.suggestion.cost_fen).yuan():.2f}",
            "; ".join(each.suggestion.reasons),
        ]
        for each in queries.to_order(request.actor.party_id, now())
    ]
    return file_answer(xlsx_table([heading, *rows], title=_("To order")), "to-order.xlsx")


@for_party("plan")
def material(request: ActingRequest, material_id: int | None = None) -> HttpResponse:
    known = Material.objects.visible_to(request.actor).seen(request.actor, pk=material_id) if material_id else None
    form = MaterialForm(request.POST if request.method == "POST" else None, initial=_shown(known))
    extra: dict[str, Any] = {"known": known}
    if known:
        extra |= {
            "arrivals": known.arrivals.order_by("-expected_at"),
            "arrival_form": ArrivalForm(prefix="arrival"),
            "count_form": CountForm(initial={"on_hand": known.on_hand}),
        }
    asking = Asking(request, form, "workbench/production/material.html", **extra)
    return asking.answered(lambda form: _saved(request, form, material_id), told=_("Saved."))


@require_POST
@for_party("plan")
def count(request: ActingRequest, material_id: int) -> HttpResponse:
    form = CountForm(request.POST)
    if not form.is_valid():
        return material_page_with(request, material_id)

    def work() -> str:
        on_hand = form.cleaned_data["on_hand"]
        production.count_material(material_id=material_id, on_hand=on_hand, by=request.actor, at=now())
        return reverse("workbench:material", args=[material_id])

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Counted."))


@require_POST
@for_party("plan")
def expect(request: ActingRequest, material_id: int) -> HttpResponse:
    form = ArrivalForm(request.POST, prefix="arrival")
    if not form.is_valid():
        return material_page_with(request, material_id, arrival_form=form)

    def work() -> str:
        production.expect_arrival(material_id=material_id, **form.cleaned_data, by=request.actor, at=now())
        return reverse("workbench:material", args=[material_id])

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Noted."))


@require_POST
@for_party("plan")
def arrival(request: ActingRequest, arrival_id: int, verb: str) -> HttpResponse:
    """It is here, or it does not come."""
    act = {"receive": production.receive_arrival, "cancel": production.cancel_arrival}.get(verb)
    if act is None:
        return render(request, "404.html", status=404)

    def work() -> str:
        moved = act(arrival_id=arrival_id, by=request.actor, at=now())
        return reverse("workbench:material", args=[moved.material_id])

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Noted."))


def material_page_with(request: ActingRequest, material_id: int, **forms_: Any) -> HttpResponse:
    """The material's page again with the form that was wrong."""
    known = Material.objects.visible_to(request.actor).seen(request.actor, pk=material_id)
    context = {
        "form": MaterialForm(initial=_shown(known)),
        "known": known,
        "arrivals": known.arrivals.order_by("-expected_at"),
        "arrival_form": ArrivalForm(prefix="arrival"),
        "count_form": CountForm(initial={"on_hand": known.on_hand}),
    }
    return render(request, "workbench/production/material.html", {**context, **forms_}, status=422)


def _saved(request: ActingRequest, form: MaterialForm, material_id: int | None) -> str:
    typed = form.cleaned_data
    price = typed.pop("unit_price")
    saved = production.save_material(
        **typed, unit_fen=price.fen if price else 0, material_id=material_id, by=request.actor, at=now()
    )
    return reverse("workbench:material", args=[saved.pk])


def _shown(known: Material | None) -> dict[str, Any]:
    if known is None:
        return {}
    names = ("code", "name_zh", "name_en", "unit", "lead_time_days", "lot_size", "minimum")
    parts = known.bom_lines.select_related("component").order_by("id")
    return {name: getattr(known, name) for name in names} | {
        "unit_price": Money(known.unit_fen),
        "made_of": "\n".join(f"{line.component.code} x {line.quantity_millionths / MILLION:g}" for line in parts),
    }


def _part(line: str) -> tuple[str, int]:
    code, _sign, quantity = (part.strip() for part in line.replace("×", "x").replace("*", "x").rpartition("x"))
    try:
        millionths = Decimal(quantity) * MILLION
    except InvalidOperation:
        millionths = Decimal(0)
    if not code or not millionths.is_finite() or not 1 <= millionths <= MOST_MILLIONTHS:
        raise ValidationError(_("“%(line)s” is no component; write such as: ink x 0.05") % {"line": line.strip()})
    return code, int(millionths)
