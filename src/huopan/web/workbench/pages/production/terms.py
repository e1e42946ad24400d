"""How a factory wants to be planned: what has to be left of a price, how long a hold lasts, what lateness costs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import PlanningTerms
from huopan.domains.production.rules.terms import LONGEST_HOLD_MINUTES, LONGEST_HORIZON_DAYS, MOST_BUFFER, MOST_MARGIN
from huopan.infra.clock import now
from huopan.kernel.money import Money
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField

HOURS = 60


class TermsForm(forms.Form):
    least_margin_pct = forms.IntegerField(
        label=gettext_lazy("Least margin, percent of the price"),
        min_value=0,
        max_value=MOST_MARGIN,
        help_text=gettext_lazy("What leaves less is offered otherwise or declined; the arithmetic says by how much."),
    )
    hold_hours = forms.DecimalField(
        label=gettext_lazy("A hold lasts, hours"),
        min_value=0.25,
        max_value=LONGEST_HOLD_MINUTES / HOURS,
        decimal_places=2,
    )
    late_hour = MoneyField(label=gettext_lazy("An hour late costs, yuan"), max_length=14)
    buffer_pct = forms.IntegerField(
        label=gettext_lazy("Buffer on dates nobody named, percent"), min_value=0, max_value=MOST_BUFFER
    )
    horizon_days = forms.IntegerField(
        label=gettext_lazy("Plans ahead, days"), min_value=1, max_value=LONGEST_HORIZON_DAYS
    )


@for_party("plan")
def terms(request: ActingRequest) -> HttpResponse:
    form = TermsForm(
        request.POST if request.method == "POST" else None,
        initial=_shown(queries.terms_of(request.actor.party_id)),
    )
    asking = Asking(request, form, "workbench/production/terms.html")
    return asking.answered(lambda form: _saved(request, form), told=_("Saved; from now on verdicts go by it."))


def _saved(request: ActingRequest, form: TermsForm) -> str:
    typed = form.cleaned_data
    production.save_planning_terms(
        least_margin_pct=typed["least_margin_pct"],
        hold_minutes=int(typed["hold_hours"] * HOURS),
        late_hour_fen=typed["late_hour"].fen,
        buffer_pct=typed["buffer_pct"],
        horizon_days=typed["horizon_days"],
        by=request.actor,
        at=now(),
    )
    return reverse("workbench:shop_floor")


def _shown(known: PlanningTerms) -> dict[str, Any]:
    names = ("least_margin_pct", "buffer_pct", "horizon_days")
    return {name: getattr(known, name) for name in names} | {
        "hold_hours": f"{known.hold_minutes / HOURS:g}",
        "late_hour": Money(known.late_hour_fen),
    }
