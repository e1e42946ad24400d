"""What stays with the reader from page to page: the language, and whom they act for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huopan.domains.parties import actions as parties
from huopan.web import acting
from huopan.web.acting import ActingRequest
from huopan.web.languages import SESSION_KEY
from huopan.web.ways import way_back

A_YEAR = 365 * 24 * 3600


@require_POST
def language(request: ActingRequest) -> HttpResponse:
    """Speak the chosen language from now on, on this browser and, when signed in, to this person."""
    chosen = request.POST.get("language", "")
    response = redirect(way_back(request))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        parties.choose_language(language=chosen, by=request.actor)
        request.session[SESSION_KEY] = chosen
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@require_POST
def act_for(request: ActingRequest) -> HttpResponse:
    """Switch the organisation; the front page, because what was open may be closed to the other one."""
    party_id = request.POST.get("party_id", "")
    if party_id.isdecimal():
        acting.act_for(request, int(party_id))
    return redirect("market:home")
