"""What if: a machine less, a shift more; asked of the twin, nothing is changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy

from huopan.domains.production import queries
from huopan.domains.production.models import Machine
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import status_of


class WhatIfForm(forms.Form):
    """`kind` with the fields it needs."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What if"),
        choices=[
            ("lose_machine", gettext_lazy("a machine is down")),
            ("add_shift", gettext_lazy("a shift is added")),
        ],
    )
    machine: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=pgettext_lazy("workbench", "Machine"), queryset=None
    )
    starts_in_hours = forms.IntegerField(label=gettext_lazy("From now, hours"), min_value=0, max_value=720, initial=0)
    hours = forms.IntegerField(label=gettext_lazy("For, hours"), min_value=1, max_value=720, initial=8)

    def __init__(self, *args: Any, machines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields["machine"]
        choosing.queryset = machines
        choosing.label_from_instance = lambda machine: f"{machine.work_centre} · {machine}"


@for_party("plan")
def what_if(request: ActingRequest) -> HttpResponse:
    """The confidence of each promise as the plan stands, and under the question."""
    machines = Machine.objects.visible_to(request.actor).filter(is_in_service=True).select_related("work_centre")
    form = WhatIfForm(
        request.GET if request.GET.get("kind") else None, machines=machines.order_by("work_centre", "code")
    )
    at, found, refusal = now(), None, None
    try:
        if form.is_bound and form.is_valid():
            asked = form.cleaned_data
            starts_at = at + timedelta(hours=asked["starts_in_hours"])
            found = queries.what_if(
                request.actor.party_id,
                kind=asked["kind"],
                machine=asked["machine"],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=asked["hours"]),
                at=at,
            )
        else:
            found = queries.confidence_of(request.actor.party_id, at)
    except RefusedError as refused:
        refusal = refused
    context = {"form": form, "found": found, "refusal": refusal}
    return render(request, "workbench/production/what_if.html", context, status=status_of(refusal) if refusal else 200)
