"""The organisation's quick replies."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted

TEMPLATE = "workbench/phrases.html"


class PhraseForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name"), max_length=orders.LONGEST_TITLE)
    text = forms.CharField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("{buyer} becomes the buyer’s name, {order} the order’s number."),
        max_length=orders.LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@for_party("sell")
def phrases(request: ActingRequest) -> HttpResponse:
    form = PhraseForm(request.POST if request.method == "POST" else None)
    asking = Asking(request, form, TEMPLATE, phrases=queries.phrases(request.actor))
    return asking.answered(lambda form: _saved(request, form), told=_("Saved."))


@require_POST
@for_party("sell")
def act(request: ActingRequest, phrase_id: int, verb: str) -> HttpResponse:
    """Reword one, or remove it."""

    def work() -> str:
        if verb == "remove":
            orders.remove_phrase(phrase_id=phrase_id, by=request.actor)
        elif verb == "save":
            title, text = request.POST.get("title", ""), request.POST.get("text", "")
            orders.save_phrase(phrase_id=phrase_id, title=title, text=text, by=request.actor)
        else:
            raise Http404
        return reverse("workbench:phrases")

    return submitted(request, work=work, in_place=lambda refusal: _refused(request, refusal), told=_("Saved."))


def _refused(request: ActingRequest, refusal: RefusedError) -> HttpResponse:
    shown = {"form": PhraseForm(), "phrases": queries.phrases(request.actor), "refusal": refusal}
    return render(request, TEMPLATE, shown, status=status_of(refusal))


def _saved(request: ActingRequest, form: PhraseForm) -> str:
    orders.save_phrase(**form.cleaned_data, by=request.actor)
    return reverse("workbench:phrases")
