"""The reader's organisation: registering one, describing it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries as places
from huopan.domains.parties.models import Party
from huopan.infra.clock import now
from huopan.web.acting import PARTY_KEY, ActingRequest, for_party
from huopan.web.components.asking import Asking
from huopan.web.components.places import code_in, levels
from huopan.web.market.forms.account import DescriptionForm, OrganisationForm


@for_party()
def account(request: ActingRequest) -> HttpResponse:
    """Where everything about the organisation begins."""
    party = Party.objects.visible_to(request.actor).select_related("division", "belt").get(pk=request.actor.party_id)
    return render(request, "market/account.html", {"party": party})


def register(request: ActingRequest) -> HttpResponse:
    """A new organisation; who registers it owns it and acts for it from now on."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?next={request.path}")
    code = code_in(request.POST)
    form = OrganisationForm({**request.POST.dict(), "division_code": code} if request.method == "POST" else None)
    asking = Asking(request, form, "market/register.html", levels=levels(code))
    return asking.answered(lambda form: _registered(request, form), told=_("Your organisation is registered."))


@for_party("party.manage")
def describe(request: ActingRequest) -> HttpResponse:
    """What the organisation says of itself."""
    party = Party.objects.visible_to(request.actor).select_related("belt").get(pk=request.actor.party_id)
    shown = {name: getattr(party, name) for name in ("name_zh", "name_en", "about_zh", "about_en")}
    form = DescriptionForm(
        request.POST if request.method == "POST" else None,
        initial={**shown, "belt_code": party.belt.code if party.belt else ""},
        belts=list(places.belts()),
    )
    return Asking(request, form, "market/describe.html").answered(
        lambda form: _described(request, form), told=_("Saved.")
    )


def _registered(request: ActingRequest, form: OrganisationForm) -> str:
    party = parties.register_party(**form.cleaned_data, by=request.actor, at=now())
    request.session[PARTY_KEY] = party.pk
    return reverse("market:account")


def _described(request: ActingRequest, form: DescriptionForm) -> str:
    parties.describe_party(changes=form.cleaned_data, by=request.actor, at=now())
    return reverse("market:account")
