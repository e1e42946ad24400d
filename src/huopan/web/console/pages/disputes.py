"""Disputes: what both sides show, the money at stake, and the platform's ruling."""

from __future__ import annotations

from typing import Literal, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import AfterSale
from huopan.domains.settlement import queries as settlement
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField
from huopan.web.components.paging import page_of
from huopan.web.console.guarding import for_operator

OUTCOMES = [
    ("full", gettext_lazy("Refund all that is asked")),
    ("partial", gettext_lazy("Refund a part")),
    ("none", gettext_lazy("Refund nothing")),
]


class RulingForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("Ruling"), choices=OUTCOMES)
    amount = MoneyField(label=gettext_lazy("The part, in yuan"), required=False, max_length=14)
    ruling = forms.CharField(
        label=gettext_lazy("Why; both sides read it"), widget=forms.Textarea({"rows": 4}), max_length=500
    )


@for_operator()
def dispute_list(request: ActingRequest) -> HttpResponse:
    """What waits for a ruling, longest first; or what was decided."""
    is_decided = request.GET.get("state") == "arbitrated"
    rows = queries.disputes()
    if is_decided:
        decided = AfterSale.objects.visible_to(request.actor).filter(state=AfterSale.State.ARBITRATED)
        rows = decided.select_related("order__supplier", "order__buyer").order_by("-pk")
    return render(request, "console/disputes.html", {"page": page_of(request, rows), "is_decided": is_decided})


@for_operator("arbitrate", "operate")
def dispute(request: ActingRequest, number: str) -> HttpResponse:
    """The claim, the evidence side by side, and the form to rule for who may."""
    claim = queries.after_sale(number, request.actor)
    form = RulingForm(request.POST if request.method == "POST" else None)
    asking = Asking(
        request,
        form,
        "console/dispute.html",
        claim=claim,
        talk=queries.messages(claim.order.number, request.actor),
        held=settlement.escrow_of(claim.order.number, request.actor),
        may_rule=claim.state == AfterSale.State.DISPUTED and request.actor.may("arbitrate"),
    )
    return asking.answered(lambda form: _ruled(request, number, form), told=_("Ruled; both sides are told."))


def _ruled(request: ActingRequest, number: str, form: RulingForm) -> str:
    wish = form.cleaned_data
    orders.arbitrate(
        number=number,
        outcome=cast("Literal['full', 'partial', 'none']", wish["outcome"]),
        ruling=wish["ruling"],
        amount=wish["amount"],
        by=request.actor,
        at=now(),
    )
    return reverse("console:dispute", args=[number])
