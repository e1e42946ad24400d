"""The page an invitation's letter leads to. Its token travels as a parameter, which access logs leave out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Invitation, RoleGrant
from huopan.infra import clock
from huopan.infra.sentences import in_words
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError
from huopan.web.accounts.forms import JoiningForm

STATUS = {"unknown": 404, "conflict": 409, "forbidden": 403, "invalid": 422}


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Show who invites and as what; take the role as who is signed in, or with a new account."""
    form = JoiningForm(request.POST or None)
    try:
        offered = queries.open_invitation(request.GET.get("token", ""), clock.now())
        if request.method == "POST" and (request.user.is_authenticated or form.is_valid()):
            return _welcomed(request, _taken(request, form))
    except RefusedError as refusal:
        return _refused(request, refusal)
    return _shown(request, offered, form)


def _taken(request: HttpRequest, form: JoiningForm) -> RoleGrant:
    token, at = request.GET["token"], clock.now()
    if request.user.is_authenticated:
        by = Actor(person_id=request.user.pk, role="person")
        return parties.accept_invitation(token=token, by=by, at=at)
    grant = parties.join_by_invitation(token=token, language=get_language() or "zh-hans", at=at, **form.joining())
    login(request, grant.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return grant


def _welcomed(request: HttpRequest, grant: RoleGrant) -> HttpResponse:
    request.session["party_id"] = grant.party_id
    messages.success(request, _("Welcome to {party}.").format(party=grant.party))
    return redirect(settings.LOGIN_REDIRECT_URL)


def _shown(request: HttpRequest, offered: Invitation, form: JoiningForm) -> HttpResponse:
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "accounts/invitation.html", {"invitation": offered, "form": form}, status=status)


def _refused(request: HttpRequest, refusal: RefusedError) -> HttpResponse:
    shown = {"sentence": in_words(refusal)}
    return render(request, "accounts/invitation_refused.html", shown, status=STATUS[refusal.kind])
