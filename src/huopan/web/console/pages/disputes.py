"""Disputes: what both sides show, and the platform's ruling."""

from __future__ import annotations

from typing import Literal, cast

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.fields import MoneyField
from huopan.web.console.pages.desk import must_be_operator

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


@for_party("arbitrate")
def dispute(request: ActingRequest, number: str) -> HttpResponse:
    """The claim, the evidence side by side, and the form to rule."""
    must_be_operator(request.actor)
    claim = queries.after_sale(number, request.actor)
    form = RulingForm(request.POST if request.method == "POST" else None)
    talk = queries.messages(claim.order.number, request.actor)
    asking = Asking(request, form, "console/dispute.html", claim=claim, talk=talk)
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
    return reverse("console:desk")
